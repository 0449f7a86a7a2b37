// SPDX-License-Identifier: Apache-2.0
#include "tetlo/selections/best_of_drawn.h"

namespace tetlo {

std::shared_ptr<const Relaxation> BestOfDrawn::decided(
    std::shared_ptr<const Relaxation> open) const {
  if (!chosen_) return open;
  return std::make_shared<OneCell>(space_, drawn(*chosen_), std::move(open));
}

nlohmann::json BestOfDrawn::choose(const std::string& by, const Measure& measure) {
  std::optional<double> best;
  nlohmann::json all = nlohmann::json::array();
  for (int64_t number = 0; number < cells_; ++number) {
    const Picks picks = drawn(number);
    all.push_back({{"genotype", to_string(cells_of(space_, picks))}});
    const auto value = measure(picks);
    if (!value) continue;
    all.back()["value"] = *value;
    if (best && *value <= *best) continue;
    best = value;
    chosen_ = number;
  }
  nlohmann::json choice = {{"by", by}, {"drawn", all}};
  if (best) choice["value"] = *best;
  return choice;
}

nlohmann::json BestOfDrawn::save() const { return {{"chosen", chosen_.value_or(-1)}}; }

void BestOfDrawn::restore(const nlohmann::json& saved) {
  const auto chosen = saved.at("chosen").get<int64_t>();
  chosen_ = chosen < 0 ? std::nullopt : std::make_optional(chosen);
}

}  // namespace tetlo
