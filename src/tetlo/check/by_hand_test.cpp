// SPDX-License-Identifier: Apache-2.0
// One iteration of TETLO, written out from [Sheth2023, eq. 1 to 9] on the networks of a
// small search, with LibTorch alone. Of frameworks/ only the models are used, and nothing
// of levels/ or transfer/.
#include <gmock/gmock.h>

#include "tetlo/check/small_search.h"
#include "tetlo/net/cell_stack.h"

namespace tetlo {
namespace {

struct ByHand {
  Tensor e_m, b_m, e_a, b_a;
};

class Iteration : public testing::TestWithParam<const char*> {
 protected:
  static constexpr double kGamma = 0.7, kLambda = 0.3;

  // The search is some iterations old, so that there is momentum; λ and γ are neither 0 nor 1.
  void SetUp() override { advance(search, 2); }

  const Model& main() const { return search.framework->models()[0]; }
  const Model& auxiliary() const { return search.framework->models()[1]; }

  int64_t tied() const {
    const CellStack& network = cell_stack(*main().network);
    return GetParam() == std::string("tied") ? network.prefix_weights(network.cells() - 1) : 0;
  }

  ByHand start() const {
    const auto tensors = search.framework->save();
    return {tensors.at("main.weights").clone(), tensors.at("main.momentum").clone(),
            tensors.at("auxiliary.weights").clone(), tensors.at("auxiliary.momentum").clone()};
  }

  Output answer(const Model& model, const Tensor& weights, const StepBatch& batch) const {
    return forward(model, weights, batch.images,
                   {.mixture = search.inputs.mixtures(search.alpha).front()});
  }

  Tensor loss(const Model& model, const Tensor& weights, const StepBatch& batch) const {
    const Tensor log_p = answer(model, weights, batch).logits.log_softmax(1);
    return -log_p.gather(1, batch.labels.unsqueeze(1)).mean();
  }

  /// c(x, y) − c(z, w) of each quadruple.
  Tensor difference(const Tensor& encoding) const {
    std::vector<Tensor> differences;
    const Tensor samples = search.inputs.samples;
    for (int64_t q = 0; q < samples.size(1); ++q) {
      const auto image = [&](int64_t place) { return encoding[samples[place][q].item<int64_t>()]; };
      const auto cosine = [](const Tensor& a, const Tensor& b) {
        return a.dot(b) / (a.norm() * b.norm());
      };
      differences.push_back(cosine(image(0), image(1)) - cosine(image(2), image(3)));
    }
    return torch::stack(differences);
  }

  /// b' = μ b + g + δ w, w' = w − ξ b'.
  static void step(Tensor& w, Tensor& b, const Tensor& gradient, const Sgd& sgd) {
    b = sgd.momentum * b + gradient + sgd.weight_decay * w;
    w = (w - sgd.rate * b).detach();
  }

  /// Stage I, then stage II, which starts from the shared weights that stage I has reached and in
  /// which the teacher is e_m'.
  ByHand after(ByHand at) const {
    const StepBatch& batch = search.inputs.train;
    const Sgd& sgd = search.options.sgd;
    Tensor e_m = at.e_m.clone().requires_grad_();
    step(at.e_m, at.b_m, torch::autograd::grad({loss(main(), e_m, batch)}, {e_m})[0], sgd);
    at.e_a.slice(0, 0, tied()).copy_(at.e_m.slice(0, 0, tied()));

    const Tensor d_m = difference(answer(main(), at.e_m, batch).encoding).detach();
    Tensor e_a = at.e_a.clone().requires_grad_();
    const Tensor d_a = difference(answer(auxiliary(), e_a, batch).encoding);
    const Tensor O = loss(auxiliary(), e_a, batch) + kLambda * (-d_m * d_a).clamp_min(0).sum();
    step(at.e_a, at.b_a, torch::autograd::grad({O}, {e_a})[0], sgd);
    return at;
  }

  SmallSearch search = start_small_search({.framework = "tetlo",
                                           .auxiliary = GetParam(),
                                           .settings = {"tetlo.gamma=0.7", "tetlo.lambda=0.3"},
                                           .clip = 0});
};

TEST_P(Iteration, PIsTheValidationLossOfBothAfterTheirVirtualSteps) {
  const ByHand at = after(start());
  const StepBatch& batch = search.inputs.validation;
  const double P =
      (loss(main(), at.e_m, batch) + kGamma * loss(auxiliary(), at.e_a, batch)).item<double>();
  const Tensor found = outer(search.framework->problem(search.inputs), search.alpha,
                             {.kind = HypergradientKind::kExact}, /*create_graph=*/false);
  EXPECT_NEAR(found.item<double>(), P, 1e-12 * P);
}

TEST_P(Iteration, RealStepsAreThoseOfBothStages) {
  const ByHand at = after(start());
  search.framework->weight_step(search.inputs.mixtures(search.alpha), search.inputs);
  const ByHand found = start();
  EXPECT_TRUE(torch::allclose(found.e_a, at.e_a, 1e-11, 1e-13));
  EXPECT_TRUE(torch::allclose(found.b_m, at.b_m, 1e-11, 1e-13));
  EXPECT_TRUE(torch::allclose(found.b_a, at.b_a, 1e-11, 1e-13));
  // Stage II has also moved the shared weights of the main model.
  EXPECT_TRUE(torch::allclose(found.e_m.slice(0, tied()), at.e_m.slice(0, tied()), 1e-11, 1e-13));
  EXPECT_TRUE(torch::equal(found.e_m.slice(0, 0, tied()), found.e_a.slice(0, 0, tied())));
}

INSTANTIATE_TEST_SUITE_P(Tetlo, Iteration, testing::Values("tied", "untied"),
                         [](const auto& instance) { return std::string(instance.param); });

}  // namespace
}  // namespace tetlo
