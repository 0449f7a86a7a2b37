// SPDX-License-Identifier: Apache-2.0
#include "tetlo/record/checkpoint.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "tetlo/data/test_data.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

using testing::HasSubstr;

Checkpoint example() {
  return {.configuration = "scale = \"paper\"\n",
          .done = {.epoch = 3, .iteration = 17},
          .seconds = 0.1,
          .lengths = {{"metrics.jsonl", 1234}},
          .snapshot = {
              .tensors = {{"a.weights", torch::rand({5})}, {"b", torch::arange(3, torch::kInt64)}},
              .values = {{"rate", 0.1}, {"sums", {1.0 / 3, 2}}}}};
}

TEST(Checkpoint, RestoresEveryBit) {
  const TemporaryFolder folder;
  const Checkpoint saved = example();
  save_checkpoint(saved, folder.path("checkpoint.safetensors"));
  const Checkpoint loaded = load_checkpoint(folder.path("checkpoint.safetensors"));
  EXPECT_EQ(loaded.configuration, saved.configuration);
  EXPECT_EQ(loaded.done, saved.done);
  EXPECT_EQ(loaded.seconds, saved.seconds);
  EXPECT_EQ(loaded.lengths, saved.lengths);
  EXPECT_EQ(loaded.snapshot.values, saved.snapshot.values);
  ASSERT_EQ(loaded.snapshot.tensors.size(), 2);
  for (const auto& [name, tensor] : saved.snapshot.tensors) {
    EXPECT_TRUE(torch::equal(loaded.snapshot.tensors.at(name), tensor)) << name;
  }
}

TEST(Checkpoint, CutOffAnywhereIsAnErrorThatNamesTheFile) {
  const TemporaryFolder folder;
  save_checkpoint(example(), folder.path("whole"));
  const std::string whole = read_file(folder.path("whole"));
  for (size_t length = 0; length < whole.size(); length += 97) {
    write_file(folder.path("cut"), whole.substr(0, length));
    EXPECT_THAT(error_of([&] { load_checkpoint(folder.path("cut")); }),
                HasSubstr("cut is truncated or damaged"))
        << length << " of " << whole.size();
  }
}

// In the head and in the numbers, in the digest and in the blanks: more than ten thousand bits.
TEST(CheckpointSlow, ABitThatChangedAnywhereIsAnErrorThatNamesTheFile) {
  const TemporaryFolder folder;
  Checkpoint saved = example();
  saved.snapshot.tensors["weights"] = torch::rand({200});
  save_checkpoint(saved, folder.path("whole"));
  std::string content = read_file(folder.path("whole"));
  const std::string damaged = folder.path("damaged");
  size_t noticed = 0;
  for (size_t bit = 0; bit < 8 * content.size(); ++bit) {
    const auto flip = [&] {
      content[bit / 8] = static_cast<char>(content[bit / 8] ^ (1 << bit % 8));
    };
    flip();
    std::ofstream(damaged, std::ios::binary) << content;
    noticed += error_of([&] { load_checkpoint(damaged); }).starts_with(damaged) ? 1 : 0;
    flip();
  }
  EXPECT_GT(noticed, 10'000U);
  EXPECT_EQ(noticed, 8 * content.size());
}

TEST(Checkpoint, AnotherEpochInItsHeadIsNoticed) {
  const TemporaryFolder folder;
  save_checkpoint(example(), folder.path("whole"));
  std::string content = read_file(folder.path("whole"));
  const size_t place = content.find(R"(\"epoch\":3)");
  ASSERT_NE(place, std::string::npos);
  content[place + 10] = '9';
  write_file(folder.path("damaged"), content);
  EXPECT_THAT(error_of([&] { load_checkpoint(folder.path("damaged")); }),
              HasSubstr("damaged is truncated or damaged"));
}

Checkpoint after(int64_t epoch) {
  Checkpoint checkpoint = example();
  checkpoint.done = {.epoch = epoch};
  return checkpoint;
}

TEST(Checkpoint, TheOneBeforeIsUsedIfTheLastOneIsDamagedOrMissing) {
  const TemporaryFolder folder;
  EXPECT_FALSE(find_last_checkpoint(folder.path()));
  const auto epoch = [&] { return load_last_checkpoint(folder.path()).done.epoch; };
  for (int64_t e = 1; e <= 3; ++e) save_last_checkpoint(after(e), folder.path());
  EXPECT_EQ(epoch(), 3);
  const std::string last = folder.path("checkpoint.safetensors");
  const std::string whole = read_file(last);
  write_file(last, whole.substr(0, whole.size() / 2));
  EXPECT_EQ(epoch(), 2);
  std::filesystem::remove(last);
  EXPECT_EQ(epoch(), 2);
  write_file(folder.path("checkpoint-before.safetensors"), "");
  EXPECT_THAT(error_of(epoch), HasSubstr("checkpoint-before.safetensors is truncated or damaged"));
}

}  // namespace
}  // namespace tetlo
