// SPDX-License-Identifier: Apache-2.0
// The layers every network is made of, and the pass that carries one evaluation through them.
//
// A layer declares its weights when it is built and remembers only their places; a Pass holds the
// weights that one evaluation uses. All layers tally their arithmetic, so that a count is always a
// count of what runs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tetlo/kernels/fan_out.h"
#include "tetlo/net/engine.h"
#include "tetlo/net/layout.h"

namespace tetlo {

using kernels::Statistics;

/// The nonlinearity in front of convolutions. SiLU is the smooth one.
enum class Activation { kRelu, kSilu };

/// The arithmetic of one evaluation, in the units in which papers quote it (docs/mathematics.md).
struct Tally {
  int64_t multiply_adds = 0;         ///< of convolutions and linear layers
  int64_t average_pool_outputs = 0;  ///< elements written by 3 x 3 average pooling
  int64_t normalised = 0;            ///< elements through batch normalisation
  int64_t activated = 0;             ///< elements through the activation
};

/// One evaluation of a network: the weights it reads and how its layers behave.
struct Pass {
  std::vector<Tensor> weights;
  std::vector<Tensor> statistics;
  Statistics mode = Statistics::kBatch;
  Activation activation = Activation::kRelu;
  Engine engine = Engine::kFused;
  double drop_path = 0;           ///< probability of dropping a path
  double skip_dropout = 0;        ///< of dropping an entry behind a skip_connect_dropout
  MaybeGenerator generator = {};  ///< for drop path and the noise operation
  Tally* tally = nullptr;
};

/// What a network under construction hands to its layers.
struct Builder {
  Layout layout;
  bool affine = false;           ///< batch norms inside cells learn a scale and a shift
  bool normalise_pools = false;  ///< pools are followed by batch norm, as in a supernet [Liu2019]
  bool spare_memory = false;     ///< as in kernels/fan_out.h: memory is what limits a supernet
};

struct ConvolutionShape {
  int64_t in = 0, out = 0;
  int64_t kernel = 1, stride = 1, padding = 0, dilation = 1, groups = 1;
};

/// A convolution without bias: [N, in, H, W] -> [N, out, H', W'].
class Convolution {
 public:
  Convolution(Builder& builder, const ConvolutionShape& shape);
  Tensor operator()(const Tensor& x, Pass& pass) const;
  const ConvolutionShape& shape() const { return shape_; }
  /// Its place among the weights.
  size_t place() const { return weight_; }

 private:
  ConvolutionShape shape_;
  size_t weight_;
};

/// Batch normalisation [Ioffe2015] over [N, C, H, W]; momentum 0.1, epsilon 1e-5.
class BatchNorm {
 public:
  BatchNorm(Builder& builder, int64_t channels) : BatchNorm(builder, channels, builder.affine) {}
  BatchNorm(Builder& builder, int64_t channels, bool affine);
  Tensor operator()(const Tensor& x, Pass& pass) const;
  kernels::NormPlace place() const { return {.scale = scale_, .statistics = statistics_}; }

 private:
  std::optional<size_t> scale_;
  size_t shift_ = 0;
  size_t statistics_;
};

/// y = W x + b: [N, in] -> [N, out].
class Linear {
 public:
  Linear(Builder& builder, int64_t in, int64_t out);
  Tensor operator()(const Tensor& x, Pass& pass) const;

 private:
  size_t weight_, bias_;
};

/// x, with it and the gradient that returns to it in the layout in which LibTorch's CPU kernels are
/// several times faster. Free where both already are; worth asking for before a slice or a mean,
/// whose gradients are not.
Tensor channels_last(const Tensor& x);

/// x with a row and a column of zeros appended where its height and width are odd.
Tensor pad_to_even(const Tensor& x);

/// The pass's activation, elementwise.
Tensor activate(const Tensor& x, Pass& pass);

/// 3 x 3 pooling, padding 1; averages do not count the padding.
Tensor max_pool(const Tensor& x, int64_t stride);
Tensor average_pool(const Tensor& x, int64_t stride, Pass& pass);

}  // namespace tetlo
