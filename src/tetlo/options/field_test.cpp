// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/field.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>
#include <vector>

namespace tetlo {
namespace {

TEST(TomlNumber, HasTheFewestDigitsAndIsNoInteger) {
  EXPECT_EQ(toml_number(0.025), "0.025");
  EXPECT_EQ(toml_number(3e-4), "0.0003");
  EXPECT_EQ(toml_number(1e-10), "1e-10");
  EXPECT_EQ(toml_number(1), "1.0");
  EXPECT_EQ(toml_number(-0.0), "-0.0");
  EXPECT_EQ(toml_number(1e20), "1e+20");
  EXPECT_EQ(toml_number(0.1 + 0.2), "0.30000000000000004");
}

TEST(TomlNumber, ReadsBackToTheSameBits) {
  using Limits = std::numeric_limits<double>;
  for (const double value : {1e15, 1e16, 123456789012345680.0, Limits::max(), Limits::min(),
                             Limits::denorm_min(), Limits::epsilon()}) {
    EXPECT_EQ(std::strtod(toml_number(value).c_str(), nullptr), value);
  }
}

TEST(TomlString, EscapesWhatTomlForbids) {
  EXPECT_EQ(toml_string("plain é"), "\"plain é\"");
  EXPECT_EQ(toml_string("a\"b\\c\n"), "\"a\\\"b\\\\c\\u000A\"");
}

enum class Colour { kRed, kGreen };

EnumTable<Colour> table_of(Colour) {
  return {{Colour::kRed, "red", "as blood"}, {Colour::kGreen, "green", "as grass"}};
}

TEST(TomlValue, IsThePresentValueOfTheMember) {
  int64_t epochs = 3;
  const Field field{"epochs", {&epochs, {0, 9}}, "", ""};
  epochs = 4;
  EXPECT_EQ(toml_value(field), "4");
  EXPECT_EQ(type_name(field), "an integer");
}

TEST(TomlValue, WritesATextOfSeveralLinesAsSuch) {
  std::string text;
  const Field field{"text", &text, "", ""};
  const auto written = [&](const std::string& value) {
    text = value;
    return toml_value(field);
  };
  EXPECT_EQ(written("a \"→\"\n  \\c\n"), "'''\na \"→\"\n  \\c\n'''");
  EXPECT_EQ(written("a"), "\"a\"");
  for (const char* escaped : {"a\n'", "a\n\t", "a\n\r\n", "a\n# b", "# a\n"}) {
    EXPECT_EQ(written(escaped), toml_string(escaped));
  }
}

TEST(TomlValue, NamesTheValueOfAnEnumeration) {
  Colour colour = Colour::kRed;
  const Field field{"colour", &colour, "", ""};
  colour = Colour::kGreen;
  EXPECT_EQ(toml_value(field), "\"green\"");
  EXPECT_EQ(type_name(field), "a string");
}

TEST(ValuesTaken, AreTheRangeAndTheUnitOfANumber) {
  int64_t epochs = 3;
  double rate = 0;
  std::vector<double> rates;
  EXPECT_EQ(values_taken({"", {&epochs, {0, 9, "epochs"}}, "", ""}),
            "an integer from 0 to 9 (epochs)");
  EXPECT_EQ(values_taken({"", {&rate, {0, 9, "pixels"}}, "", ""}), "a number from 0 to 9 (pixels)");
  EXPECT_EQ(values_taken({"", {&rate, fraction()}, "", ""}), "a number, at least 0 and below 1");
  EXPECT_EQ(values_taken({"", {&rates, {fraction(), {1, 3}}}, "", ""}),
            "a list of numbers, from 1 to 3 of them, each at least 0 and below 1");
}

TEST(ValuesTaken, AreTheNamesOfAnEnumerationWithTheirMeanings) {
  Colour colour = Colour::kRed;
  EXPECT_EQ(values_taken({"", &colour, "", ""}), "`red`: as blood<br>`green`: as grass");
  std::string text;
  EXPECT_EQ(values_taken({"", {&text, {{"a"}, {"b"}}}, "", ""}), "`a`, `b`");
  EXPECT_EQ(values_taken({"", &text, "", ""}), "a string");
}

}  // namespace
}  // namespace tetlo
