// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/label_noise.h"

#include <utility>

#include "tetlo/util/random.h"

namespace tetlo {
namespace {

constexpr Purpose kPurpose = purpose("label noise");

}  // namespace

NoisyLabels::NoisyLabels(std::shared_ptr<const Dataset> clean, const LabelNoise& noise)
    : clean_(std::move(clean)) {
  TORCH_CHECK(noise.classes >= 2, "a label of one class cannot be replaced");
  for (int64_t i = 0; i < clean_->size(); ++i) {
    int64_t label = clean_->label(i);
    Random random(noise.seed, kPurpose, static_cast<uint64_t>(i));
    if (random.coin(noise.rate)) {
      label = (label + 1 + random.below(noise.classes - 1)) % noise.classes;
      ++changed_;
    }
    labels_.push_back(label);
  }
}

}  // namespace tetlo
