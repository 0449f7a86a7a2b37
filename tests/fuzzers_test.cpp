// SPDX-License-Identifier: Apache-2.0
// Files that the fuzzers have found, each of which takes another way through a reader.
#include <gtest/gtest.h>

#include <filesystem>

#include "tetlo/util/file.h"

// What libFuzzer calls in each fuzzer, under the name that tests/CMakeLists.txt gives it.
extern "C" int fuzz_images_encoded_image(const uint8_t* bytes, size_t size);
extern "C" int fuzz_util_safetensors(const uint8_t* bytes, size_t size);

namespace tetlo {
namespace {

struct Corpus {
  const char* name;
  const char* folder;
  int (*read)(const uint8_t* bytes, size_t size);
};

class Fuzzed : public testing::TestWithParam<Corpus> {};

TEST_P(Fuzzed, FilesAreReadOrRefusedByName) {
  for (const auto& file : std::filesystem::directory_iterator(GetParam().folder)) {
    const std::string bytes = read_file(file.path());
    EXPECT_NO_THROW(GetParam().read(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()))
        << file.path();
  }
}

INSTANTIATE_TEST_SUITE_P(
    Each, Fuzzed,
    testing::Values(Corpus{"jpeg", "tests/images/corpus/jpeg", &fuzz_images_encoded_image},
                    Corpus{"png", "tests/images/corpus/png", &fuzz_images_encoded_image},
                    Corpus{"safetensors", "tests/safetensors", &fuzz_util_safetensors}),
    [](const auto& instance) { return std::string(instance.param.name); });

}  // namespace
}  // namespace tetlo
