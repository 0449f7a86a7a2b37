// SPDX-License-Identifier: Apache-2.0
// A network: logits and encoding as a function of its weights, for supernets and found networks
// alike.
#pragma once

#include "tetlo/net/layers.h"

namespace tetlo {

struct Output {
  Tensor encoding;               ///< globally pooled features before the classifier [N, D]
  Tensor logits;                 ///< [N, classes]
  Tensor auxiliary_logits = {};  ///< [N, classes]; undefined without that head and when testing
};

class Network {
 public:
  virtual ~Network() = default;
  /// images [N, C, H, W]. A supernet mixes its candidates as pass.mixture says; a network with a
  /// fixed architecture reads only its dropout.
  virtual Output forward(const Tensor& images, Pass& pass) const = 0;
  /// The weights and statistics it declares.
  virtual const Layout& layout() const = 0;
  /// A pass of this network at the given flat weights and statistics.
  virtual Pass pass(const Tensor& weights, const Tensor& statistics, Statistics mode) const = 0;
};

}  // namespace tetlo
