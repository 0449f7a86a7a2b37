// SPDX-License-Identifier: Apache-2.0
// Whether searches get worse, where the cells have to be trained to know.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "program.h"

namespace tetlo {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// A cell of nasbench201 with one convolution, on an edge from state 0.
std::string cell(int edge) {
  const auto on = [&](int e) { return e == edge ? "nor_conv_1x1" : "skip_connect"; };
  return fmt::format("|{}~0|+|{}~0|skip_connect~1|+|{}~0|skip_connect~1|none~2|", on(0), on(1),
                     on(2));
}

class TrainedCellsSlow : public testing::Test {
 protected:
  /// The folder of a search of 10 epochs, of which the 5th and 6th are compared with the 9th and
  /// 10th.
  TrainedCellsSlow() {
    write_file(folder.path("config.toml"),
               fmt::format("[data]\nname = \"idx\"\nfolder = \"{}\"\n[retrain]\nepochs = 7\n"
                           "batch_size = 4\nchannels = 8\ncells = 5\n[run]\nthreads = 1\n",
                           data.path()));
    std::string lines;
    for (int epoch = 0; epoch < 10; ++epoch) {
      const int found[] = {0, 0, 0, 0, 1, 2, 0, 0, 2, 2};
      lines += json{{"epoch", epoch}, {"genotype", cell(found[epoch])}}.dump() + "\n";
    }
    write_file(folder.path("metrics.jsonl"), lines);
  }

  Arguments command(const Arguments& more = {}) const {
    Arguments arguments{"degeneracy", folder.path(), "--train", "--epochs", "2",
                        "--channels", "4",           "--cells", "3"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }
  double test_error(const std::string& run) const {
    return 100 *
           json::parse(read_file(folder.path(run + "/summary.json")))["test_error"].get<double>();
  }

  TinyData data;
  TemporaryFolder folder;
};

TEST_F(TrainedCellsSlow, AreTrainedOnceEach) {
  const Result result = run_program(command({"--json"}));
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_THAT(result.errors, HasSubstr("The 2 cells of 4 epochs"));
  EXPECT_THAT(result.errors, HasSubstr("for 2 epochs with 4 channels and 3 cells"));
  const json run = json::parse(result.output)["runs"][0];
  EXPECT_EQ(run["trained"], 2);
  const double first = test_error("cells/epoch-5"), second = test_error("cells/epoch-6");
  EXPECT_DOUBLE_EQ(run["middle"], (first + second) / 2);
  EXPECT_DOUBLE_EQ(run["late"], second);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path("cells")), {}), 2);
  EXPECT_EQ(read_file(folder.path("cells/epoch-6/genotype.txt")), cell(2) + "\n");

  // What is finished needs no images any more.
  std::filesystem::remove(data.path("train-images-idx3-ubyte"));
  EXPECT_EQ(run_program(command({"--json"})).output, result.output);
  const Result longer = run_program({"degeneracy", folder.path(), "--train"});
  EXPECT_EQ(longer.exit_code, 2);
  EXPECT_THAT(longer.errors, HasSubstr("for 7 epochs with 8 channels and 5 cells"));
  EXPECT_THAT(longer.errors, HasSubstr("was started with "));
}

TEST_F(TrainedCellsSlow, GoOnWhereTheyWereStopped) {
  const TemporaryFolder other, scratch;
  const Result whole = run_program(command({"--out", other.path("cells"), "--json"}));
  ASSERT_EQ(whole.exit_code, 0) << whole.errors;
  const Program program(command(), scratch);
  EXPECT_TRUE(
      wait_for([&] { return exists(folder.path("cells/epoch-5/checkpoint.safetensors")); }));
  program.send(SIGTERM);
  const Result stopped = program.wait();
  EXPECT_EQ(stopped.exit_code, 130);
  EXPECT_THAT(stopped.errors, HasSubstr("interrupted; the same command goes on from here"));
  const Result resumed = run_program(command({"--json"}));
  ASSERT_EQ(resumed.exit_code, 0) << resumed.errors;
  EXPECT_EQ(resumed.output, whole.output);
}

TEST_F(TrainedCellsSlow, AreNotNeededIfATableKnowsAllOfThem) {
  std::string lines;
  for (int epoch = 0; epoch < 10; ++epoch) {
    lines += json{{"epoch", epoch}, {"table", {{"c10_test200", 90}}}}.dump() + "\n";
  }
  write_file(folder.path("metrics.jsonl"), lines);
  const Result result = run_program(command({"--json"}));
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_EQ(json::parse(result.output)["runs"][0]["trained"], 0);
  EXPECT_FALSE(exists(folder.path("cells")));
}

}  // namespace
}  // namespace tetlo
