// SPDX-License-Identifier: Apache-2.0
// Compares whole networks on the fused engine with the same networks computed by LibTorch's
// operations in double precision.
#include <gmock/gmock.h>

#include "tetlo/levels/descent.h"
#include "tetlo/net/discrete_network.h"
#include "tetlo/net/supernet.h"
#include "tetlo/relax/softmax.h"
#include "tetlo/space/named_genotypes.h"
#include "tetlo/util/random.h"

namespace tetlo {
namespace {

double difference(const Tensor& mine, const Tensor& reference) {
  const Tensor a = mine.to(torch::kFloat64), b = reference.to(torch::kFloat64);
  return (a - b).norm().item<double>() / b.norm().item<double>();
}

struct Gradients {
  Tensor loss, alpha, weights, twice;
};

/// Loss and gradients. `twice` is the gradient with respect to α of ‖∂L/∂w‖².
Gradients supernet_gradients(Engine engine, torch::ScalarType type, int64_t partial, bool twice) {
  const Space& space = find_space("darts");
  const Supernet net(
      space, {.channels = 8, .cells = 3, .classes = 4, .partial = partial, .engine = engine});
  const SoftmaxRelaxation relaxation(space);
  const Tensor alpha = leaf(
      torch::randn({relaxation.size()}, generator(1, Purpose::kAlpha), torch::kFloat64).to(type));
  const Tensor weights =
      leaf(net.layout().initial_weights(generator(1, Purpose::kWeights), torch::kFloat64).to(type));
  const Tensor images =
      torch::randn({4, 3, 12, 12}, generator(1, Purpose::kNoise), torch::kFloat64).to(type);
  Pass pass = net.pass(weights, net.layout().initial_statistics(type), Statistics::kBatch);
  pass.mixture = relaxation.mixture(alpha);
  const Output output = net.forward(images, pass);
  Gradients result;
  result.loss = torch::cross_entropy_loss(output.logits, torch::tensor({0, 1, 2, 3}));
  const auto by = gradients(result.loss, {alpha, weights}, twice);
  result.alpha = by[0];
  result.weights = by[1];
  if (twice) result.twice = gradients(by[1].pow(2).sum(), {alpha}).front();
  return result;
}

void expect_close(const Gradients& mine, const Gradients& reference) {
  EXPECT_LT(difference(mine.loss, reference.loss), 1e-5);
  EXPECT_LT(difference(mine.alpha, reference.alpha), 1e-4);
  EXPECT_LT(difference(mine.weights, reference.weights), 1e-4);
}

TEST(Engine, ASupernetEqualsItsReference) {
  expect_close(supernet_gradients(Engine::kFused, torch::kFloat32, 1, false),
               supernet_gradients(Engine::kReference, torch::kFloat64, 1, false));
}

TEST(Engine, ASupernetOfPartialChannelsEqualsItsReference) {
  expect_close(supernet_gradients(Engine::kFused, torch::kFloat32, 2, false),
               supernet_gradients(Engine::kReference, torch::kFloat64, 2, false));
}

TEST(Engine, GradientsCanBeDifferentiatedAgain) {
  const auto mine = supernet_gradients(Engine::kFused, torch::kFloat32, 1, true);
  const auto reference = supernet_gradients(Engine::kReference, torch::kFloat64, 1, true);
  expect_close(mine, reference);
  EXPECT_LT(difference(mine.twice, reference.twice), 1e-3);
}

TEST(Engine, AFoundNetworkEqualsItsReference) {
  const auto run = [](Engine engine, torch::ScalarType type) {
    const auto made = make_discrete_network(
        load_genotype("PC_DARTS_cifar"),
        {.channels = 8, .cells = 3, .auxiliary_head = true, .engine = engine});
    const Network& net = *made;
    const Tensor weights = leaf(
        net.layout().initial_weights(generator(1, Purpose::kWeights), torch::kFloat64).to(type));
    const Tensor images =
        torch::randn({4, 3, 32, 32}, generator(1, Purpose::kNoise), torch::kFloat64).to(type);
    Pass pass = net.pass(weights, net.layout().initial_statistics(type), Statistics::kBatch);
    const Output output = net.forward(images, pass);
    const Tensor labels = torch::tensor({0, 1, 2, 3});
    const Tensor loss = torch::cross_entropy_loss(output.logits, labels) +
                        torch::cross_entropy_loss(output.auxiliary_logits, labels);
    return std::pair(loss, gradients(loss, {weights}).front());
  };
  const auto mine = run(Engine::kFused, torch::kFloat32);
  const auto reference = run(Engine::kReference, torch::kFloat64);
  EXPECT_LT(difference(mine.first, reference.first), 1e-5);
  EXPECT_LT(difference(mine.second, reference.second), 1e-4);
}

}  // namespace
}  // namespace tetlo
