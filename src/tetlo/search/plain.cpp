// SPDX-License-Identifier: Apache-2.0
// DARTS as it is: one model, two levels [Liu2019, algorithm 1].
//
//   α by dL_m(α; e_m'; val)/dα,  then  e_m by ∂L_m(α; e_m; tr)/∂e_m
#include "tetlo/search/framework.h"

namespace tetlo {
namespace {

class Plain : public Framework {
 public:
  explicit Plain(const FrameworkParts& parts)
      : Framework({make_supernet_model("main", parts, parts.options.network.used_cells, 0)}),
        options_(parts.options) {}

  Hypergradient hypergradient(const Tensor& alpha, const Round& round) const override {
    const Model& main = models().front();
    return tetlo::hypergradient(SupernetBilevelProblem(main, round), alpha, main.iterate,
                                hypergradient_options(options_, round));
  }

  Averages weight_step(const Mixture& mixture, const Round& round) override {
    return train_main(models().front(), mixture, round, options_.search.clip);
  }

  Tensor sample(int64_t, Random&) const override { return {}; }

 private:
  SearchOptions options_;
};

}  // namespace

std::unique_ptr<Framework> make_plain(const FrameworkParts& parts) {
  return std::make_unique<Plain>(parts);
}

}  // namespace tetlo
