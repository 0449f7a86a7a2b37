// SPDX-License-Identifier: Apache-2.0
// The layers from which all networks are built, and Pass, the data of one evaluation.
//
// A layer declares its weights when it is built and stores only their places; a Pass holds the
// weights that one evaluation uses. All layers tell the observer of the pass what they do, so that
// counts and exported networks always agree with the code that runs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tetlo/kernels/fan_out.h"
#include "tetlo/kernels/normalisation.h"
#include "tetlo/net/engine.h"
#include "tetlo/net/layer_observer.h"
#include "tetlo/net/layout.h"
#include "tetlo/net/mixture.h"

namespace tetlo {

using kernels::Statistics;

/// Counts the arithmetic of an evaluation, in the units that papers use (docs/mathematics.md).
struct Tally : LayerObserver {
  int64_t multiply_adds = 0;         ///< of convolutions and linear layers
  int64_t average_pool_outputs = 0;  ///< elements written by 3 x 3 average pooling
  int64_t normalised = 0;            ///< elements through batch normalisation
  int64_t activated = 0;             ///< elements through the activation

  void convolution(const Tensor& x, const Tensor& y, const ConvolutionShape& shape,
                   size_t weight) override;
  void batch_norm(const Tensor& x, const Tensor& y, const kernels::NormPlace& place) override;
  void linear(const Tensor& x, const Tensor& y, size_t weight, size_t bias) override;
  void activation(const Tensor& x, const Tensor& y, Activation kind) override;
  void pool(const Tensor& x, const Tensor& y, const PoolShape& shape) override;
};

/// One evaluation of a network: the weights that it reads and the settings of its layers.
struct Pass {
  std::vector<Tensor> weights;
  std::vector<Tensor> statistics;
  Statistics mode = Statistics::kBatch;
  Activation activation = Activation::kRelu;
  Engine engine = Engine::kFused;
  Mixture mixture = {};           ///< weights of a supernet's candidates; dropout of any network
  MaybeGenerator generator = {};  ///< for dropout and noise; it draws on the device of the images
  LayerObserver* observer = nullptr;  ///< told of every layer; the plain engine is then used
};

class Scope;

/// The data that a network passes to its layers while it is built.
struct Builder {
  Layout layout;
  bool affine = false;           ///< batch norms inside cells learn a scale and a shift
  bool normalise_pools = false;  ///< pools are followed by batch norm, as in a supernet [Liu2019]
  bool spare_memory = false;     ///< see kernels/fan_out.h; memory limits the size of supernets
  double momentum = kernels::kBatchNormMomentum;  ///< of the running statistics of batch norms
  std::string scope = {};  ///< the dotted name of the part that is being built

  /// `name`, preceded by the present scope and a dot.
  std::string full_name(const std::string& name) const;
  /// Enters the scope of the part `name`, in which everything is named until the result is
  /// destroyed.
  Scope in(const std::string& name);
};

class Scope {
 public:
  Scope(Builder& builder, const std::string& name);
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
  ~Scope() { builder_.scope.resize(outer_); }
  /// Allows a part to be built in one expression: norm_(builder.in("bn"), …).
  operator Builder&() const { return builder_; }

 private:
  Builder& builder_;
  size_t outer_;  ///< the length of the name of the enclosing scope
};

/// A convolution without bias: [N, in, H, W] -> [N, out, H', W']. Name: weight.
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

/// Batch normalisation [Ioffe2015] of [N, C, H, W]. The builder's momentum is the fraction of the
/// way by which running statistics move towards those of the batch. Epsilon is 1e-5. Names:
/// running_mean, running_var; weight for the scale and bias for the shift.
class BatchNorm {
 public:
  BatchNorm(Builder& builder, int64_t channels) : BatchNorm(builder, channels, builder.affine) {}
  BatchNorm(Builder& builder, int64_t channels, bool affine);
  Tensor operator()(const Tensor& x, Pass& pass) const;
  /// The places of its weights and statistics, for the kernels. The momentum must be that of the
  /// kernels.
  kernels::NormPlace place() const;

 private:
  std::optional<size_t> scale_;
  size_t shift_ = 0;
  size_t statistics_;
  double momentum_;
};

/// A convolution, then batch norm with scale and shift. Their names are the numbers `first` and
/// first + 1, because they are parts of a sequence.
class ConvNorm {
 public:
  ConvNorm(Builder& builder, const ConvolutionShape& shape, size_t first = 0)
      : convolution_(builder.in(std::to_string(first)), shape),
        norm_(builder.in(std::to_string(first + 1)), shape.out, /*affine=*/true) {}
  Tensor operator()(const Tensor& x, Pass& pass) const {
    return norm_(convolution_(x, pass), pass);
  }

 private:
  Convolution convolution_;
  BatchNorm norm_;
};

/// y = W x + b: [N, in] -> [N, out]. Names: weight, bias.
class Linear {
 public:
  Linear(Builder& builder, int64_t in, int64_t out);
  Tensor operator()(const Tensor& x, Pass& pass) const;

 private:
  size_t weight_, bias_;
};

/// Converts x, and in the backward pass its gradient, to channels-last order, in which LibTorch's
/// CPU kernels are several times faster. The conversion is free if both already have this order. It
/// is useful before a slice or a mean, because their gradients arrive in another order.
Tensor channels_last(const Tensor& x);

/// x with a row of zeros appended if its height is odd, and a column of zeros if its width is odd.
Tensor pad_to_even(const Tensor& x);

/// Applies the activation of the pass to each element.
Tensor activate(const Tensor& x, Pass& pass);

/// Averages do not include the padding.
Tensor pool(const Tensor& x, const PoolShape& shape, Pass& pass);

/// The mean of every channel: [N, C, H, W] -> [N, C].
Tensor global_average(const Tensor& x, Pass& pass);

/// sum + term, where an undefined sum stands for 0.
void accumulate(Tensor& sum, const Tensor& term, Pass& pass);

/// The channels of all images [N, C_i, H, W], side by side.
Tensor concatenate(const std::vector<Tensor>& xs, Pass& pass);

/// The first `count` channels.
Tensor first_channels(const Tensor& x, int64_t count, Pass& pass);

}  // namespace tetlo
