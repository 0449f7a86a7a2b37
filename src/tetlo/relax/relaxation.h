// SPDX-License-Identifier: Apache-2.0
// A relaxation turns a vector α into the mixture of a supernet and, in the end, into cells.
#pragma once

#include <cstdint>

#include "tetlo/net/mixture.h"
#include "tetlo/space/genotype.h"

namespace tetlo {

class Relaxation {
 public:
  virtual ~Relaxation() = default;
  /// The number of entries of α.
  virtual int64_t size() const = 0;
  /// The weights with which the candidates of every edge are mixed, differentiable with respect to
  /// α.
  virtual Mixture mixture(const Tensor& alpha) const = 0;
  /// A scalar penalty that is a term of P; undefined if there is none.
  virtual Tensor penalty(const Tensor& /*alpha*/) const { return {}; }
  /// The probability that α gives to every candidate; the entropy of a search is computed from it.
  virtual Mixture probabilities(const Tensor& alpha) const { return mixture(alpha); }
  /// The cells that α selects.
  virtual Genotype genotype(const Tensor& alpha) const = 0;
};

}  // namespace tetlo
