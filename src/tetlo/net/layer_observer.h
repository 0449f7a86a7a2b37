// SPDX-License-Identifier: Apache-2.0
// What an evaluation of a network tells of its layers, one after the other. So the arithmetic can be
// counted, or the network be written down for another program, from the code that computes it.
#pragma once

#include <array>
#include <vector>

#include "tetlo/kernels/fan_out.h"
#include "tetlo/util/tensor.h"

namespace tetlo {

/// The nonlinearity before convolutions. SiLU is smooth, ReLU is not.
enum class Activation { kRelu, kSilu };

/// The axes over which a convolution's kernel extends, with its stride and padding.
enum class Along { kBoth, kRows, kColumns };

struct ConvolutionShape {
  int64_t in = 0, out = 0;
  int64_t kernel = 1, stride = 1, padding = 0, dilation = 1, groups = 1;
  Along along = Along::kBoth;

  /// {vertical, horizontal}: `value` for axes over which the kernel extends, else `otherwise`.
  std::array<int64_t, 2> by_axis(int64_t value, int64_t otherwise) const {
    return {along == Along::kRows ? otherwise : value,
            along == Along::kColumns ? otherwise : value};
  }
};

struct PoolShape {
  kernels::PoolKind kind = kernels::PoolKind::kMax;
  int64_t kernel = 3, stride = 1, padding = 1;
  /// Whether a window may reach beyond the last pixel, so that none is left out. An average never
  /// includes what lies outside the image.
  bool ceil = false;
};

/// Every 2 x 2 pixels become one, between the cells of the tabular benchmarks.
constexpr PoolShape halving(kernels::PoolKind kind) {
  return {.kind = kind, .kernel = 2, .stride = 2, .padding = 0, .ceil = true};
}

/// Each function is called after a layer has computed y from x. Weights and statistics are given by
/// their places in the network's layout.
class LayerObserver {
 public:
  virtual ~LayerObserver() = default;
  virtual void convolution(const Tensor& /*x*/, const Tensor& /*y*/, const ConvolutionShape&,
                           size_t /*weight*/) {}
  virtual void batch_norm(const Tensor& /*x*/, const Tensor& /*y*/, const kernels::NormPlace&) {}
  virtual void linear(const Tensor& /*x*/, const Tensor& /*y*/, size_t /*weight*/,
                      size_t /*bias*/) {}
  virtual void activation(const Tensor& /*x*/, const Tensor& /*y*/, Activation) {}
  virtual void pool(const Tensor& /*x*/, const Tensor& /*y*/, const PoolShape&) {}
  /// The mean of every channel.
  virtual void global_average(const Tensor& /*x*/, const Tensor& /*y*/) {}
  /// y = a + b.
  virtual void sum(const Tensor& /*a*/, const Tensor& /*b*/, const Tensor& /*y*/) {}
  /// All channels of the first image, then those of the second, and so on.
  virtual void concatenation(const std::vector<Tensor>& /*xs*/, const Tensor& /*y*/) {}
  virtual void first_channels(const Tensor& /*x*/, const Tensor& /*y*/) {}
  /// All but the first row and column, with zeros after the last ones where a side is odd.
  virtual void shift(const Tensor& /*x*/, const Tensor& /*y*/) {}
  /// Zeros or standard normal noise, in the shape of every nth row and column of x.
  virtual void zeros(const Tensor& /*x*/, const Tensor& /*y*/, int64_t /*n*/) {}
  virtual void noise(const Tensor& /*x*/, const Tensor& /*y*/, int64_t /*n*/) {}
};

}  // namespace tetlo
