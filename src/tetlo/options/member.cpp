// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/member.h"

namespace tetlo {

std::vector<Section> Choice::sections(const std::string& axis, const std::string& meaning) {
  std::vector<Section> sections{
      {axis, meaning, {{"name", {&name, values_in(members_)}, "the one that is used", ""}}}};
  for (Member& member : members_) {
    if (!member.fields) continue;
    sections.push_back({.name = member.name,
                        .meaning = member.meaning,
                        .fields = member.fields(member.options),
                        .belongs_to = {axis + ".name", {member.name}}});
  }
  return sections;
}

}  // namespace tetlo
