// SPDX-License-Identifier: Apache-2.0
// The interface of all networks, supernets and found networks alike: logits and encoding as a
// function of the weights.
#pragma once

#include "tetlo/net/layers.h"

namespace tetlo {

struct Output {
  Tensor encoding;               ///< globally pooled features before the classifier [N, D]
  Tensor logits;                 ///< [N, classes]
  Tensor auxiliary_logits = {};  ///< [N, classes]; undefined in testing or without auxiliary head
};

class Network {
 public:
  virtual ~Network() = default;
  /// Evaluates the network for images [N, C, H, W]. A supernet mixes its candidates with the
  /// weights in pass.mixture; a found network uses only the dropout in pass.mixture.
  virtual Output forward(const Tensor& images, Pass& pass) const = 0;
  /// D, the width of the encoding.
  virtual int64_t features() const = 0;
  /// The weights and statistics that the network declares.
  virtual const Layout& layout() const = 0;
  /// A pass of this network with the given flat weights and statistics.
  virtual Pass pass(const Tensor& weights, const Tensor& statistics, Statistics mode) const = 0;
};

}  // namespace tetlo
