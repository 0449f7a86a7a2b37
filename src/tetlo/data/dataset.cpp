// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/dataset.h"

#include <utility>

#include "tetlo/util/error.h"

namespace tetlo {

void check_labels(const Tensor& labels, int64_t classes, const std::string& source) {
  const auto values = labels.accessor<int64_t, 1>();
  for (int64_t record = 0; record < values.size(0); ++record) {
    const int64_t label = values[record];
    require(label >= 0 && label < classes,
            "{}: the label of record {} is {}; with {} classes it must be from 0 to {}.", source,
            record, label, classes, classes - 1);
  }
}

std::vector<int64_t> labels_of(const Dataset& dataset) {
  std::vector<int64_t> labels;
  for (int64_t i = 0; i < dataset.size(); ++i) labels.push_back(dataset.label(i));
  return labels;
}

std::vector<int64_t> images_per_class(const Dataset& dataset, int64_t classes) {
  std::vector<int64_t> images(static_cast<size_t>(classes));
  for (const int64_t label : labels_of(dataset)) ++images.at(static_cast<size_t>(label));
  return images;
}

MemoryDataset::MemoryDataset(const Tensor& images, const Tensor& labels, int64_t classes,
                             const std::string& source)
    : images_(images.contiguous()), labels_(labels.contiguous()), classes_(classes) {
  TORCH_CHECK(images_.dim() == 4 && images_.scalar_type() == torch::kUInt8,
              "images must be uint8 [N, C, H, W]");
  TORCH_CHECK(labels_.dim() == 1 && labels_.size(0) == images_.size(0),
              "there must be one label for each image");
  require(size() > 0, "{} has 0 images; a data set must have at least one.", source);
  check_labels(labels_, classes_, source);
}

int64_t MemoryDataset::label(int64_t index) const {
  TORCH_CHECK(index >= 0 && index < size(), "example ", index, " of ", size());
  return labels_.data_ptr<int64_t>()[index];
}

Tensor MemoryDataset::image(int64_t index, Random*) const {
  TORCH_CHECK(index >= 0 && index < size(), "example ", index, " of ", size());
  return images_.select(0, index);
}

Subset::Subset(std::shared_ptr<const Dataset> whole, std::vector<int64_t> indices)
    : whole_(std::move(whole)), indices_(std::move(indices)) {
  for (const int64_t index : indices_) {
    TORCH_CHECK(index >= 0 && index < whole_->size(), "example ", index, " of ", whole_->size());
  }
}

int64_t Subset::in_whole(int64_t index) const {
  TORCH_CHECK(index >= 0 && index < size(), "example ", index, " of ", size());
  return indices_[static_cast<size_t>(index)];
}

}  // namespace tetlo
