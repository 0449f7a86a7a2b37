// SPDX-License-Identifier: Apache-2.0
// The condition of the images on which α is validated: as they are, imbalanced, or with wrong
// labels [Sheth2023, appendix A]. Images are left out first, and labels replaced then.
//
// Checkable: in the default condition the images are those that were given.
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>

#include "tetlo/data/dataset.h"
#include "tetlo/options/field.h"

namespace tetlo {

struct ConditionOptions {
  double label_noise = 0;
  double imbalance = 1;

  bool clean() const { return label_noise == 0 && imbalance == 1; }
  Section section();
};

/// Images, and what was done to them.
struct Conditioned {
  std::shared_ptr<const Dataset> images;
  /// labels_changed; images_per_class, which counts the images that are left, and labels_per_class,
  /// which counts them by the labels that they have then; null if the images are as they were.
  nlohmann::json record = nullptr;
};

/// The images in that condition. Everything that is drawn depends on `seed` only. Throws Error if
/// there is only one class.
Conditioned in_condition(const ConditionOptions& options,
                         const std::shared_ptr<const Dataset>& images, int64_t classes,
                         uint64_t seed);

}  // namespace tetlo
