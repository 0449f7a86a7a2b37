// SPDX-License-Identifier: Apache-2.0
// P-DARTS [Chen2019, section 3]: three stages, each of a deeper supernet with fewer candidates on
// every edge, 8, 5 and 3 in the darts space. Only what has been dropped goes from stage to stage.
//
// Behind skip connections entries are dropped with probability p_s (E − 1 − e) / E while α stands
// still and p_s exp(−0.2 (e − arch_from)) from then on, as in the authors' code.
#include <cmath>

#include "tetlo/relax/progressive.h"
#include "tetlo/search/method.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr size_t kDropped[] = {3, 2};  // candidates of an edge, after the first two stages
constexpr double kDecay = 0.2;

class PDarts : public Method {
 public:
  PDarts(const SearchOptions& options, const Stage& stage)
      : Method(stage),
        options_(options.method),
        arch_from_(options.search.arch_from),
        alone_(SoftmaxRelaxation(stage.space)) {}

  std::shared_ptr<const Relaxation> relaxation(const Moment& at) const override {
    return std::make_shared<Progressive>(
        space(),
        Progressive::Limits{.skip_dropout = dropout(at), .most_skips = options_.most_skips});
  }
  SupernetPlan supernet() const override {
    return {.space = with_skip_dropout(space()), .added_cells = stage() * options_.added_cells};
  }
  Space narrowed(const Tensor& alpha) const override {
    return without_weakest(space(), alone_.mixture(alpha), kDropped[stage()]);
  }

 private:
  double dropout(const Moment& at) const {
    const double first = options_.skip_dropout[static_cast<size_t>(stage())];
    if (at.epoch >= arch_from_) {
      return first * std::exp(-kDecay * static_cast<double>(at.epoch - arch_from_));
    }
    return first * static_cast<double>(at.epochs - 1 - at.epoch) / static_cast<double>(at.epochs);
  }

  MethodOptions options_;
  int64_t arch_from_;
  SoftmaxRelaxation alone_;
};

}  // namespace

std::unique_ptr<Method> make_p_darts(const SearchOptions& options, const Stage& stage) {
  const size_t stages = std::size(kDropped) + 1;
  require(options.method.skip_dropout.size() == stages,
          "method.skip_dropout has {} numbers; p_darts has {} stages.",
          options.method.skip_dropout.size(), stages);
  if (stage.number == 0) {
    size_t fewest = 2;  // so that something is left to choose in the last stage
    for (const size_t dropped : kDropped) fewest += dropped;
    for (const CellKind kind : {CellKind::kNormal, CellKind::kReduction}) {
      for (const auto& names : stage.space.candidates(kind)) {
        require(names.size() >= fewest && stage.space.wiring == Wiring::kTwoEdges,
                "method.name is p_darts, which drops 3 and then 2 candidates of every edge of "
                "DARTS's cells; the space {} has no more than {}.",
                stage.space.name, names.size());
      }
    }
  }
  return std::make_unique<PDarts>(options, stage);
}

}  // namespace tetlo
