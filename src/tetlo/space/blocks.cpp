// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/blocks.h"

#include "tetlo/space/operation_names.h"

namespace tetlo {
namespace {

bool has_all(const Nasbench101Family& family, int block) {
  return family.parents[static_cast<size_t>(block - 1)] == block;
}

std::vector<std::string> states_before(int block) {
  std::vector<std::string> names;
  for (int state = 0; state < block; ++state) names.push_back(std::to_string(state));
  return names;
}

}  // namespace

std::vector<std::vector<std::string>> block_choices(const Nasbench101Family& family) {
  std::vector<std::vector<std::string>> choices(
      static_cast<size_t>(family.blocks()),
      {kBlockMaxPool3, kBlockConvolution3, kBlockConvolution1});
  choices.push_back(states_before(family.blocks() + 1));
  for (int block = 1; block <= family.blocks(); ++block) {
    if (!has_all(family, block)) choices.push_back(states_before(block));
  }
  return choices;
}

std::optional<size_t> parents_choice(const Nasbench101Family& family, int block) {
  const auto output = static_cast<size_t>(family.blocks());
  if (block > family.blocks()) return output;
  if (has_all(family, block)) return std::nullopt;
  size_t choice = output + 1;
  for (int before = 1; before < block; ++before) choice += has_all(family, before) ? 0 : 1;
  return choice;
}

}  // namespace tetlo
