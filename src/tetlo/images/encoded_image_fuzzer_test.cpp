// SPDX-License-Identifier: Apache-2.0
// Files that the fuzzer has found, each of which takes another way through the decoders.
#include <gtest/gtest.h>

#include <filesystem>

#include "tetlo/util/file.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size);

namespace tetlo {
namespace {

class FuzzedImages : public testing::TestWithParam<const char*> {};

TEST_P(FuzzedImages, AreDecodedToTheirSizeOrRefusedByName) {
  const std::string folder = std::string("tests/images/corpus/") + GetParam();
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    const std::string bytes = read_file(file.path());
    EXPECT_NO_THROW(
        LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()))
        << file.path();
  }
}

INSTANTIATE_TEST_SUITE_P(Each, FuzzedImages, testing::Values("jpeg", "png"),
                         [](const auto& instance) { return std::string(instance.param); });

}  // namespace
}  // namespace tetlo
