// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/condition.h"

#include "tetlo/data/imbalance.h"
#include "tetlo/data/label_noise.h"
#include "tetlo/util/error.h"

namespace tetlo {

Section ConditionOptions::section() {
  return {"condition",
          "What is done to the validation half of a search. Its training half and the test images "
          "stay as they are.",
          {{"label_noise",
            {&label_noise, {0, 1}},
            "η, the probability with which a label is replaced by another class",
            "[Sheth2023, appendix A]"},
           {"imbalance",
            {&imbalance, {1, 1e6}},
            "how many times fewer images the last class keeps than the first; those between decay "
            "exponentially",
            "[Sheth2023, appendix A]"}}};
}

Conditioned in_condition(const ConditionOptions& options,
                         const std::shared_ptr<const Dataset>& images, int64_t classes,
                         uint64_t seed) {
  if (options.clean()) return {.images = images};
  require(classes >= 2, "The images have {} class; [condition] needs at least 2.", classes);
  const auto rest =
      imbalanced(images, {.ratio = options.imbalance, .classes = classes, .seed = seed});
  const auto noisy = std::make_shared<NoisyLabels>(
      rest, LabelNoise{.rate = options.label_noise, .classes = classes, .seed = seed});
  return {.images = noisy,
          .record = {{"labels_changed", noisy->changed()},
                     {"images_per_class", images_per_class(*rest, classes)},
                     {"labels_per_class", images_per_class(*noisy, classes)}}};
}

}  // namespace tetlo
