// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <fstream>

#include "tetlo/data/test_data.h"
#include "tetlo/options/configuration.h"

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
                                {{"epochs", {&search.epochs, {1, 100}}, "", ""},
                                 {"learning_rate", {&search.learning_rate, {0, 1}}, "", ""},
                                 {"momentum", {&search.momentum, {0, 1}}, "", ""}}},
                               {"space", "Where to search.", {{"name", &space.name, "", ""}}}}};
};

std::string error_of(const std::string& text, const std::vector<std::string>& assignments = {}) {
  return tetlo::error_of([&] { Options().configuration.load_text(text, "a.toml", assignments); });
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

TEST(ConfigurationScale, AFileYieldsToItsScaleWhichYieldsToThatOfWhatIsBasedOnIt) {
  const TemporaryFolder folder;
  const auto write = [&](const char* name, const std::string& text) {
    std::ofstream(folder.path(name)) << text;
  };
  write("base.toml", "[search]\nepochs = 1\n[scales.cpu.search]\nmomentum = 0.3\n");
  write("middle.toml", "base = \"base.toml\"\n[search]\nepochs = 2\nmomentum = 0.7\n");
  const auto load = [&](const std::string& text, const std::string& scale) {
    Options options;
    write("file.toml", "base = \"middle.toml\"\n" + text);
    options.configuration.load(folder.path("file.toml"), {"scale=" + scale});
    return std::pair(options.search.epochs, options.search.momentum);
  };
  EXPECT_EQ(load("", "paper"), std::pair(int64_t{2}, 0.7));
  EXPECT_EQ(load("[search]\nmomentum = 0.9\n", "cpu"), std::pair(int64_t{2}, 0.3));
  EXPECT_EQ(load("[scales.cpu.search]\nmomentum = 0.4\n", "cpu"), std::pair(int64_t{2}, 0.4));
}

TEST(ConfigurationScale, BasesThatAreAbsentOrInACircleAreErrors) {
  const TemporaryFolder folder;
  const auto error = [&](const std::string& text) {
    std::ofstream(folder.path("a.toml")) << text;
    Options options;
    return tetlo::error_of([&] { options.configuration.load(folder.path("a.toml")); });
  };
  EXPECT_THAT(error("base = \"b.toml\"\n"), testing::HasSubstr("b.toml cannot be read"));
  EXPECT_THAT(error("base = 3\n"), testing::HasSubstr("a.toml:1:8: base is the integer 3"));
  EXPECT_THAT(error("base = \"a.toml\"\n"), testing::HasSubstr("which is based on this file"));
}

}  // namespace
}  // namespace tetlo
