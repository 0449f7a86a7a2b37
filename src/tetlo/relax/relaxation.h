// SPDX-License-Identifier: Apache-2.0
// How a vector α becomes the mixture of a supernet, and how a mixture becomes a pair of cells.
#pragma once

#include <cstdint>

#include "tetlo/net/mixture.h"
#include "tetlo/space/genotype.h"

namespace tetlo {

class Relaxation {
 public:
  virtual ~Relaxation() = default;
  /// How many numbers α has.
  virtual int64_t size() const = 0;
  /// The weights with which the candidates of every edge are mixed; differentiable by α [size()].
  virtual Mixture mixture(const Tensor& alpha) const = 0;
  /// What is added to the main model's validation loss [1]; undefined: nothing.
  virtual Tensor penalty(const Tensor& /*alpha*/) const { return {}; }
  /// How probable α makes every candidate; what the entropy of a search is taken of.
  virtual Mixture probabilities(const Tensor& alpha) const { return mixture(alpha); }
  /// The cells that α stands for.
  virtual Genotype genotype(const Tensor& alpha) const = 0;
};

}  // namespace tetlo
