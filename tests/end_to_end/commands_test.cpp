// SPDX-License-Identifier: Apache-2.0
// The commands as a user sees them.
#include <ATen/Version.h>

#include <nlohmann/json.hpp>

#include "program.h"
#include "tetlo/kernels/target.h"

namespace tetlo {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const char* const kGenotype =
    "Genotype(normal=[('skip_connect', 0), ('sep_conv_3x3', 1), ('skip_connect', 0), "
    "('sep_conv_3x3', 1), ('skip_connect', 0), ('sep_conv_3x3', 1), ('skip_connect', 0), "
    "('sep_conv_3x3', 1)], normal_concat=[2, 3, 4, 5], reduce=[('max_pool_3x3', 0), "
    "('max_pool_3x3', 1), ('max_pool_3x3', 0), ('max_pool_3x3', 1), ('max_pool_3x3', 0), "
    "('max_pool_3x3', 1), ('max_pool_3x3', 0), ('max_pool_3x3', 1)], reduce_concat=range(2, 6))\n";

TEST(Commands, TheProgramAlonePrintsItsHelp) {
  const Result alone = run_program({}), asked = run_program({"--help"});
  EXPECT_EQ(alone.exit_code, 0);
  EXPECT_THAT(alone.output, HasSubstr("gradient-check"));
  EXPECT_EQ(alone.output, asked.output);
  EXPECT_EQ(alone.errors, "");
}

/// What LibTorch's library says of a setting with which it was built; empty if it does not.
std::string build_setting(const std::string& name) {
  const std::string settings = at::show_config(), key = " " + name + "=";
  const size_t place = settings.find(key);
  if (place == std::string::npos) return "";
  const size_t start = place + key.size();
  return settings.substr(start, settings.find(',', start) - start);
}

TEST(Commands, VersionNamesLibTorchItsCudaAndTheVectors) {
  const std::string cuda = build_setting("CUDA_VERSION");
  EXPECT_EQ(run_program({"--version"}).output,
            "tetlo " TETLO_VERSION "\nLibTorch " + build_setting("TORCH_VERSION") +
                (cuda.empty() ? " without CUDA" : " with CUDA " + cuda) + "\nHighway " +
                kernels::vector_target() + "\n");
}

TEST(Commands, CountPrintsOneJsonObject) {
  const Result cifar = run_program({"count", "DARTS_V2", "--network", "cifar", "--channels", "36",
                                    "--cells", "20", "--classes", "10", "--json"});
  const auto counts = json::parse(cifar.output);
  EXPECT_EQ(counts["parameters"], 3349342);
  EXPECT_EQ(counts["auxiliary_parameters"], 476426);
  EXPECT_EQ(counts["multiply_adds"], 528359040);
  // Of the 8 genes of DARTS_V2's normal cell 5 are sep_conv_3x3, 1 is dil_conv_3x3 and 2 are
  // skip_connect; of its reduction cell 5 are max_pool_3x3 and 3 are skip_connect.
  EXPECT_EQ(counts["normal_3x3_convolutions"], 6);
  EXPECT_EQ(counts["normal_5x5_convolutions"], 0);
  EXPECT_EQ(counts["normal_skips"], 2);
  EXPECT_EQ(counts["reduce_pools"], 5);
  EXPECT_EQ(counts["reduce_skips"], 3);
  const Result supernet = run_program({"count", "--supernet", "--space", "darts", "--channels",
                                       "16", "--cells", "8", "--classes", "10", "--json"});
  EXPECT_EQ(json::parse(supernet.output)["parameters"], 1930618);
}

TEST(Commands, DrawWritesPicturesAndTheirText) {
  const TemporaryFolder folder;
  const Result drawn = run_program({"draw", "PDARTS", "--out", folder.path("cells")});
  EXPECT_EQ(drawn.exit_code, 0) << drawn.errors;
  for (const char* file : {"normal.svg", "normal.dot", "reduce.svg", "reduce.dot"}) {
    EXPECT_TRUE(exists(folder.path(std::string("cells/") + file))) << file;
  }
}

TEST(Commands, DrawPutsTheOperationsOfBlocksIntoNodes) {
  const TemporaryFolder folder;
  const std::string text = "|conv3x3-bn-relu~0|maxpool3x3~0,1|output~1,2|\n";
  folder.write("cell.txt", Bytes(text.begin(), text.end()));
  const Result drawn =
      run_program({"draw", folder.path("cell.txt"), "--out", folder.path("cells")});
  EXPECT_EQ(drawn.exit_code, 0) << drawn.errors;
  EXPECT_EQ(drawn.output, folder.path("cells") + "/normal.svg\n");
  const std::string dot = read_file(folder.path("cells/normal.dot"));
  EXPECT_THAT(dot, HasSubstr("[label=\"maxpool3x3\"]"));
  EXPECT_TRUE(exists(folder.path("cells/normal.svg")));
}

/// Writes metrics.jsonl of a search whose cells' test accuracy starts at 90 and changes
/// by `step` in each epoch.
void write_metrics(const TemporaryFolder& folder, double step) {
  std::string lines;
  for (int epoch = 0; epoch < 20; ++epoch) {
    const json line = {{"epoch", epoch}, {"table", {{"c10_test200", 90 + step * epoch}}}};
    lines += line.dump() + "\n";
  }
  folder.write("metrics.jsonl", Bytes(lines.begin(), lines.end()));
}

// The average over epochs 9 to 11 of 20 is 90 + 9 step, that over epochs 18 to 20 is 90 + 18 step.
TEST(Commands, DegeneracyCountsTheSearchesThatGetWorse) {
  const TemporaryFolder better, worse;
  write_metrics(better, 0.1);
  write_metrics(worse, -0.1);
  const Result measured = run_program({"degeneracy", better.path(), worse.path(), "--json"});
  ASSERT_EQ(measured.exit_code, 0) << measured.errors;
  const auto result = json::parse(measured.output);
  EXPECT_EQ(result["degenerate"], 1);
  EXPECT_FALSE(result["runs"][0]["degenerate"].get<bool>());
  EXPECT_NEAR(result["runs"][1]["middle"].get<double>(), 10.9, 1e-9);
  EXPECT_NEAR(result["runs"][1]["late"].get<double>(), 11.8, 1e-9);
  const Result literal = run_program({"degeneracy", better.path(), "--literal"});
  EXPECT_THAT(literal.output, HasSubstr("1 of 1 runs are degenerate"));
}

TEST(Commands, OptionsListsEveryOptionWithItsDefault) {
  const Result options = run_program({"options"});
  EXPECT_THAT(options.output, HasSubstr("| `gamma` | `1.0` |"));
  EXPECT_THAT(options.output, HasSubstr("| `drop_path` | `0.2` |"));
}

TEST(CommandsSlow, BenchmarkComparesHypergradients) {
  const Result result =
      run_program({"benchmark", "hypergradient", "--channels", "4", "--cells", "3", "--batch", "2",
                   "--rounds", "1", "--threads", "1", "--json"});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  const auto all = json::parse(result.output);
  for (const char* framework : {"plain", "tetlo"}) {
    const auto& compared = all[framework];
    EXPECT_GT(compared["exact"]["cosine_later"], 0.999);
    EXPECT_LT(compared["first_order"]["cosine_later"], compared["exact"]["cosine_later"]);
    EXPECT_LT(compared["first_order"]["memory"], compared["exact"]["memory"]);
    for (const char* cost : {"time", "memory"}) {
      EXPECT_GT(compared["exact_over_finite_difference"][cost], 0) << cost;
    }
  }
}

TEST(CommandsSlow, ASearchLeavesEveryFileOfARunFolder) {
  const TinyData data;
  const TemporaryFolder folder;
  const Result found = run_program(
      data.command("search", folder.path("run"), {"--json", "--set", "search.epochs=1"}));
  ASSERT_EQ(found.exit_code, 0) << found.errors;
  for (const char* file :
       {"config.toml", "metrics.jsonl", "genotypes.jsonl", "times.jsonl", "log.txt", "genotype.txt",
        "checkpoint.safetensors", "normal.svg", "reduce.svg", "summary.json"}) {
    EXPECT_TRUE(exists(folder.path(std::string("run/") + file))) << file;
  }
  const auto summary = json::parse(found.output);
  EXPECT_EQ(summary["stop_reason"], "finished");
  EXPECT_EQ(summary, json::parse(read_file(folder.path("run/summary.json"))));
  // The losses of both models are reported in every epoch.
  EXPECT_THAT(found.errors, testing::ContainsRegex("epoch 1/1 .*main train .*auxiliary train "));
}

TEST(CommandsSlow, WhatASearchFindsCanBeEvaluated) {
  const TinyData data;
  const TemporaryFolder folder;
  folder.write("cell.txt", Bytes(kGenotype, kGenotype + std::strlen(kGenotype)));
  Arguments arguments = data.command("evaluate", folder.path("run"), {"--json"});
  *(std::find(arguments.begin(), arguments.end(), "DARTS_V1")) = folder.path("cell.txt");
  const Result trained = run_program(arguments);
  ASSERT_EQ(trained.exit_code, 0) << trained.errors;
  const auto summary = json::parse(trained.output);
  for (const char* key : {"test_error", "parameters", "multiply_adds", "seconds"}) {
    EXPECT_TRUE(summary.contains(key)) << key;
  }
}

TEST(CommandsSlow, ACellOfNasbench201CanBeEvaluated) {
  const TinyData data;
  const TemporaryFolder folder;
  const std::string cell =
      "|skip_connect~0|+|none~0|nor_conv_3x3~1|+|none~0|none~1|skip_connect~2|";
  Arguments arguments = data.command("evaluate", folder.path("run"), {"--json"});
  *(std::find(arguments.begin(), arguments.end(), "DARTS_V1")) = cell;
  const Result trained = run_program(arguments);
  ASSERT_EQ(trained.exit_code, 0) << trained.errors;
  EXPECT_EQ(read_file(folder.path("run/genotype.txt")), cell + "\n");
  EXPECT_TRUE(exists(folder.path("run/normal.svg")));
  EXPECT_FALSE(exists(folder.path("run/reduce.svg")));
}

}  // namespace
}  // namespace tetlo
