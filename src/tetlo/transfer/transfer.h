// SPDX-License-Identifier: Apache-2.0
// A transfer: the knowledge that a teacher passes to a learner, and the loss R with which the
// learner takes it in. In TETLO the main model teaches the auxiliary model.
//
// The knowledge k of the teacher is computed once for a batch and handed on as a plain tensor. The
// loss then compares the learner with it. R may have weights of its own, which are trained together
// with those of the learner.
#pragma once

#include <cstdint>

#include "tetlo/net/network.h"
#include "tetlo/util/random.h"

namespace tetlo {

/// The arguments of R.
struct TransferPoint {
  Tensor knowledge;     ///< k, what the teacher knows
  Output learner;       ///< of the model that learns, for the same images
  Tensor samples;       ///< the images that are compared, as drawn by Transfer::sample()
  Tensor weights = {};  ///< the transfer's own weights; undefined if it has none
};

class Transfer {
 public:
  virtual ~Transfer() = default;
  /// Draws the indices of the images in a batch that are compared; called in each iteration.
  /// Undefined if all images are. Throws Error if the batch is too small.
  virtual Tensor sample(int64_t batch, Random& random) const = 0;
  /// k, the knowledge of the teacher about the samples; differentiable.
  virtual Tensor knowledge(const Output& teacher, const Tensor& samples) const = 0;
  /// R, a scalar; differentiable with respect to knowledge, output and weights.
  virtual Tensor loss(const TransferPoint& at) const = 0;
  /// The distance of each sample from the nearest kink of R [samples]; undefined if R is smooth.
  virtual Tensor kink_distance(const TransferPoint& /*at*/) const { return {}; }
  /// The transfer's own weights, given the widths of both encodings.
  virtual Layout layout(int64_t /*teacher_features*/, int64_t /*learner_features*/) const {
    return {};
  }
  /// Whether the gradient of R reaches the teacher.
  virtual bool reaches_teacher() const { return true; }
  /// Whether teacher and learner must have the same classes.
  virtual bool compares_classes() const { return false; }
};

}  // namespace tetlo
