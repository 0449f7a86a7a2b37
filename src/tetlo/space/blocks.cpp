// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/blocks.h"

#include "tetlo/space/operation_names.h"
#include "tetlo/space/space.h"

namespace tetlo {
namespace {

bool has_all(const Space& space, int block) {
  return space.parents[static_cast<size_t>(block - 1)] == block;
}

std::vector<std::string> states_before(int block) {
  std::vector<std::string> names;
  for (int state = 0; state < block; ++state) names.push_back(std::to_string(state));
  return names;
}

}  // namespace

std::vector<std::vector<std::string>> block_choices(const Space& space) {
  std::vector<std::vector<std::string>> choices(
      static_cast<size_t>(space.nodes), {kBlockMaxPool3, kBlockConvolution3, kBlockConvolution1});
  choices.push_back(states_before(space.nodes + 1));
  for (int block = 1; block <= space.nodes; ++block) {
    if (!has_all(space, block)) choices.push_back(states_before(block));
  }
  return choices;
}

std::optional<size_t> parents_choice(const Space& space, int block) {
  const auto output = static_cast<size_t>(space.nodes);
  if (block > space.nodes) return output;
  if (has_all(space, block)) return std::nullopt;
  size_t choice = output + 1;
  for (int before = 1; before < block; ++before) choice += has_all(space, before) ? 0 : 1;
  return choice;
}

}  // namespace tetlo
