// SPDX-License-Identifier: Apache-2.0
// PR-DARTS [Zhou2020, section 4]: gates drawn anew for every step, whose temperature falls in a
// straight line, and a penalty on α. After the last epoch nothing is drawn any more.
#include "tetlo/relax/gates.h"
#include "tetlo/search/method.h"

namespace tetlo {
namespace {

class PrDarts : public Method {
 public:
  PrDarts(const SearchOptions& options, const Stage& stage)
      : Method(stage), options_(options.method), seed_(static_cast<uint64_t>(options.run.seed)) {}

  std::shared_ptr<const Relaxation> relaxation(const Moment& at) const override {
    return std::make_shared<Gates>(gates(at, kForAlpha));
  }
  Mixture for_weights(const Tensor& alpha, const Moment& at, const MixtureLoss&) const override {
    return gates(at, kForWeights).mixture(alpha);
  }

 private:
  enum Draw : uint64_t { kForAlpha, kForWeights };

  Gates gates(const Moment& at, Draw draw) const {
    const double first = options_.temperature, last = options_.temperature_last;
    return {space(),
            {.drawn = at.epoch < at.epochs,
             .temperature = first + (last - first) * at.share(),
             .skips = options_.lambda1,
             .others = options_.lambda2,
             .depth = options_.lambda3},
            stream_key(seed_, Purpose::kGates, static_cast<uint64_t>(at.iteration), draw)};
  }

  MethodOptions options_;
  uint64_t seed_;
};

}  // namespace

std::unique_ptr<Method> make_pr_darts(const SearchOptions& options, const Stage& stage) {
  require_edges(stage.space, "pr_darts", "opens gates on edges");
  return std::make_unique<PrDarts>(options, stage);
}

}  // namespace tetlo
