// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/member.h"

namespace tetlo {

std::vector<Section> Choice::sections(const std::string& axis, const std::string& meaning) {
  std::vector<Section> sections{
      {axis, meaning, {{"name", {&name, values_in(members_)}, "the one that is used", ""}}}};
  for (Section& section : member_sections(axis + ".name")) sections.push_back(std::move(section));
  return sections;
}

std::vector<Section> Choice::member_sections(const std::string& option) {
  std::vector<Section> sections;
  for (Member& member : members_) {
    if (!member.fields) continue;
    sections.push_back({.name = member.name,
                        .meaning = member.meaning,
                        .fields = member.fields(member.options),
                        .belongs_to = {option, {member.name}}});
  }
  return sections;
}

}  // namespace tetlo
