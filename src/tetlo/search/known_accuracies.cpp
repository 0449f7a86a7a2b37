// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/known_accuracies.h"

#include <memory>

#include "tetlo/space/nasbench101_table.h"
#include "tetlo/space/nasbench201_table.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

KnownAccuracies open_table(const DartsFamily&, const std::string&) { return {}; }

KnownAccuracies open_table(const Nasbench201Family&, const std::string& file) {
  const auto table = std::make_shared<const Nasbench201Table>(file);
  return [table](const Genotype& cell) { return table->at(cell); };
}

KnownAccuracies open_table(const Nasbench101Family&, const std::string& file) {
  const auto table = std::make_shared<const Nasbench101Table>(file);
  return [table](const Genotype& cell) { return table->at(std::get<Nasbench101Cell>(cell)); };
}

}  // namespace

KnownAccuracies open_known_accuracies(const Space& space, const std::string& file) {
  KnownAccuracies known =
      std::visit([&](const auto& family) { return open_table(family, file); }, space.family);
  require(known != nullptr,
          "search.table is {}, but there is no benchmark with a table for the space {}.", file,
          space.name);
  return known;
}

}  // namespace tetlo
