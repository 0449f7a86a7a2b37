// SPDX-License-Identifier: Apache-2.0
// All losses of the table, each as it is and with balanced classes.
#include <gmock/gmock.h>

#include <cmath>

#include "tetlo/losses/table.h"
#include "tetlo/options/configuration.h"
#include "tetlo/util/central_difference.h"

namespace tetlo {
namespace {

struct Owner {
  LossOptions options;
  Configuration configuration{options.with_loss({.name = "owner", .meaning = "", .fields = {}})};
};

LossOptions options_with(const std::vector<std::string>& assignments) {
  Owner owner;
  owner.configuration.load("", assignments);
  return owner.options;
}

Loss loss_with(const std::vector<std::string>& assignments,
               const std::vector<int64_t>& images = {90, 30, 10, 1}) {
  const auto classes = static_cast<int64_t>(images.size());
  const Tensor labels = torch::arange(classes).repeat_interleave(torch::tensor(images));
  const Tensor pixels = torch::zeros({labels.size(0), 1, 1, 1}, torch::kUInt8);
  return make_loss(options_with(assignments), MemoryDataset(pixels, labels, classes, "images"),
                   classes);
}

TEST(Losses, CrossEntropyHasTheValueOfItsFormula) {
  const Tensor logits = torch::tensor({{std::log(1.0), std::log(3.0)}, {0.0, 0.0}});
  EXPECT_NEAR(cross_entropy(logits, torch::tensor({0, 1})).item<double>(),
              (std::log(4.0) + std::log(2.0)) / 2, 1e-6);
}

TEST(Losses, AreChosenByOptions) {
  const Tensor logits = torch::tensor({{1.0, 2.0}}, torch::kFloat64), y = torch::tensor({0});
  const double p = 1 / (1 + std::exp(1.0));
  const auto value = [&](const std::vector<std::string>& assignments) {
    return loss_with(assignments, {1, 2})(logits, y).item<double>();
  };
  EXPECT_NEAR(value({}), -std::log(p), 1e-12);
  EXPECT_NEAR(value({"owner.class_balanced=true", "class_balanced.beta=0.9"}),
              -std::log(p) * 2 * 1.9 / 2.9, 1e-12);
  EXPECT_NEAR(value({"owner.loss=robust_log", "robust_log.epsilon=0.1"}),
              std::log(1.1 / (0.1 + p)) + std::log((0.1 + 1 - p) / 0.1), 1e-12);
  EXPECT_NEAR(value({"owner.loss=label_smoothing", "label_smoothing.epsilon=0.2"}),
              -0.9 * std::log(p) - 0.1 * std::log(1 - p), 1e-12);
}

TEST(Losses, RefuseOptionsOfALossThatIsNotChosen) {
  EXPECT_THROW(options_with({"robust_log.epsilon=0.1"}), Error);
  EXPECT_THROW(options_with({"class_balanced.beta=0.9"}), Error);
}

class EachLoss : public testing::TestWithParam<std::tuple<std::string, bool>> {
 protected:
  Loss loss() const {
    const auto& [name, balanced] = GetParam();
    return loss_with({"owner.loss=" + name,
                      std::string("owner.class_balanced=") + (balanced ? "true" : "false")});
  }
  const Tensor x_ = 2 * torch::randn({6, 4}, torch::kFloat64);
  const Tensor labels_ = torch::tensor({0, 3, 1, 2, 0, 1});
};

TEST_P(EachLoss, HasTheGradientOfCentralDifferences) {
  EXPECT_LT(autograd_error([&](const Tensor& x) { return loss()(x, labels_); }, x_), 1e-8);
}

TEST_P(EachLoss, HasTheSecondDerivativesOfCentralDifferences) {
  const auto gradient = [&](const Tensor& x) {
    const at::AutoGradMode differentiable(true);  // the values of differences need no gradient
    const Tensor at = x.requires_grad() ? x : x.clone().requires_grad_();
    return torch::autograd::grad({loss()(at, labels_)}, {at}, {}, true, true).front();
  };
  EXPECT_LT(autograd_error(gradient, x_), 1e-7);
}

INSTANTIATE_TEST_SUITE_P(Table, EachLoss,
                         testing::Combine(testing::ValuesIn(names_in(losses())), testing::Bool()),
                         [](const auto& instance) {
                           return std::get<0>(instance.param) +
                                  (std::get<1>(instance.param) ? "_balanced" : "");
                         });

}  // namespace
}  // namespace tetlo
