// SPDX-License-Identifier: Apache-2.0
// DARTS: a softmax over the candidates of every edge [Liu2019, section 2.2].
#include "tetlo/methods/method.h"
#include "tetlo/relax/softmax.h"

namespace tetlo {
namespace {

class Darts : public Method {
 public:
  explicit Darts(const Phase& phase)
      : Method(phase), relaxation_(std::make_shared<SoftmaxRelaxation>(phase.space)) {}
  std::shared_ptr<const Relaxation> relaxation(const PhaseTime&) const override {
    return relaxation_;
  }

 private:
  std::shared_ptr<const Relaxation> relaxation_;
};

std::unique_ptr<Method> make(const std::any&, const MethodParts& parts) {
  return std::make_unique<Darts>(parts.phase);
}

}  // namespace

MethodEntry darts() {
  return {member("darts", "a softmax on every edge; each node keeps its two strongest edges",
                 "[Liu2019]"),
          make};
}

}  // namespace tetlo
