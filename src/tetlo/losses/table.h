// SPDX-License-Identifier: Apache-2.0
// The table of losses, and the options with which one is chosen.
#pragma once

#include <any>
#include <cstdint>
#include <string>
#include <vector>

#include "tetlo/data/dataset.h"
#include "tetlo/losses/loss.h"
#include "tetlo/options/member.h"

namespace tetlo {

struct LossEntry : Member {
  ImageLosses (*make)(const std::any& options);
};

const std::vector<LossEntry>& losses();

struct LossOptions {
  Choice loss{losses(), "cross_entropy"};
  bool class_balanced = false;
  double beta = 0.9999;

  /// The owner's section with the fields `loss` and `class_balanced` added to it, and the sections
  /// of what they choose.
  std::vector<Section> with_loss(Section owner);
};

/// The chosen loss on a data set, in which it may matter how often each class occurs.
Loss make_loss(const LossOptions& options, const Dataset& images, int64_t classes);

}  // namespace tetlo
