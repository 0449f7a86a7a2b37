// SPDX-License-Identifier: Apache-2.0
// The layers every network is made of, and the pass that carries one evaluation through them.
//
// A layer declares its weights when it is built and remembers only their places; a Pass holds the
// weights that one evaluation uses. All layers tally their arithmetic, so that a count is always a
// count of what runs.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "tetlo/kernels/fan_out.h"
#include "tetlo/kernels/normalisation.h"
#include "tetlo/net/engine.h"
#include "tetlo/net/layout.h"
#include "tetlo/net/mixture.h"

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
  Mixture mixture = {};           ///< of a supernet's candidates; the dropout of any network
  MaybeGenerator generator = {};  ///< for drop path and the noise operation
  Tally* tally = nullptr;
};

class Scope;

/// What a network under construction hands to its layers.
struct Builder {
  Layout layout;
  bool affine = false;           ///< batch norms inside cells learn a scale and a shift
  bool normalise_pools = false;  ///< pools are followed by batch norm, as in a supernet [Liu2019]
  bool spare_memory = false;     ///< as in kernels/fan_out.h: memory is what limits a supernet
  double momentum = kernels::kBatchNormMomentum;  ///< of batch norms' running statistics
  std::string scope = {};  ///< the dotted name of the part that is being built

  /// `name` within the present scope.
  std::string full_name(const std::string& name) const;
  /// A builder of the part `name`: what is declared while the result lives is named within it.
  Scope in(const std::string& name);
};

class Scope {
 public:
  Scope(Builder& builder, const std::string& name);
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
  ~Scope() { builder_.scope.resize(outer_); }
  /// So that a part is built in one expression: convolution_(builder.in("convolution"), …).
  operator Builder&() const { return builder_; }

 private:
  Builder& builder_;
  size_t outer_;  ///< the length of the scope around this one
};

/// The axes over which a convolution's kernel extends, with its stride and padding.
enum class Along { kBoth, kRows, kColumns };

struct ConvolutionShape {
  int64_t in = 0, out = 0;
  int64_t kernel = 1, stride = 1, padding = 0, dilation = 1, groups = 1;
  Along along = Along::kBoth;

  /// {down the columns, along the rows}: `value` where the kernel extends, else `otherwise`.
  std::array<int64_t, 2> by_axis(int64_t value, int64_t otherwise) const {
    return {along == Along::kRows ? otherwise : value,
            along == Along::kColumns ? otherwise : value};
  }
};

/// A convolution without bias: [N, in, H, W] -> [N, out, H', W']. Its weight has the name of the
/// scope.
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

/// Batch normalisation [Ioffe2015] over [N, C, H, W]; momentum the
/// builder's: running statistics move by that share of the way to the batch's. Epsilon is 1e-5.
/// Names: mean, variance, scale, shift.
class BatchNorm {
 public:
  BatchNorm(Builder& builder, int64_t channels) : BatchNorm(builder, channels, builder.affine) {}
  BatchNorm(Builder& builder, int64_t channels, bool affine);
  Tensor operator()(const Tensor& x, Pass& pass) const;
  /// For the kernels, which know no momentum but their own.
  kernels::NormPlace place() const;

 private:
  std::optional<size_t> scale_;
  size_t shift_ = 0;
  size_t statistics_;
  double momentum_;
};

/// y = W x + b: [N, in] -> [N, out]. Names: weight, bias.
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
