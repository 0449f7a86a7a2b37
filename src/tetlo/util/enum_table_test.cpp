// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/enum_table.h"

#include <gmock/gmock.h>

namespace tetlo {
namespace {

enum class Colour { kRed, kGreen };

EnumTable<Colour> table_of(Colour) {
  return {{Colour::kRed, "red", "as blood"}, {Colour::kGreen, "green", "as grass"}};
}

TEST(EnumTable, GivesTheNameOfEveryValueAndTheValueOfEveryName) {
  for (const auto& [value, name, meaning] : table_of(Colour())) {
    EXPECT_EQ(to_string(value), name);
    EXPECT_EQ(value_named<Colour>(name, "colour"), value);
  }
}

TEST(EnumTable, RefusesANameThatIsNotInIt) {
  EXPECT_THAT([] { value_named<Colour>("blue", "colour"); },
              testing::ThrowsMessage<Error>("There is no colour \"blue\"; there are red, green."));
}

}  // namespace
}  // namespace tetlo
