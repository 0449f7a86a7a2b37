// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "tetlo/options/configuration.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

struct Options {
  struct {
    int64_t epochs = 50;
    double learning_rate = 0.025;
    double momentum = 1;
  } search;
  struct {
    std::string name = "darts";
  } space;
  Configuration configuration{{{"search",
                                "How to search.",
                                {{"epochs", &search.epochs, "", ""},
                                 {"learning_rate", &search.learning_rate, "", ""},
                                 {"momentum", &search.momentum, "", ""}}},
                               {"space", "Where to search.", {{"name", &space.name, "", ""}}}}};
};

std::string error_of(const std::string& text, const std::vector<std::string>& assignments = {}) {
  try {
    Options().configuration.load_text(text, "a.toml", assignments);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

constexpr const char* kScaled = R"(
[search]
epochs = 10
momentum = 0.5
[scales.cpu.search]
epochs = 3
[scales.smoke.search]
epochs = 1
[scales.smoke.space]
name = "s2"
)";

TEST(ConfigurationScale, DefaultsYieldToTheFileThenTheScaleThenAssignments) {
  Options options;
  options.configuration.load_text(kScaled, "a.toml");
  EXPECT_EQ(options.search.epochs, 10);
  EXPECT_EQ(options.search.learning_rate, 0.025);
  options.configuration.load_text(kScaled, "a.toml", {"search.momentum=0.1", "scale=smoke"});
  EXPECT_EQ(options.search.epochs, 1);
  EXPECT_EQ(options.search.momentum, 0.1);
  EXPECT_EQ(options.space.name, "s2");
  EXPECT_EQ(options.configuration.scale(), "smoke");
  options.configuration.load_text(kScaled, "a.toml", {"scale=smoke", "search.epochs=2"});
  EXPECT_EQ(options.search.epochs, 2);
}

TEST(ConfigurationScale, TheFileMayChooseTheScaleAndAnAssignmentAnother) {
  const std::string text = std::string("scale = 'cpu'") + kScaled;
  Options options;
  options.configuration.load_text(text, "a.toml");
  EXPECT_EQ(options.configuration.scale(), "cpu");
  EXPECT_EQ(options.search.epochs, 3);
  options.configuration.load_text(text, "a.toml", {"scale=paper"});
  EXPECT_EQ(options.configuration.scale(), "paper");
  EXPECT_EQ(options.search.epochs, 10);
}

TEST(ConfigurationScale, AnUnknownScaleIsAnErrorThatListsThoseOfTheFile) {
  EXPECT_EQ(error_of(kScaled, {"scale=gpu"}),
            "--set scale=gpu: There is no scale \"gpu\" in a.toml; it has paper, cpu, smoke.");
  EXPECT_EQ(error_of(std::string("scale = 'gpu'") + kScaled),
            "a.toml:1:9: There is no scale \"gpu\" in a.toml; it has paper, cpu, smoke.");
  EXPECT_EQ(error_of("scale = 3"), "a.toml:1:9: scale is the integer 3; it must be a string.");
  EXPECT_THAT([] { Options().configuration.load("", {"scale=cpu"}); },
              testing::ThrowsMessage<Error>("--set scale=cpu: There is no scale \"cpu\" in the "
                                            "default configuration; it has paper."));
}

TEST(ConfigurationScale, AResolvedFileHasNoScaleButItsOwn) {
  EXPECT_EQ(error_of("scale = 'cpu'", {"scale=cpu"}), "no error");
  EXPECT_EQ(error_of("scale = 'cpu'", {"scale=paper"}),
            "--set scale=paper: There is no scale \"paper\" in a.toml; it has cpu.");
}

TEST(ConfigurationScale, ScalesThatAreNotChosenAreCheckedToo) {
  EXPECT_EQ(
      error_of("[scales.cpu.search]\nepoch = 3\n"),
      "a.toml:2:1: There is no option \"epoch\" in section \"search\"; did you mean \"epochs\"?");
  EXPECT_EQ(error_of("[scales.cpu.serch]\n"),
            "a.toml:1:13: There is no section \"serch\"; did you mean \"search\"?");
  EXPECT_EQ(error_of("[scales]\ncpu = 3\n"),
            "a.toml:2:7: scales.cpu is the integer 3; it must be a table.");
}

TEST(ConfigurationScale, AScaleThatIsNotChosenChangesNothing) {
  Options options;
  options.configuration.load_text("[scales.cpu.search]\nepochs = 3\n", "a.toml");
  EXPECT_EQ(options.search.epochs, 50);
}

}  // namespace
}  // namespace tetlo
