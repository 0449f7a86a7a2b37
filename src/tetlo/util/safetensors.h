// SPDX-License-Identifier: Apache-2.0
// Tensors by name in the format of safetensors, which contains no code and can be read without
// trusting it [Patry2022]:
//
//   8 bytes         n, the length of the header, little-endian
//   n bytes         a JSON object of NAME: {"dtype": …, "shape": […], "data_offsets": [first, last]},
//                   and of __metadata__: {KEY: TEXT, …}; blanks may follow it
//   all other bytes the numbers, row by row, little-endian, without gaps between the tensors
//
// Here the numbers begin at a multiple of 8 bytes, so that they can be used where they lie.
//
// Checkable: {"w": [1.0]} has a header of 56 bytes and takes 68 bytes.
#pragma once

#include <map>
#include <string>

#include "tetlo/util/tensor.h"

namespace tetlo {

struct NamedTensors {
  std::map<std::string, Tensor> tensors = {};  ///< on the processor or a device
  std::map<std::string, std::string> metadata = {};
};

/// The content of a file.
std::string to_safetensors(const NamedTensors& named);

/// Reads such a content, whose tensors keep it in memory; `name` stands for the file in errors.
/// Needs no more memory than that, whatever the header says. Throws Error if the content is not of
/// this format, if tensors overlap, leave gaps or reach beyond its end, or if a type of numbers is
/// not supported; those that are: bool, uint8, int32, int64, float16, bfloat16, float32, float64.
NamedTensors from_safetensors(std::string content, const std::string& name);

}  // namespace tetlo
