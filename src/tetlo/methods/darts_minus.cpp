// SPDX-License-Identifier: Apache-2.0
// DARTS-: every edge has an auxiliary skip connection outside the softmax, with weight
// b (E − e) / E in epoch e of E [Chu2021].
#include "tetlo/methods/method.h"
#include "tetlo/relax/auxiliary_skip.h"

namespace tetlo {
namespace {

struct Options {
  double weight = 1;

  std::vector<Field> fields() {
    return {{"weight",
             {&weight, not_negative(1000)},
             "b, initial weight of the auxiliary skip connection, which decreases to 0",
             "[Chu2021]"}};
  }
};

class DartsMinus : public Method {
 public:
  DartsMinus(const Phase& phase, double weight) : Method(phase), weight_(weight) {}
  std::shared_ptr<const Relaxation> relaxation(const PhaseTime& at) const override {
    return std::make_shared<AuxiliarySkip>(phase().space, weight_ * (1 - at.progress()));
  }
  SupernetPlan supernet() const override { return {.space = with_auxiliary_skip(phase().space)}; }

 private:
  double weight_;
};

std::unique_ptr<Method> make(const std::any& options, const MethodParts& parts) {
  require_edges(parts.phase.space, "darts_minus", "adds a skip connection to edges");
  return std::make_unique<DartsMinus>(parts.phase, std::any_cast<const Options&>(options).weight);
}

}  // namespace

MethodEntry darts_minus() {
  return {
      member<Options>("darts_minus", "an auxiliary skip connection that fades away", "[Chu2021]"),
      make};
}

}  // namespace tetlo
