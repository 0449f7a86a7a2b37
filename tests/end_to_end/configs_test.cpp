// SPDX-License-Identifier: Apache-2.0
// Every file in configs/, in every size.
#include <gmock/gmock.h>

#include <filesystem>

#include "tetlo/evaluate/options.h"
#include "tetlo/options/configuration.h"
#include "tetlo/search/search.h"
#include "tetlo/studies/table.h"

namespace tetlo {
namespace {

std::vector<std::string> files() {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator("configs")) {
    if (entry.is_regular_file()) found.push_back(entry.path().stem());
  }
  std::sort(found.begin(), found.end());
  return found;
}

template <typename Options>
Options load_and_check(const std::string& name, const std::string& scale) {
  Options options;
  Configuration configuration = options.configuration();
  configuration.load("configs/" + name + ".toml", {"scale=" + scale});
  options.check();
  return options;
}

/// The study of a file "study-NAME-….toml".
void load_and_check_study(const std::string& name, const std::string& scale) {
  for (const StudyEntry& entry : studies()) {
    if (!name.starts_with("study-" + entry.name + "-")) continue;
    SearchOptions options;
    std::any own = entry.options;
    Configuration configuration =
        options.configuration().with({"study", entry.meaning, entry.fields(own)});
    configuration.load("configs/" + name + ".toml", {"scale=" + scale});
    options.check();
    return;
  }
  FAIL() << "There is no study for " << name;
}

class Configs : public testing::TestWithParam<std::string> {};

TEST_P(Configs, AreWithoutMistakesInEverySize) {
  for (const char* scale : {"paper", "smoke"}) {
    if (GetParam().starts_with("evaluate")) {
      load_and_check<EvaluateOptions>(GetParam(), scale);
    } else if (GetParam().starts_with("study")) {
      load_and_check_study(GetParam(), scale);
    } else {
      load_and_check<SearchOptions>(GetParam(), scale);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, Configs, testing::ValuesIn(files()), [](const auto& instance) {
  std::string name = instance.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(ConfigsOfPapers, TrainFoundNetworksAsTables30To33Say) {
  struct Row {
    std::string file;
    double drop_path;
  };
  for (const auto& [file, drop_path] :
       {Row{"cifar10", 0.2}, Row{"pcdarts-table-cifar10", 0.3}, Row{"pdarts-table-cifar10", 0.2},
        Row{"prdarts-table-cifar10", 0.3}}) {
    const auto options = load_and_check<EvaluateOptions>("evaluate-" + file, "paper");
    EXPECT_EQ(options.evaluate.drop_path, drop_path) << file;
    EXPECT_EQ(options.evaluate.batch_size, 96) << file;
    EXPECT_EQ(options.evaluate.epochs, 600) << file;
  }
}

// As the authors' codes do it [docs/decisions.md].
TEST(ConfigsOfPapers, OfPrDartsAndOfNasbench201sDartsUpdateTheWeightsFirst) {
  for (const char* file : {"prdarts-cifar10", "tetlo-prdarts-cifar10", "nasbench201-darts1st"}) {
    EXPECT_EQ(load_and_check<SearchOptions>(file, "paper").search.order, StepOrder::kWeightsFirst);
  }
  for (const char* file : {"darts1st-cifar10", "tetlo-darts2nd-cifar10", "nasbench201-darts2nd"}) {
    EXPECT_EQ(load_and_check<SearchOptions>(file, "paper").search.order, StepOrder::kAlphaFirst);
  }
}

TEST(ConfigsOfPapers, OfImageNetAreThoseOfPcDarts) {
  for (const char* file : {"pcdarts-imagenet", "tetlo-pcdarts-imagenet", "mtl-pcdarts-imagenet",
                           "es-pcdarts-imagenet", "att-pcdarts-imagenet"}) {
    const auto options = load_and_check<SearchOptions>(file, "paper");
    const auto& search = options.search;
    EXPECT_EQ(search.arch_every, std::string(file) == "pcdarts-imagenet" ? 1 : 5) << file;
    EXPECT_EQ(search.arch_from, 35) << file;
    EXPECT_EQ(search.epochs, 50) << file;
    EXPECT_EQ(search.batch_size, 1024) << file;
    EXPECT_EQ(search.alpha_learning_rate, 6e-3) << file;
    EXPECT_EQ(search.weight_decay, 3e-5) << file;
    EXPECT_EQ(options.network.channels, 16) << file;
    EXPECT_EQ(options.network.cells, 8) << file;
    EXPECT_EQ(options.data.files.image_size, 224) << file;
    EXPECT_EQ(options.data.crop_padding, 0) << file;
  }
}

TEST(ConfigsOfPapers, TheControlOfTetloHasItsScheduleAndCells) {
  for (const char* scale : {"paper", "cpu"}) {
    const auto tetlo = load_and_check<SearchOptions>("nasbench201-tetlo-darts2nd", scale);
    const auto control = load_and_check<SearchOptions>("nasbench201-darts2nd-control", scale);
    EXPECT_EQ(control.search.arch_every, tetlo.search.arch_every);
    EXPECT_EQ(control.search.alpha_learning_rate, tetlo.search.alpha_learning_rate);
    EXPECT_EQ(control.search.epochs, tetlo.search.epochs);
    EXPECT_EQ(control.search.batch_size, tetlo.search.batch_size);
    EXPECT_EQ(control.network.used_cells, tetlo.network.used_cells);
    EXPECT_EQ(control.framework.name, "plain");
  }
}

TEST(ConfigsOfPapers, OfNasbench201UseItsOptimiser) {
  for (const char* file :
       {"nasbench201-darts1st", "nasbench201-darts2nd", "nasbench201-tetlo-darts2nd"}) {
    const auto options = load_and_check<SearchOptions>(file, "paper");
    EXPECT_TRUE(options.search.nesterov) << file;
    EXPECT_EQ(options.search.weight_decay, 5e-4) << file;
  }
}

}  // namespace
}  // namespace tetlo
