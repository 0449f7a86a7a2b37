// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/palette.h"

#include <gmock/gmock.h>

#include <set>

#include "tetlo/space/space.h"

namespace tetlo {
namespace {

TEST(Palette, CandidatesOfAnEdgeLookDifferent) {
  for (const Space& space : spaces()) {
    if (!space.traits().operations_on_edges) continue;
    for (const auto& names : space.normal) {
      std::set<std::string> looks;
      for (const std::string& name : names) looks.insert(class_of_operation(name));
      EXPECT_EQ(looks.size(), names.size()) << space.name;
    }
  }
}

TEST(Palette, EveryClassHasAColourInBothSchemes) {
  const std::string css = palette_css();
  EXPECT_THAT(css,
              testing::HasSubstr(class_of_operation("skip_connect") + "{--c:var(--vermilion)"));
  EXPECT_THAT(css, testing::ContainsRegex("root\\{--grey:[^}]*--vermilion:#d55e00"));
  EXPECT_THAT(css, testing::ContainsRegex("dark\\)\\{:root\\{--grey:[^}]*--vermilion:#ff8a47"));
}

TEST(Palette, GroupsBeginAgainAfterTwelve) { EXPECT_EQ(class_of_group(12), class_of_group(0)); }

}  // namespace
}  // namespace tetlo
