// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/field.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>

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

TEST(TomlValue, IsThePresentValueOfTheMember) {
  int64_t epochs = 3;
  const Field field{"epochs", &epochs, "", ""};
  epochs = 4;
  EXPECT_EQ(toml_value(field), "4");
  EXPECT_EQ(type_name(field), "an integer");
}

}  // namespace
}  // namespace tetlo
