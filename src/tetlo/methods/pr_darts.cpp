// SPDX-License-Identifier: Apache-2.0
// PR-DARTS [Zhou2020, section 4]: random gates, drawn for every step, whose temperature decreases
// linearly, and a penalty on α. After the last epoch nothing is drawn.
#include "tetlo/methods/method.h"
#include "tetlo/relax/gates.h"
#include "tetlo/util/random.h"

namespace tetlo {
namespace {

constexpr Purpose kGates = purpose("gates");
constexpr const char* kM5 = "[Sheth2023, appendix M.5]";

struct Options {
  double temperature = 10;
  double temperature_last = 0.1;
  double lambda1 = 0.01;
  double lambda2 = 0.005;
  double lambda3 = 0.005;

  std::vector<Field> fields() {
    return {
        {"temperature",
         {&temperature, positive(1e6)},
         "gate temperature τ in the first epoch",
         kM5},
        {"temperature_last",
         {&temperature_last, positive(1e6)},
         "gate temperature τ in the last epoch",
         kM5},
        {"lambda1", {&lambda1, not_negative(1e6)}, "λ1, of the penalty on skips", kM5},
        {"lambda2", {&lambda2, not_negative(1e6)}, "λ2, of the penalty on other operations", kM5},
        {"lambda3", {&lambda3, not_negative(1e6)}, "λ3, of the reward for depth", kM5}};
  }
};

class PrDarts : public Method {
 public:
  PrDarts(const Options& options, const MethodParts& parts)
      : Method(parts.phase), options_(options), seed_(parts.seed) {}

  std::shared_ptr<const Relaxation> relaxation(const PhaseTime& at) const override {
    return std::make_shared<Gates>(gates(at, kForAlpha));
  }
  Mixture for_weights(const Tensor& alpha, const PhaseTime& at, const MixtureLoss&) const override {
    return gates(at, kForWeights).mixture(alpha);
  }

 private:
  enum Draw : uint64_t { kForAlpha, kForWeights };

  Gates gates(const PhaseTime& at, Draw draw) const {
    const double first = options_.temperature, last = options_.temperature_last;
    return {
        phase().space,
        {.drawn = at.draws && at.epoch < at.epochs,
         .temperature = first + (last - first) * at.ramp(),
         .skips = options_.lambda1,
         .others = options_.lambda2,
         .depth = options_.lambda3},
        stream_key(seed_, kGates, static_cast<uint64_t>(at.iteration), 2 * at.architecture + draw)};
  }

  Options options_;
  uint64_t seed_;
};

std::unique_ptr<Method> make(const std::any& options, const MethodParts& parts) {
  require_edges(parts.phase.space, "pr_darts", "opens gates on edges");
  return std::make_unique<PrDarts>(std::any_cast<const Options&>(options), parts);
}

}  // namespace

MethodEntry pr_darts() {
  return {member<Options>(
              "pr_darts",
              "random gates, two used on each edge, and a penalty for each group of operations",
              "[Zhou2020]"),
          make};
}

}  // namespace tetlo
