// SPDX-License-Identifier: Apache-2.0
// A file of events, as TensorBoard reads it and Weights & Biases imports it.
//
// The file is a sequence of records: the length of the data in 8 bytes, a masked CRC of these 8
// bytes, the data, a masked CRC of the data. All numbers are little-endian. The CRC is CRC-32C, and
// ((crc >> 15) | (crc << 17)) + 0xa282ead8 masks it. The data is a message `Event` in the encoding
// of Protocol Buffers, with these fields:
//
//   Event    1 wall_time (double)   2 step (int64)   3 file_version (string)   5 summary (Summary)
//   Summary  1 value (Value, repeated)
//   Value    1 tag (string)   2 simple_value (float)   8 tensor (Tensor)   9 metadata (Metadata)
//   Tensor   1 dtype (7: string)   8 string_val (bytes)
//   Metadata 1 plugin_data (Plugin)      Plugin  1 plugin_name (string)
//
// These few fields are encoded here, because a second copy of Protocol Buffers' own library would
// get into the way of the one that LibTorch brings.
//
// Checkable: the CRC-32C of "123456789" is e3069283.
#pragma once

#include <cstdint>
#include <string>

#include "tetlo/util/file.h"

namespace tetlo {

/// The CRC-32C of some bytes, masked.
uint32_t masked_crc(const std::string& bytes);

class EventFile {
 public:
  /// Begins a new file in the folder, whose name has the time, the host and the process.
  explicit EventFile(const std::string& folder);

  void add(const std::string& tag, int64_t step, double value);
  void add(const std::string& tag, int64_t step, const std::string& text);

 private:
  AppendedFile file_;
};

}  // namespace tetlo
