// SPDX-License-Identifier: Apache-2.0
// Cross entropy with labels that keep 1 − ε of their weight and share ε among all K classes
// [Szegedy2016, section 7]:
//
//   L = −(1 − ε) log p_y − ε/K Σ_k log p_k,   p = softmax(logits)
#include "tetlo/losses/table.h"
#include "tetlo/util/softmax.h"

namespace tetlo {
namespace {

struct Options {
  double epsilon = 0.1;

  std::vector<Field> fields() {
    return {{"epsilon",
             {&epsilon, fraction()},
             "ε, the weight that a label shares with all classes",
             "[Szegedy2016, section 7; Liu2019]"}};
  }
};

}  // namespace

LossEntry label_smoothing_loss() {
  return {member<Options>("label_smoothing", "cross entropy with smoothed labels",
                          "[Szegedy2016, section 7]"),
          [](const std::any& options) -> ImageLosses {
            const double epsilon = std::any_cast<const Options&>(options).epsilon;
            return [epsilon](const Tensor& logits, const Tensor& labels) {
              const Tensor log_p = log_softmax(logits);
              const Tensor right = log_p.gather(1, labels.unsqueeze(1)).squeeze(1);
              return -(1 - epsilon) * right - epsilon * log_p.mean(1);
            };
          }};
}

}  // namespace tetlo
