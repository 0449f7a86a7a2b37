// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// A program with one command, "paint", which has an argument of every kind.
struct Painter {
  std::string colour = "red";
  std::vector<std::string> walls, set;
  int64_t coats = 2, side = 0;
  bool glossy = false, matt = false, painted = false;
  int exit_code = 0;

  /// Runs the program with the arguments that follow its name, and returns the exit code.
  int run(std::vector<const char*> arguments) {
    const Command paint{.name = "paint",
                        .meaning = "Paint walls.",
                        .arguments = {{"walls", "", &walls, {.required = true}},
                                      {"--colour", "", &colour},
                                      {"--coats", "", &coats, {.range = Range{1, 5}}},
                                      {"--side", "", &side, {.choices = {1, 3}}},
                                      {"--set", "", &set},
                                      {"--glossy", "", &glossy},
                                      {"--matt", "", &matt, {.excludes = "--glossy"}}},
                        .run = [this] {
                          painted = true;
                          if (exit_code != 0) throw Exit{exit_code};
                        }};
    arguments.insert(arguments.begin(), "tetlo");
    return run_program({paint}, static_cast<int>(arguments.size()), arguments.data());
  }

  /// The error message with which the arguments are refused.
  std::string refusal(const std::vector<const char*>& arguments) {
    try {
      run(arguments);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
};

TEST(Program, FillsTheVariablesOfItsArguments) {
  Painter painter;
  EXPECT_EQ(painter.run({"paint", "north", "south", "--colour", "blue", "--coats=5", "--side", "3",
                         "--glossy"}),
            0);
  EXPECT_TRUE(painter.painted);
  EXPECT_THAT(painter.walls, ElementsAre("north", "south"));
  EXPECT_EQ(painter.colour, "blue");
  EXPECT_EQ(painter.coats, 5);
  EXPECT_EQ(painter.side, 3);
  EXPECT_TRUE(painter.glossy);
}

TEST(Program, LeavesDefaultsWhereNothingIsGiven) {
  Painter painter;
  painter.run({"paint", "north"});
  EXPECT_EQ(painter.colour, "red");
  EXPECT_EQ(painter.coats, 2);
  EXPECT_FALSE(painter.glossy);
}

TEST(Program, ARepeatedOptionTakesOneValueEachTime) {
  Painter painter;
  painter.run({"paint", "--set", "a=1", "--set", "b=2", "north", "south"});
  EXPECT_THAT(painter.set, ElementsAre("a=1", "b=2"));
  EXPECT_THAT(painter.walls, ElementsAre("north", "south"));
}

TEST(Program, ReturnsTheExitCodeOfItsCommand) {
  Painter painter;
  painter.exit_code = 130;
  EXPECT_EQ(painter.run({"paint", "north"}), 130);
}

TEST(Program, RefusesAnArgumentThatBreaksItsRules) {
  Painter painter;
  EXPECT_THAT(painter.refusal({"paint"}), HasSubstr("walls is required"));
  EXPECT_THAT(painter.refusal({"paint", "north", "--coats", "6"}),
              HasSubstr("6 is not a whole number from"));
  EXPECT_THAT(painter.refusal({"paint", "north", "--coats", "0"}),
              HasSubstr("0 is not a whole number from"));
  EXPECT_THAT(painter.refusal({"paint", "north", "--coats", "99999999999999999999"}),
              HasSubstr("is not a whole number from"));
  const std::string nines(5000, '9');
  EXPECT_LT(painter.refusal({"paint", "north", "--coats", nines.c_str()}).size(), 200U);
  EXPECT_THAT(painter.refusal({"paint", "north", "--side", "2"}), HasSubstr("2 not in"));
  EXPECT_THAT(painter.refusal({"paint", "north", "--glossy", "--matt"}), HasSubstr("excludes"));
  EXPECT_THAT(painter.refusal({"paint", "north", "--thick"}), HasSubstr("--thick"));
  EXPECT_EQ(painter.refusal({"pain"}), "There is no command \"pain\"; there are paint.");
  EXPECT_FALSE(painter.painted);
}

TEST(Program, AnswersARequestForHelpWithoutRunningACommand) {
  Painter painter;
  testing::internal::CaptureStdout();
  EXPECT_EQ(painter.run({"paint", "--help"}), 0);
  EXPECT_THAT(testing::internal::GetCapturedStdout(), HasSubstr("Paint walls."));
  EXPECT_FALSE(painter.painted);
}

}  // namespace
}  // namespace tetlo
