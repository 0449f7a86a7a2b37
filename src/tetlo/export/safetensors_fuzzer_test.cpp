// SPDX-License-Identifier: Apache-2.0
// Files that the fuzzer has found, each of which takes another way through the reader.
#include <gtest/gtest.h>

#include <filesystem>

#include "tetlo/util/file.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size);

namespace tetlo {
namespace {

TEST(FuzzedSafetensors, AreReadOrRefusedByName) {
  for (const auto& file : std::filesystem::directory_iterator("tests/safetensors")) {
    const std::string bytes = read_file(file.path());
    EXPECT_NO_THROW(
        LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()))
        << file.path();
  }
}

}  // namespace
}  // namespace tetlo
