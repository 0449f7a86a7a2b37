// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/assignment.h"

#include <gmock/gmock.h>

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

TomlNode value_of(const std::string& text, bool wants_string = false) {
  return assigned_value(split_assignment("a.b=" + text), wants_string);
}

TEST(AssignedValue, IsANumberAsPeopleWriteIt) {
  EXPECT_EQ(std::get<double>(value_of(".3").value), 0.3);
  EXPECT_EQ(std::get<double>(value_of("5.").value), 5.0);
  EXPECT_EQ(std::get<double>(value_of("-.5").value), -0.5);
  EXPECT_EQ(std::get<double>(value_of("+.5e3").value), 500.0);
  EXPECT_EQ(std::get<double>(value_of("1.e2").value), 100.0);
  EXPECT_EQ(std::get<double>(value_of("1e-2").value), 0.01);
  EXPECT_EQ(std::get<int64_t>(value_of("+3").value), 3);
  EXPECT_EQ(std::get<int64_t>(value_of("1_000").value), 1000);
  EXPECT_EQ(std::get<std::vector<double>>(value_of("[.1, 2., 3]").value),
            (std::vector<double>{0.1, 2, 3}));
}

TEST(AssignedValue, IsOtherwiseTheTextItself) {
  EXPECT_EQ(std::get<std::string>(value_of("a.b").value), "a.b");
  EXPECT_EQ(std::get<std::string>(value_of(".").value), ".");
  EXPECT_EQ(std::get<std::string>(value_of(".3", true).value), ".3");
  const std::string brackets(1000, '[');
  EXPECT_EQ(std::get<std::string>(value_of(brackets, true).value), brackets);
}

TEST(Assignment, IsQuotedInPart) {
  EXPECT_EQ(split_assignment("a.b=" + std::string(1000, 'c')).where,
            "--set a.b=" + std::string(76, 'c') + "…");
  EXPECT_THAT([] { split_assignment(std::string(1000, 'c')); },
              testing::ThrowsMessage<Error>("--set " + std::string(80, 'c') +
                                            "…: This is not of the form section.option=value."));
}

}  // namespace
}  // namespace tetlo
