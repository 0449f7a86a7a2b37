// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/configuration.h"

#include <gmock/gmock.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>

#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct SearchOptions {
  int64_t epochs = 50;
  double learning_rate = 0.025;
  double momentum = 1;
  bool unrolled = true;

  std::vector<Field> fields() {
    return {{"epochs", {&epochs, {1, 100'000, "epochs"}}, "passes over the data", "[A]"},
            {"learning_rate", {&learning_rate, not_negative(1e6)}, "first step size", "[B]"},
            {"momentum", {&momentum, {-1, 1}}, "share of the last step | 0 to 1", "[C]"},
            {"unrolled", &unrolled, "second order", "[D]"}};
  }
};

struct SpaceOptions {
  std::string name = "darts";
  std::string note = "a \"quoted\" \\ note";

  std::vector<Field> fields() {
    return {{"name", {&name, {{"darts"}, {"s1"}, {"s2"}}}, "which space", "[E]"},
            {"note", &note, "free text", "[F]"}};
  }
};

struct Options {
  SearchOptions search;
  SpaceOptions space;
  Configuration configuration{{{"search", "How to search.", search.fields()},
                               {"space", "Where to search.", space.fields()}}};

  std::string error_of(const std::string& text, const std::vector<std::string>& assignments = {}) {
    return tetlo::error_of([&] { configuration.load_text(text, "a.toml", assignments); });
  }
};

std::string error_of(const std::string& text, const std::vector<std::string>& assignments = {}) {
  return Options().error_of(text, assignments);
}

TEST(Configuration, KeepsDefaultsThatNothingOverrides) {
  Options options;
  options.configuration.load("");
  EXPECT_EQ(options.search.epochs, 50);
  EXPECT_EQ(options.space.name, "darts");
  EXPECT_EQ(options.configuration.scale(), "paper");
}

TEST(Configuration, ReadsEveryType) {
  Options options;
  options.configuration.load_text(
      "search.epochs = 7\nsearch.learning_rate = 1e-3\nsearch.unrolled = false\n"
      "[space]\nname = 's1'\nnote = \"line\\nbreak\"\n",
      "a.toml");
  EXPECT_EQ(options.search.epochs, 7);
  EXPECT_EQ(options.search.learning_rate, 1e-3);
  EXPECT_FALSE(options.search.unrolled);
  EXPECT_EQ(options.space.name, "s1");
  EXPECT_EQ(options.space.note, "line\nbreak");
}

TEST(Configuration, AnIntegerWillDoForANumber) {
  Options options;
  options.configuration.load_text("[search]\nmomentum = 0\n", "a.toml");
  EXPECT_EQ(options.search.momentum, 0.0);
}

TEST(Configuration, ReadsAFile) {
  const auto path = std::filesystem::path(testing::TempDir()) / "tetlo_configuration.toml";
  std::ofstream(path) << "[search]\nepochs = 4\n";
  Options options;
  options.configuration.load(path);
  EXPECT_EQ(options.search.epochs, 4);
}

TEST(Configuration, AMissingFileIsAnError) {
  EXPECT_THAT(
      [] { Options().configuration.load("/nowhere/a.toml"); },
      testing::ThrowsMessage<Error>("The configuration file /nowhere/a.toml cannot be read."));
}

TEST(Configuration, TextThatIsNotTomlIsAnErrorWithItsPlace) {
  const std::string error = error_of("[search]\nepochs = = 3\n");
  EXPECT_THAT(error, StartsWith("a.toml:2:10: This is not TOML: "));
  EXPECT_THAT(error, Not(HasSubstr("\n")));
  EXPECT_THAT(error_of("[search]\nepochs = 1\nepochs = 2\n"), StartsWith("a.toml:3:10: "));
}

TEST(Configuration, UnknownNamesAreErrorsWithTheirPlaceAndASuggestion) {
  EXPECT_EQ(
      error_of("\n[search]\n  epoch = 3\n"),
      "a.toml:3:3: There is no option \"epoch\" in section \"search\"; did you mean \"epochs\"?");
  EXPECT_EQ(error_of("[search]\nzzz = 3\n"),
            "a.toml:2:1: There is no option \"zzz\" in section \"search\"; there are epochs, "
            "learning_rate, momentum, unrolled.");
  EXPECT_EQ(error_of("[spaces]\n"),
            "a.toml:1:2: There is no section \"spaces\"; did you mean \"space\"?");
  EXPECT_EQ(error_of("epochs = 3\n"),
            "a.toml:1:1: There is no section \"epochs\"; there are search, space.");
}

TEST(Configuration, WrongTypesAreErrorsWithTheirPlace) {
  EXPECT_EQ(error_of("[search]\nepochs = 'many'\n"),
            "a.toml:2:10: search.epochs is the string \"many\"; it must be an integer.");
  EXPECT_EQ(error_of("[search]\nepochs = 1.0\n"),
            "a.toml:2:10: search.epochs is the number 1.0; it must be an integer.");
  EXPECT_EQ(error_of("[search]\nmomentum = true\n"),
            "a.toml:2:12: search.momentum is true; it must be a number.");
  EXPECT_EQ(error_of("[search]\nunrolled = 1\n"),
            "a.toml:2:12: search.unrolled is the integer 1; it must be true or false.");
  EXPECT_EQ(error_of("[space]\nnote = 1979-05-27\n"),
            "a.toml:2:8: space.note is a date or time; it must be a string.");
  EXPECT_EQ(error_of("[space]\nnote = ['a']\n"),
            "a.toml:2:8: space.note is an array; it must be a string.");
  EXPECT_EQ(error_of("search = 3\n"), "a.toml:1:10: search is the integer 3; it must be a table.");
}

TEST(Configuration, NumbersAreFinite) {
  EXPECT_EQ(error_of("[search]\nmomentum = nan\n"),
            "a.toml:2:12: search.momentum is the number nan; it must be finite.");
  EXPECT_THAT(error_of("[search]\nmomentum = -inf\n"), HasSubstr("must be finite"));
  EXPECT_THAT(error_of("", {"search.momentum=inf"}), HasSubstr("must be finite"));
  EXPECT_NE(error_of("", {"search.momentum=1e999"}), "no error");
}

TEST(Configuration, NumbersAreInTheirRanges) {
  EXPECT_EQ(error_of("[search]\nepochs = 0\n"),
            "a.toml:2:10: search.epochs is 0; it must be from 1 to 100000.");
  EXPECT_EQ(
      error_of("", {"search.epochs=9223372036854775807"}),
      "--set search.epochs=9223372036854775807: search.epochs is 9223372036854775807; it must "
      "be from 1 to 100000.");
  EXPECT_EQ(error_of("[search]\nmomentum = -2\n"),
            "a.toml:2:12: search.momentum is -2.0; it must be from -1 to 1.");
}

TEST(Configuration, ValuesAreAmongTheChoices) {
  EXPECT_EQ(error_of("[space]\nname = 's9'\n"),
            "a.toml:2:8: space.name is the string \"s9\"; it must be one of darts, s1, s2.");
}

TEST(Configuration, AssignmentsReadTomlValuesAndBareStrings) {
  Options options;
  for (const char* assignment :
       {"search.epochs=5", " search.momentum = 1 ", "search.unrolled=false", "space.name=s2"}) {
    options.configuration.set(assignment);
  }
  EXPECT_EQ(options.search.epochs, 5);
  EXPECT_EQ(options.search.momentum, 1.0);
  EXPECT_FALSE(options.search.unrolled);
  EXPECT_EQ(options.space.name, "s2");
}

TEST(Configuration, AStringTakesAnyBareText) {
  Options options;
  const auto note = [&](const std::string& value) {
    options.configuration.set("space.note=" + value);
    return options.space.note;
  };
  EXPECT_EQ(note("3"), "3");
  EXPECT_EQ(note("true"), "true");
  EXPECT_EQ(note("a=b # c"), "a=b # c");
  EXPECT_EQ(note("1\nother = 2"), "1\nother = 2");
  EXPECT_EQ(note("'quoted'"), "quoted");
  EXPECT_EQ(note(""), "");
}

TEST(Configuration, ATextOfSeveralLinesIsReadBack) {
  Options written, read;
  for (const char* note : {"a\n  \"b\"\n", "\n\na", "a\n# b\n", "a\n'''\n"}) {
    written.space.note = note;
    read.configuration.load_text(written.configuration.to_toml(""), "a.toml");
    EXPECT_EQ(read.space.note, note);
  }
}

TEST(Configuration, FilesAreRelativeToTheFileThatNamesThem) {
  std::string file;
  Configuration configuration({{"space", "", {{"file", Target::file(&file), "", ""}}}});
  const auto found = [&](const std::string& text,
                         const std::vector<std::string>& assignments = {}) {
    configuration.load_text(text, "folder/a.toml", assignments);
    return file;
  };
  EXPECT_EQ(found("space.file = 'b.toml'"), "folder/b.toml");
  EXPECT_EQ(found("space.file = '/b.toml'"), "/b.toml");
  EXPECT_EQ(found("space.file = ''"), "");
  EXPECT_EQ(found("", {"space.file=b.toml"}), "b.toml");
}

TEST(Configuration, IsCompletedWheneverValuesHaveBeenStored) {
  int64_t count = 1, twice = 0;
  Configuration configuration({{"a", "", {{"count", {&count, {0, 9}}, "", ""}}}}, {}, {},
                              [&] { twice = 2 * count; });
  configuration.load_text("a.count = 3", "a.toml");
  EXPECT_EQ(twice, 6);
  configuration.set("a.count=4");
  EXPECT_EQ(twice, 8);
}

TEST(Configuration, BadAssignmentsAreErrorsThatNameThem) {
  EXPECT_EQ(error_of("", {"search.epochs"}),
            "--set search.epochs: This is not of the form section.option=value.");
  EXPECT_EQ(error_of("", {"=3"}), "--set =3: This is not of the form section.option=value.");
  EXPECT_EQ(error_of("", {"epochs=3"}),
            "--set epochs=3: This is not of the form section.option=value.");
  EXPECT_EQ(error_of("", {"search.epoch=3"}),
            "--set search.epoch=3: There is no option \"epoch\" in section \"search\"; did you "
            "mean \"epochs\"?");
  EXPECT_EQ(error_of("", {"serch.epochs=3"}),
            "--set serch.epochs=3: There is no section \"serch\"; did you mean \"search\"?");
  EXPECT_EQ(
      error_of("", {"search.epochs=many"}),
      "--set search.epochs=many: search.epochs is the string \"many\"; it must be an integer.");
  EXPECT_EQ(error_of("", {"search.epochs="}),
            "--set search.epochs=: search.epochs is the string \"\"; it must be an integer.");
  EXPECT_EQ(
      error_of("", {"space.name=s9"}),
      "--set space.name=s9: space.name is the string \"s9\"; it must be one of darts, s1, s2.");
  EXPECT_THAT(error_of("", {"space.note=\xFF"}), HasSubstr("This is not "));
}

TEST(Configuration, IsWrittenAsOneFileOfItsScale) {
  Options options;
  options.configuration.load_text("scale = 'cpu'\n[search]\nepochs = 3\nmomentum = 0.5", "a.toml");
  EXPECT_EQ(options.configuration.to_toml("tetlo 0.1.0\nseed 1"),
            "# tetlo 0.1.0\n# seed 1\nscale = \"cpu\"\n\n"
            "[search]\nepochs = 3\nlearning_rate = 0.025\nmomentum = 0.5\nunrolled = true\n\n"
            "[space]\nname = \"darts\"\nnote = \"a \\\"quoted\\\" \\\\ note\"\n");
}

TEST(Configuration, WhatIsWrittenLoadsBackToTheSameBits) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> exponent(-300, 300);
  for (int i = 0; i < 300; ++i) {
    Options written;
    written.search.epochs = 1 + static_cast<int64_t>(random() % 100'000);
    written.search.learning_rate = std::pow(10.0, exponent(random) - 294);
    written.search.momentum = i % 3 == 0 ? 1 : exponent(random) / 300;
    written.search.unrolled = i % 2 == 0;
    written.space.note = std::string("t\tn\n\x7F\x01 \"'\\ é ") + static_cast<char>('0' + i % 75);
    Options read;
    read.configuration.load_text(written.configuration.to_toml("header"), "a.toml");
    EXPECT_EQ(read.search.epochs, written.search.epochs);
    EXPECT_EQ(read.search.learning_rate, written.search.learning_rate);
    EXPECT_EQ(read.search.momentum, written.search.momentum);
    EXPECT_EQ(read.search.unrolled, written.search.unrolled);
    EXPECT_EQ(read.space.note, written.space.note);
    EXPECT_EQ(read.configuration.to_toml("header"), written.configuration.to_toml("header"));
  }
}

TEST(Configuration, TheReferenceHasOneRowForEachOption) {
  EXPECT_EQ(
      Options().configuration.reference(),
      "## search\n\nHow to search.\n\n"
      "| option | default | takes | meaning | source |\n|---|---|---|---|---|\n"
      "| `epochs` | `50` | an integer from 1 to 100000 (epochs) | passes over the data | [A] |\n"
      "| `learning_rate` | `0.025` | a number from 0 to 1000000 | first step size | [B] |\n"
      "| `momentum` | `1.0` | a number from -1 to 1 | share of the last step \\| 0 to 1 | [C] |\n"
      "| `unrolled` | `true` | true or false | second order | [D] |\n\n"
      "## space\n\nWhere to search.\n\n"
      "| option | default | takes | meaning | source |\n|---|---|---|---|---|\n"
      "| `name` | `\"darts\"` | `darts`, `s1`, `s2` | which space | [E] |\n"
      "| `note` | `\"a \\\"quoted\\\" \\\\ note\"` | a string | free text | [F] |\n");
}

TEST(Configuration, AListOfNumbersIsReadAndWritten) {
  std::vector<double> rates = {0, 0.5};
  Configuration configuration(
      {{"search", "", {{"rates", {&rates, {{0, 9}, {1, 3}}}, "one a phase", "[A]"}}}});
  EXPECT_THAT(configuration.to_toml(""), HasSubstr("rates = [0.0, 0.5]\n"));
  configuration.load_text("[search]\nrates = [1, 0.25]\n", "a.toml");
  EXPECT_EQ(rates, (std::vector<double>{1, 0.25}));
  configuration.load_text("", "a.toml", {"search.rates=[0.1, 0.2, 0.3]"});
  EXPECT_EQ(rates, (std::vector<double>{0.1, 0.2, 0.3}));
  EXPECT_THAT([&] { configuration.load_text("[search]\nrates = [1, \"a\"]\n", "a.toml"); },
              testing::ThrowsMessage<Error>(
                  "a.toml:2:9: search.rates is an array; it must be a list of numbers."));
  const auto error = [&](const std::string& value) {
    try {
      configuration.set("search.rates=" + value);
    } catch (const Error& refusal) {
      return std::string(refusal.what());
    }
    return std::string("no error");
  };
  EXPECT_EQ(error("[inf]"),
            "--set search.rates=[inf]: search.rates holds inf; each number must be finite.");
  EXPECT_EQ(
      error("[0, 10]"),
      "--set search.rates=[0, 10]: search.rates holds 10.0; each number must be from 0 to 9.");
  EXPECT_EQ(error("[]"),
            "--set search.rates=[]: search.rates has 0 numbers; there must be from 1 to 3.");
}

}  // namespace
}  // namespace tetlo
