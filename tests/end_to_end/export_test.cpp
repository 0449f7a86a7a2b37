// SPDX-License-Identifier: Apache-2.0
// A trained network leaves for other programs and comes back, as a user sees it.
#include <nlohmann/json.hpp>

#include "program.h"
#include "tetlo/util/safetensors.h"

namespace tetlo {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// A network of two epochs on tiny grey images of 28 x 28 pixels.
struct Trained : TinyData {
  Trained() : run(path("run")) {
    const Result trained = run_program(command("evaluate", run));
    if (trained.exit_code != 0) throw std::runtime_error(trained.errors);
  }
  json summary() const { return json::parse(read_file(run + "/summary.json")); }

  std::string run;
};

TEST(ExportSlow, WeightsComeBackWithTheSameAccuracy) {
  const Trained trained;
  const std::string file = trained.path("weights.safetensors"), again = trained.path("again");
  const Result written =
      run_program({"export", trained.run, "--format", "safetensors", "--out", file});
  ASSERT_EQ(written.exit_code, 0) << written.errors;
  EXPECT_EQ(written.output, file + "\n");
  EXPECT_THAT(written.errors, HasSubstr("tetlo's own"));  // because the images are grey

  // Neither genotype nor channels nor cells are given: the file says them.
  const Arguments test = {"evaluate",
                          "--weights",
                          file,
                          "--out",
                          again,
                          "--set",
                          "data.name=idx",
                          "--set",
                          "data.folder=" + trained.path(),
                          "--set",
                          "evaluate.epochs=0"};
  const Result tested = run_program(test);
  ASSERT_EQ(tested.exit_code, 0) << tested.errors;
  EXPECT_THAT(tested.errors, HasSubstr("starts from the weights in " + file));
  EXPECT_THAT(tested.errors, HasSubstr("epoch 1/1  test "));
  const json before = trained.summary()["figures"],
             after = json::parse(read_file(again + "/summary.json"))["figures"];
  EXPECT_EQ(after["test_accuracy"], before["test_accuracy"]);
  EXPECT_NEAR(after["test_loss"], before["test_loss"], 1e-6);
  EXPECT_FALSE(after.contains("train_loss"));

  // What the file says applies.
  Arguments other = test;
  other.insert(other.end(), {"--set", "network.channels=8", "--out", trained.path("other")});
  other.erase(std::find(other.begin(), other.end(), again) - 1);
  other.erase(std::find(other.begin(), other.end(), again));
  EXPECT_THAT(run_program(other).errors,
              HasSubstr("network.channels is 8; the weights are of a network with 4."));

  // A run that is resumed does not need the file.
  std::filesystem::rename(file, file + ".away");
  const Result resumed = run_program({"evaluate", "--resume", "--out", again});
  EXPECT_EQ(resumed.exit_code, 0) << resumed.errors;
  std::filesystem::rename(file + ".away", file);

  // What was read is a run like any other, which can be exported again: with the same bits.
  const std::string second = trained.path("second.safetensors");
  const Result rewritten =
      run_program({"export", again, "--format", "safetensors", "--out", second});
  ASSERT_EQ(rewritten.exit_code, 0) << rewritten.errors;
  EXPECT_EQ(read_file(second), read_file(file));
}

TEST(ExportSlow, WeightsAreTrainedFurtherForOtherClasses) {
  const Trained trained;
  const std::string file = trained.path("weights.safetensors");
  run_program({"export", trained.run, "--format", "safetensors", "--out", file});
  trained.write("train-labels-idx1-ubyte", idx_labels(32, 2));
  trained.write("t10k-labels-idx1-ubyte", idx_labels(6, 2));
  const Result fine =
      run_program(trained.command("evaluate", trained.path("fine"), {"--weights", file}));
  ASSERT_EQ(fine.exit_code, 0) << fine.errors;
  EXPECT_THAT(fine.errors, HasSubstr("is of other classes; the classifier begins anew."));
}

TEST(ExportSlow, EveryFormatNamesTheFilesThatItWrites) {
  const Trained trained;
  const std::string folder = trained.path("network");
  const Result python = run_program({"export", trained.run, "--format", "python", "--out", folder});
  ASSERT_EQ(python.exit_code, 0) << python.errors;
  EXPECT_EQ(python.output,
            folder + "/model.py\n" + folder + "/weights.safetensors\n" + folder + "/predict.py\n");
  const Result onnx = run_program(
      {"export", trained.run, "--format", "onnx", "--out", trained.path("network.onnx")});
  EXPECT_TRUE(onnx.exit_code == 0 || onnx.errors.find("this build lacks it") != std::string::npos)
      << onnx.errors;
}

TEST(Export, MistakesAreOneSentence) {
  const TemporaryFolder folder;
  const auto errors = [](const Arguments& arguments) {
    const Result result = run_program(arguments);
    EXPECT_EQ(result.exit_code, 2);
    return result.errors;
  };
  EXPECT_THAT(errors({"export", folder.path(), "--format", "safetensors", "--out", "w"}),
              HasSubstr("is no run folder of tetlo evaluate"));
  EXPECT_THAT(errors({"export", folder.path(), "--format", "pt", "--out", "w"}),
              HasSubstr("There is no format \"pt\"; there are python, safetensors, onnx."));
  EXPECT_THAT(errors({"evaluate", "--weights", folder.path("none")}), HasSubstr("none"));
  EXPECT_THAT(errors({"evaluate", "--genotype", "DARTS_V2", "--set", "evaluate.epochs=0"}),
              HasSubstr("evaluate.epochs is 0; it must be above 0 unless network.weights"));
  write_file(folder.path("bare"), to_safetensors({.tensors = {{"x", torch::ones({1})}}}));
  EXPECT_THAT(errors({"evaluate", "--weights", folder.path("bare")}),
              HasSubstr("does not say which network it is of; --genotype must."));
}

}  // namespace
}  // namespace tetlo
