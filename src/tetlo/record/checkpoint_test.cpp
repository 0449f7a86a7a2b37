// SPDX-License-Identifier: Apache-2.0
#include "tetlo/record/checkpoint.h"

#include <gmock/gmock.h>

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
  save_checkpoint(saved, folder.path("checkpoint.pt"));
  const Checkpoint loaded = load_checkpoint(folder.path("checkpoint.pt"));
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
  for (size_t length : {size_t{0}, size_t{1}, whole.size() / 2, whole.size() - 1}) {
    write_file(folder.path("cut"), whole.substr(0, length));
    EXPECT_THAT(error_of([&] { load_checkpoint(folder.path("cut")); }),
                HasSubstr("cut is truncated or is not a checkpoint"))
        << length << " of " << whole.size();
  }
}

TEST(Checkpoint, ABitThatChangedIsAnErrorThatNamesThePart) {
  const TemporaryFolder folder;
  Checkpoint saved = example();
  saved.snapshot.tensors = {{"weights", torch::full({1000}, 1.5)}};
  save_checkpoint(saved, folder.path("whole"));
  std::string content = read_file(folder.path("whole"));
  const float value = 1.5;
  const std::string bytes(reinterpret_cast<const char*>(&value), sizeof value);
  content[content.find(bytes + bytes) + 1] ^= 1;
  write_file(folder.path("damaged"), content);
  EXPECT_THAT(error_of([&] { load_checkpoint(folder.path("damaged")); }),
              HasSubstr("damaged is damaged: the checksum of its part weights is wrong"));
}

}  // namespace
}  // namespace tetlo
