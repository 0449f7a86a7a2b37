// SPDX-License-Identifier: Apache-2.0
// PC-DARTS: every edge mixes one channel in K and passes the others on unchanged; edges have
// weights, too [Xu2020].
#include "tetlo/methods/method.h"
#include "tetlo/relax/edge_normalised.h"

namespace tetlo {
namespace {

struct Options {
  int64_t partial = 4;

  std::vector<Field> fields() {
    return {{"partial", {&partial, {1, 1024}}, "K: one channel in K is mixed", "[Xu2020, eq. 2]"}};
  }
};

class PcDarts : public Method {
 public:
  PcDarts(const Phase& phase, int64_t partial)
      : Method(phase),
        relaxation_(std::make_shared<EdgeNormalised>(phase.space)),
        partial_(partial) {}
  std::shared_ptr<const Relaxation> relaxation(const PhaseTime&) const override {
    return relaxation_;
  }
  SupernetPlan supernet() const override { return {.space = phase().space, .partial = partial_}; }

 private:
  std::shared_ptr<const Relaxation> relaxation_;
  int64_t partial_;
};

std::unique_ptr<Method> make(const std::any& options, const MethodParts& parts) {
  require_edges(parts.phase.space, "pc_darts", "weighs edges");
  return std::make_unique<PcDarts>(parts.phase, std::any_cast<const Options&>(options).partial);
}

}  // namespace

MethodEntry pc_darts() {
  return {
      member<Options>("pc_darts", "one channel in K is mixed; edges have weights, too", "[Xu2020]"),
      make};
}

}  // namespace tetlo
