// SPDX-License-Identifier: Apache-2.0
// P-DARTS [Chen2019, section 3]: the search has three phases. Each has a deeper supernet than the
// previous one, with fewer candidates on every edge: 8, 5 and 3 in the darts space. A phase takes
// over from the previous one only the remaining candidates.
//
// Dropout follows skip connections. Its probability in epoch e of E is p_s (E − 1 − e) / E while α
// is not trained yet, and p_s exp(−0.2 (e − arch_from)) afterwards, as in the authors' code.
#include <algorithm>
#include <cmath>

#include "tetlo/methods/method.h"
#include "tetlo/relax/progressive.h"
#include "tetlo/space/operation_names.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr const char* kM4 = "[Sheth2023, appendix M.4]";
constexpr size_t kDropped[] = {3, 2};  ///< candidates that edges lose after the first two phases
constexpr int64_t kPhases = 3;
constexpr double kDecay = 0.2;

struct Options {
  std::vector<double> skip_dropout = {0, 0.4, 0.7};
  int64_t added_cells = 6;
  int64_t most_skips = 2;

  std::vector<Field> fields() {
    return {{"skip_dropout",
             {&skip_dropout, {fraction(), {kPhases, kPhases}}},
             "initial probability of dropout after skip connections, for each phase",
             kM4},
            {"added_cells",
             {&added_cells, {0, 100, "cells"}},
             "number of cells that each phase after the first adds",
             kM4},
            {"most_skips",
             {&most_skips, {0, 100}},
             "maximum number of skip connections in the final normal cell",
             kM4}};
  }
};

class PDarts : public Method {
 public:
  PDarts(const Options& options, const MethodParts& parts)
      : Method(parts.phase),
        options_(options),
        arch_from_(parts.arch_from),
        alone_(SoftmaxRelaxation(parts.phase.space)) {}

  std::shared_ptr<const Relaxation> relaxation(const PhaseTime& at) const override {
    return std::make_shared<Progressive>(
        phase().space,
        Progressive::Limits{.skip_dropout = dropout(at), .most_skips = options_.most_skips});
  }
  SupernetPlan supernet() const override {
    return {.space = with_skip_dropout(phase().space),
            .added_cells = phase().number * options_.added_cells,
            .all_cells = true};  // [Sheth2023, appendix M.4]
  }
  int64_t phases() const override { return kPhases; }
  Space narrowed(const Tensor& alpha) const override {
    return without_weakest(phase().space, alone_.mixture(alpha), kDropped[phase().number]);
  }

 private:
  double dropout(const PhaseTime& at) const {
    const double first = options_.skip_dropout[static_cast<size_t>(phase().number)];
    if (at.epoch >= arch_from_) {
      return first * std::exp(-kDecay * static_cast<double>(at.epoch - arch_from_));
    }
    return first * static_cast<double>(at.epochs - 1 - at.epoch) / static_cast<double>(at.epochs);
  }

  Options options_;
  int64_t arch_from_;
  SoftmaxRelaxation alone_;
};

std::unique_ptr<Method> make(const std::any& options, const MethodParts& parts) {
  const auto& [space, number] = parts.phase;
  size_t fewest = 2;  // so that there is still a choice in the last phase
  for (const size_t dropped : kDropped) fewest += dropped;
  for (const CellKind kind : {CellKind::kNormal, CellKind::kReduction}) {
    for (const auto& names : space.candidates(kind)) {
      // An edge that is left with none and a skip would always get the skip.
      const auto count =
          names.size() - static_cast<size_t>(std::count(names.begin(), names.end(), kNone));
      require(number > 0 || (count >= fewest && space.traits().kept_edges),
              "method.name is p_darts, which drops 3 and then 2 candidates of every edge of "
              "DARTS's cells; the space {} has an edge with only {}.",
              space.name, count);
    }
  }
  return std::make_unique<PDarts>(std::any_cast<const Options&>(options), parts);
}

}  // namespace

MethodEntry p_darts() {
  return {member<Options>("p_darts",
                          "three phases with deeper and deeper supernets, fewer and fewer "
                          "candidates, and few skips",
                          "[Chen2019]"),
          make};
}

}  // namespace tetlo
