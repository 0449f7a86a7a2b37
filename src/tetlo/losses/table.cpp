// SPDX-License-Identifier: Apache-2.0
#include "tetlo/losses/table.h"

#include "tetlo/losses/class_balanced.h"
#include "tetlo/util/table.h"

namespace tetlo {

// Each of these is defined in the file of its name.
LossEntry cross_entropy_loss();
LossEntry robust_log_loss();
LossEntry label_smoothing_loss();

const std::vector<LossEntry>& losses() {
  static const std::vector<LossEntry> table{cross_entropy_loss(), robust_log_loss(),
                                            label_smoothing_loss()};
  return table;
}

std::vector<Section> LossOptions::with_loss(Section owner) {
  owner.fields.push_back(
      {"loss", {&loss.name, values_in(losses())}, "the loss of the classifier", "[Sheth2023]"});
  owner.fields.push_back({"class_balanced", &class_balanced,
                          "whether images of rare classes count more, by the effective number of "
                          "images",
                          "[Sheth2023, appendix A]"});
  std::vector<Section> all{owner};
  for (Section& section : loss.member_sections(owner.name + ".loss")) all.push_back(section);
  all.push_back({.name = "class_balanced",
                 .meaning = "Weights of classes by the effective number of their images.",
                 .fields = {{"beta",
                             {&beta, fraction()},
                             "β; 0: all classes count alike; close to 1: by the inverse of their "
                             "number of images",
                             "[Cui2019]"}},
                 .belongs_to = {owner.name + ".class_balanced", {"true"}}});
  return all;
}

Loss make_loss(const LossOptions& options, const Dataset& images, int64_t classes) {
  const ImageLosses of_images =
      find_entry(losses(), options.loss.name, "loss").make(options.loss.chosen());
  if (!options.class_balanced) return mean_of(of_images);
  return weighted_mean_of(of_images,
                          class_weights(images_per_class(images, classes), options.beta));
}

}  // namespace tetlo
