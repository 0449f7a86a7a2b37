// SPDX-License-Identifier: Apache-2.0
// What the levels need of a network: logits and encoding as a function of weights and mixture.
#pragma once

#include "tetlo/net/layers.h"
#include "tetlo/net/mixture.h"

namespace tetlo {

struct Output {
  Tensor encoding;  ///< globally pooled features before the classifier [N, D]
  Tensor logits;    ///< [N, classes]
};

class Network {
 public:
  virtual ~Network() = default;
  /// images [N, C, H, W]; a network with a fixed architecture ignores the mixture.
  virtual Output forward(const Tensor& images, const Mixture& mixture, Pass& pass) const = 0;
  /// How many cells it has, and how many weights stem and first `cells` cells have, which come
  /// first.
  virtual int64_t cells() const = 0;
  virtual int64_t prefix_weights(int64_t cells) const = 0;
  /// The weights and statistics it declares.
  virtual const Layout& layout() const = 0;
  /// A pass of this network at the given flat weights and statistics.
  virtual Pass pass(const Tensor& weights, const Tensor& statistics, Statistics mode) const = 0;
};

}  // namespace tetlo
