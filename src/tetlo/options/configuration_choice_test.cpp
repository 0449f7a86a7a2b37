// SPDX-License-Identifier: Apache-2.0
// Options that belong to a choice, and options that had other names.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <tuple>

#include "tetlo/data/test_data.h"
#include "tetlo/options/configuration.h"

namespace tetlo {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A framework, of which "tetlo" has a transfer, and two methods with one option each.
struct Options {
  std::string framework = "plain", transfer = "quadruple", method = "darts";
  int64_t samples = 300;
  double skip = 1, gate = 10;
  bool clipped = false;
  double clip = 5;

  std::vector<Section> sections() {
    return {{"framework", "", {{"name", {&framework, {{"plain"}, {"tetlo"}}}, "", ""}}},
            {"transfer",
             "",
             {{"name", {&transfer, {{"quadruple"}, {"pair"}}}, "", ""}},
             {"framework.name", {"tetlo"}}},
            {"quadruple",
             "",
             {{"samples", {&samples, {1, 1000}}, "", ""}},
             {"transfer.name", {"quadruple"}}},
            {"method",
             "How.",
             {{"name", {&method, {{"darts"}, {"pr_darts"}, {"minus"}}}, "", ""},
              {"skip", {&skip, {0, 9}}, "first weight", "", {"method.name", {"minus", "pr_darts"}}},
              {"clipped", &clipped, "", ""},
              {"clip", {&clip, {0, 9}}, "", "", {"method.clipped", {"true"}}}}},
            {"pr_darts", "", {{"gate", {&gate, {0, 99}}, "", ""}}, {"method.name", {"pr_darts"}}}};
  }
  Configuration configuration{sections(),
                              {{"method.gate", "pr_darts.gate"},
                               {"method.name=early", "selection.name=curvature"},
                               {"old.samples", "quadruple.samples"}}};

  std::string error_of(const std::string& text, const std::vector<std::string>& assignments = {}) {
    return tetlo::error_of([&] { configuration.load_text(text, "a.toml", assignments); });
  }
};

std::string error_of(const std::string& text, const std::vector<std::string>& assignments = {}) {
  return Options().error_of(text, assignments);
}

TEST(ConfigurationChoice, TakesTheOptionsOfWhatIsChosen) {
  Options options;
  EXPECT_EQ(options.error_of("[method]\nname = 'pr_darts'\n[pr_darts]\ngate = 3\n"), "no error");
  EXPECT_EQ(options.gate, 3);
  EXPECT_EQ(error_of("", {"pr_darts.gate=3", "method.name=pr_darts"}), "no error");
}

TEST(ConfigurationChoice, RefusesTheOptionsOfWhatIsNotChosen) {
  EXPECT_EQ(error_of("", {"pr_darts.gate=3"}),
            "--set pr_darts.gate=3: pr_darts.gate belongs to method.name = \"pr_darts\"; "
            "method.name is \"darts\".");
  EXPECT_EQ(error_of("[pr_darts]\ngate = 3\n"),
            "a.toml:2:8: pr_darts.gate belongs to method.name = \"pr_darts\"; method.name is "
            "\"darts\".");
  EXPECT_EQ(error_of("[method]\nskip = 3\n"),
            "a.toml:2:8: method.skip belongs to method.name = \"minus\" or \"pr_darts\"; "
            "method.name is \"darts\".");
  EXPECT_EQ(error_of("[method]\nclip = 3\n"),
            "a.toml:2:8: method.clip belongs to method.clipped = \"true\"; method.clipped is "
            "\"false\".");
}

TEST(ConfigurationChoice, IgnoresInheritedAssignmentsOfWhatIsNotChosen) {
  Options options;
  const std::vector<std::string> inherited = {"pr_darts.gate=3", "method.name=darts",
                                              "method.clipped=true"};
  options.configuration.load_text("", "a.toml", {}, inherited);
  EXPECT_EQ(options.gate, 10);
  EXPECT_TRUE(options.clipped);
  EXPECT_THAT(options.configuration.fault_of("pr_darts.gate=3"),
              HasSubstr("pr_darts.gate belongs to method.name = \"pr_darts\""));
  options.configuration.load_text("", "a.toml", {"method.name=pr_darts"}, inherited);
  EXPECT_EQ(options.gate, 3);
  EXPECT_EQ(options.configuration.fault_of("pr_darts.gate=3"), "");
}

TEST(ConfigurationChoice, AnAssignmentMayMakeAFilesOptionMeaningless) {
  Options options;
  EXPECT_EQ(options.error_of("[method]\nname = 'pr_darts'\n[pr_darts]\ngate = 3\n",
                             {"method.name=darts"}),
            "no error");
  EXPECT_EQ(options.gate, 10);
}

TEST(ConfigurationChoice, AChoiceThatDoesNotBelongItselfHasNoOptions) {
  EXPECT_EQ(error_of("", {"quadruple.samples=5"}),
            "--set quadruple.samples=5: quadruple.samples belongs to framework.name = \"tetlo\"; "
            "framework.name is \"plain\".");
  EXPECT_EQ(error_of("", {"quadruple.samples=5", "framework.name=tetlo"}), "no error");
  EXPECT_THAT(error_of("", {"quadruple.samples=5", "framework.name=tetlo", "transfer.name=pair"}),
              HasSubstr("belongs to transfer.name = \"quadruple\"; transfer.name is \"pair\"."));
}

TEST(ConfigurationChoice, EveryScaleOfTheFileIsHeldToWhatItChoosesItself) {
  const std::string gate = "[scales.cpu.pr_darts]\ngate = 3\n";
  EXPECT_THAT(error_of(gate), HasSubstr("a.toml:2:8: pr_darts.gate belongs to"));
  EXPECT_THAT(error_of(gate, {"scale=cpu"}), HasSubstr("a.toml:2:8: pr_darts.gate belongs to"));
  EXPECT_EQ(error_of(gate + "[scales.cpu.method]\nname = 'pr_darts'\n"), "no error");
  EXPECT_EQ(error_of(gate + "[scales.cpu.method]\nname = 'pr_darts'\n", {"scale=cpu"}), "no error");
}

TEST(ConfigurationChoice, DropsOfABaseWhatTheFileDoesNotChoose) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "tetlo_choice";
  std::filesystem::create_directories(folder);
  const auto load = [&](Options& options, const std::string& base, const std::string& file) {
    std::ofstream(folder / "base.toml") << base;
    std::ofstream(folder / "file.toml") << "base = 'base.toml'\n" << file;
    options.configuration.load(folder / "file.toml");
  };
  const std::string base = "[method]\nname = 'pr_darts'\n[pr_darts]\ngate = 3\n";
  Options kept, dropped;
  load(kept, base, "");
  EXPECT_EQ(kept.gate, 3);
  load(dropped, base, "[method]\nname = 'darts'\n");
  EXPECT_EQ(dropped.gate, 10);
  EXPECT_THAT(
      [&] { load(dropped, "[pr_darts]\ngate = -1\n", "[method]\nname = 'darts'\n"); },
      testing::ThrowsMessage<Error>(HasSubstr("pr_darts.gate is -1.0; it must be from 0 to 99.")));
}

TEST(ConfigurationChoice, WritesOnlyWhatBelongsToIt) {
  Options options;
  EXPECT_EQ(options.configuration.to_toml(""),
            "scale = \"paper\"\n\n[framework]\nname = \"plain\"\n\n"
            "[method]\nname = \"darts\"\nclipped = false\n");
  options.configuration.set("framework.name=tetlo");
  options.configuration.set("method.name=pr_darts");
  const std::string text = options.configuration.to_toml("");
  EXPECT_THAT(text, HasSubstr("[transfer]\nname = \"quadruple\"\n\n[quadruple]\nsamples = 300\n"));
  EXPECT_THAT(text, HasSubstr("skip = 1.0\n"));
  EXPECT_THAT(text, HasSubstr("[pr_darts]\ngate = 10.0\n"));
  EXPECT_EQ(error_of(text), "no error");
}

TEST(ConfigurationChoice, TheReferenceSaysWhatAnOptionBelongsTo) {
  const std::string page = Options().configuration.reference();
  EXPECT_THAT(page,
              HasSubstr("## pr_darts\n\n\n\nThese belong to `method.name = \"pr_darts\"`.\n"));
  EXPECT_THAT(page, HasSubstr("| first weight (with `method.name = \"minus\" or \"pr_darts\"`) |"));
}

TEST(ConfigurationChoice, AnOldNameIsAnErrorThatTellsTheNewOne) {
  EXPECT_EQ(error_of("[method]\ngate = 3\n"),
            "a.toml:2:1: method.gate is now written pr_darts.gate.");
  EXPECT_EQ(error_of("", {"method.gate=3"}),
            "--set method.gate=3: method.gate is now written pr_darts.gate.");
  EXPECT_EQ(error_of("[old]\nsamples = 3\n"),
            "a.toml:2:1: old.samples is now written quadruple.samples.");
  EXPECT_EQ(error_of("[scales.cpu.method]\ngate = 3\n"),
            "a.toml:2:1: method.gate is now written pr_darts.gate.");
}

TEST(ConfigurationChoice, AnOldValueIsAnErrorThatTellsTheNewSpelling) {
  const std::string sentence =
      "method.name = \"early\" is now written selection.name = \"curvature\".";
  EXPECT_EQ(error_of("[method]\nname = 'early'\n"), "a.toml:2:1: " + sentence);
  EXPECT_EQ(error_of("", {"method.name=early"}), "--set method.name=early: " + sentence);
}

TEST(ConfigurationChoice, BringsDefaultsThatAFileOrAnAssignmentOverrides) {
  const auto loaded = [](const std::string& text, const std::vector<std::string>& assignments) {
    Options options;
    Configuration configuration(
        options.sections(), {},
        {{.when = {"framework.name", {"tetlo"}},
          .toml = "[method]\nclipped = true\nclip = 2\n[quadruple]\nsamples = 7\n"}});
    configuration.load_text(text, "a.toml", assignments);
    return std::tuple(options.clipped, options.clip, options.samples);
  };
  EXPECT_EQ(loaded("", {}), std::tuple(false, 5, 300));
  EXPECT_EQ(loaded("", {"framework.name=tetlo"}), std::tuple(true, 2, 7));
  EXPECT_EQ(loaded("[framework]\nname = 'tetlo'\n[quadruple]\nsamples = 9\n", {}),
            std::tuple(true, 2, 9));
  EXPECT_EQ(loaded("", {"framework.name=tetlo", "method.clip=3"}), std::tuple(true, 3, 7));
}

}  // namespace
}  // namespace tetlo
