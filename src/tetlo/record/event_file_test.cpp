// SPDX-License-Identifier: Apache-2.0
#include "tetlo/record/event_file.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

/// The data of the records of the only file in the folder, after their checksums have been compared.
std::vector<std::string> records_in(const std::string& folder) {
  const std::filesystem::directory_iterator files(folder);
  const std::string all = read_file(files->path());
  const auto number = [&](size_t at, size_t size) {
    uint64_t value = 0;
    for (size_t i = size; i-- > 0;) value = 256 * value + static_cast<uint8_t>(all[at + i]);
    return value;
  };
  std::vector<std::string> records;
  for (size_t at = 0; at < all.size();) {
    const size_t length = number(at, 8);
    records.push_back(all.substr(at + 12, length));
    EXPECT_EQ(number(at + 8, 4), masked_crc(all.substr(at, 8)));
    EXPECT_EQ(number(at + 12 + length, 4), masked_crc(records.back()));
    at += length + 16;
  }
  return records;
}

// The published check value of CRC-32C is e3069283; its halves change places at bit 15.
TEST(EventFile, ChecksumsAreMasked) {
  const uint32_t crc = 0xe3069283;
  EXPECT_EQ(masked_crc("123456789"), ((crc >> 15) | (crc << 17)) + 0xa282ead8);
}

// Of each record the first 9 bytes are the time: key 9 (field 1, a double) and 8 bytes.
TEST(EventFile, RecordsAreEventsAsProtocolBuffersEncodeThem) {
  const TemporaryFolder folder;
  {
    EventFile file(folder.path());
    file.add("a/b", 300, 0.5);
    file.add("g", 1, "cell");
  }
  const auto records = records_in(folder.path());
  ASSERT_EQ(records.size(), 3);
  for (const std::string& record : records) EXPECT_EQ(record[0], 9);
  EXPECT_EQ(records[0].substr(9),
            "\x1a\x0d"
            "brain.Event:2");
  // Step 300 is ac 02; the float 0.5 is 00 00 00 3f.
  EXPECT_EQ(records[1].substr(9), std::string("\x10\xac\x02\x2a\x0c\x0a\x0a\x0a\x03"
                                              "a/b"
                                              "\x15\x00\x00\x00\x3f",
                                              17));
  // A tensor of one string (type 7), with the name of the plugin that shows texts.
  EXPECT_EQ(records[2].substr(9), std::string("\x10\x01\x2a\x19\x0a\x17\x0a\x01"
                                              "gB"
                                              "\x08\x08\x07"
                                              "B"
                                              "\x04"
                                              "cellJ"
                                              "\x08\x0a\x06\x0a\x04"
                                              "text"
                                              "",
                                              29));
}

}  // namespace
}  // namespace tetlo
