// SPDX-License-Identifier: Apache-2.0
// A data set: labelled images of one shape, each of which is read by its index.
//
// Readers (idx.h, cifar.h) produce a MemoryDataset. A class that changes the contents of a data set
// is a decorator, as Subset is. Pixels stay bytes until batches.h turns them into floats.
//
// Where files are larger than the images that a network sees, chance decides in training which part
// of a file is seen.
//
// Checkable: Subset({a, b, c, d}, {3, 1}) holds d, b.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tetlo/util/random.h"
#include "tetlo/util/tensor.h"

namespace tetlo {

/// The part of a data set to read: the images to learn from, or those kept for the test.
enum class Part { kTrain, kTest };

struct Example {
  Tensor image;  ///< uint8 [C, H, W], contiguous
  int64_t label = 0;
};

/// Indices are from 0 to size() − 1. All member functions may be called from several threads at
/// once.
class Dataset {
 public:
  virtual ~Dataset() = default;
  /// The number of examples.
  virtual int64_t size() const = 0;
  virtual int64_t label(int64_t index) const = 0;
  /// uint8 [C, H, W], contiguous: the image as it is seen in a test or, if random numbers are
  /// given, once in training. It may share memory with the data set.
  virtual Tensor image(int64_t index, Random* random) const = 0;

  /// An example as it is seen in a test.
  Example get(int64_t index) const { return {image(index, nullptr), label(index)}; }
};

/// Throws Error, naming `source` and the record, at the first label that is not from 0 to
/// classes − 1.
void check_labels(const Tensor& labels, int64_t classes, const std::string& source);

/// The labels of all images.
std::vector<int64_t> labels_of(const Dataset& dataset);

/// The number of images of each class.
std::vector<int64_t> images_per_class(const Dataset& dataset, int64_t classes);

/// A data set whose images all lie in one tensor.
class MemoryDataset : public Dataset {
 public:
  /// Takes images as uint8 [N, C, H, W] and labels as int64 [N]; `source` names the data in errors.
  /// Throws Error if there is no image or a label is not from 0 to classes − 1.
  MemoryDataset(const Tensor& images, const Tensor& labels, int64_t classes,
                const std::string& source);

  int64_t size() const override { return labels_.size(0); }
  int64_t label(int64_t index) const override;
  Tensor image(int64_t index, Random* random) const override;

  int64_t classes() const { return classes_; }
  const Tensor& images() const { return images_; }
  const Tensor& labels() const { return labels_; }

 private:
  Tensor images_;
  Tensor labels_;
  int64_t classes_;
};

/// Some examples of another data set, in the order of `indices`, which may have repetitions.
class Subset : public Dataset {
 public:
  Subset(std::shared_ptr<const Dataset> whole, std::vector<int64_t> indices);

  int64_t size() const override { return static_cast<int64_t>(indices_.size()); }
  int64_t label(int64_t index) const override { return whole_->label(in_whole(index)); }
  Tensor image(int64_t index, Random* random) const override {
    return whole_->image(in_whole(index), random);
  }

 private:
  int64_t in_whole(int64_t index) const;

  std::shared_ptr<const Dataset> whole_;
  std::vector<int64_t> indices_;
};

/// The examples of one data set, followed by those of another.
class Joined : public Dataset {
 public:
  Joined(std::shared_ptr<const Dataset> first, std::shared_ptr<const Dataset> second)
      : first_(std::move(first)), second_(std::move(second)) {}

  int64_t size() const override { return first_->size() + second_->size(); }
  int64_t label(int64_t index) const override {
    const int64_t in_first = first_->size();
    return index < in_first ? first_->label(index) : second_->label(index - in_first);
  }
  Tensor image(int64_t index, Random* random) const override {
    const int64_t in_first = first_->size();
    return index < in_first ? first_->image(index, random)
                            : second_->image(index - in_first, random);
  }

 private:
  std::shared_ptr<const Dataset> first_, second_;
};

}  // namespace tetlo
