// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/layers.h"

#include "tetlo/util/error.h"
#include "tetlo/util/forward_mode.h"

namespace tetlo {
namespace {

/// The identity, whose value and gradient are both channels-last. Its derivatives of every order
/// are again identities, so that a hypergradient can differentiate through it twice.
struct ChannelsLast : torch::autograd::Function<ChannelsLast> {
  static Tensor forward(torch::autograd::AutogradContext*, const Tensor& x) {
    return x.contiguous(torch::MemoryFormat::ChannelsLast);
  }
  static torch::autograd::variable_list backward(torch::autograd::AutogradContext*,
                                                 torch::autograd::variable_list gradients) {
    return {channels_last(gradients.front())};
  }
};

/// Splits each image into four, one for each parity of row and column:
/// [N, C, H, W] -> [4 N, C, H/2, W/2]. An odd side is first padded with zeros.
Tensor split_parities(const Tensor& x) {
  const int64_t rows = (x.size(2) + 1) / 2, columns = (x.size(3) + 1) / 2;
  return pad_to_even(x)
      .permute({0, 2, 3, 1})
      .reshape({x.size(0), rows, 2, columns, 2, x.size(1)})
      .permute({2, 4, 0, 1, 3, 5})
      .reshape({4 * x.size(0), rows, columns, x.size(1)})
      .permute({0, 3, 1, 2});
}

/// The inverse of split_parities, for images of this height and width.
Tensor join_parities(const Tensor& x, int64_t height, int64_t width) {
  const int64_t rows = x.size(2), columns = x.size(3);
  const Tensor joined = x.permute({0, 2, 3, 1})
                            .reshape({2, 2, x.size(0) / 4, rows, columns, x.size(1)})
                            .permute({2, 3, 0, 4, 1, 5})
                            .reshape({x.size(0) / 4, 2 * rows, 2 * columns, x.size(1)})
                            .permute({0, 3, 1, 2});
  if (2 * rows == height && 2 * columns == width) return joined;
  return channels_last(joined).slice(2, 0, height).slice(3, 0, width);
}

/// A convolution of dilation 2 that keeps the side, or halves it with stride 2. It combines only
/// pixels of equal parity, so it is computed as a plain convolution of the pixels of each parity:
/// in oneDNN the weight gradient of a dilated depthwise convolution is many times slower than that
/// of a plain one.
Tensor convolve_dilated(const Tensor& x, const Tensor& weight, const ConvolutionShape& shape) {
  TORCH_CHECK(shape.kernel % 2 == 1 && shape.padding == shape.kernel - 1,
              "a dilated convolution must keep the side");
  const auto plain = [&](const Tensor& images) {
    return channels_last(torch::conv2d(images, weight, {}, /*stride=*/1, shape.padding / 2,
                                       /*dilation=*/1, shape.groups));
  };
  if (shape.stride == 2) {
    return plain(channels_last(channels_last(x).slice(2, 0, {}, 2).slice(3, 0, {}, 2)));
  }
  return join_parities(plain(split_parities(x)), x.size(2), x.size(3));
}

/// The mean of every channel: [N, C, H, W] -> [1, C, 1, 1].
Tensor channel_means(const Tensor& x) { return x.mean({0, 2, 3}, /*keepdim=*/true); }

/// The numbers of a batch norm, [C] each. Some or all may be undefined.
struct NormStatistics {
  Tensor mean, variance;  ///< running statistics; undefined: those of the batch
};
struct NormWeights {
  Tensor scale, shift;  ///< undefined: 1 and 0
};

/// The tangent of batch norm, y = s x̂ + t with x̂ = (x − μ) / σ (kernels/normalisation.h):
///
///   ẏ = s (ẋ − mean(ẋ) − x̂ mean(x̂ ẋ)) / σ + ṡ x̂ + ṫ
///
/// without the means if μ and σ are running statistics. LibTorch's own tangent counts the μ and the
/// σ of a batch as constants when it is itself differentiated.
Tensor norm_tangent(const Tensor& with, const NormStatistics& running, const NormWeights& weights) {
  const Tensor x = value_of(with);
  const Tensor x_dot = tangent_of(with).defined() ? tangent_of(with) : torch::zeros_like(x);
  const auto by_channel = [](const Tensor& numbers) { return numbers.view({1, -1, 1, 1}); };
  const bool from_batch = !running.mean.defined();
  const Tensor centred = x - (from_batch ? channel_means(x) : by_channel(running.mean));
  const Tensor variance =
      from_batch ? channel_means(centred * centred) : by_channel(running.variance);
  const Tensor inverse = (variance + kernels::kBatchNormEpsilon).rsqrt();
  const Tensor normalised = centred * inverse;
  const Tensor moved =
      from_batch ? x_dot - channel_means(x_dot) - normalised * channel_means(normalised * x_dot)
                 : x_dot;
  if (!weights.scale.defined()) return moved * inverse;
  const Tensor tangent = moved * (inverse * by_channel(value_of(weights.scale)));
  const Tensor scale_dot = tangent_of(weights.scale), shift_dot = tangent_of(weights.shift);
  if (!scale_dot.defined()) return tangent;
  return tangent + normalised * by_channel(scale_dot) + by_channel(shift_dot);
}

}  // namespace

std::string Builder::full_name(const std::string& name) const {
  return scope.empty() ? name : scope + "." + name;
}

Scope Builder::in(const std::string& name) { return {*this, name}; }

Scope::Scope(Builder& builder, const std::string& name)
    : builder_(builder), outer_(builder.scope.size()) {
  builder.scope = builder.full_name(name);
}

Convolution::Convolution(Builder& builder, const ConvolutionShape& shape) : shape_(shape) {
  const auto [height, width] = shape.by_axis(shape.kernel, 1);
  const int64_t inputs = shape.in / shape.groups;
  weight_ = builder.layout.weight(builder.full_name("weight"), {shape.out, inputs, height, width},
                                  Initial::fan_in(inputs * height * width));
}

Tensor Convolution::operator()(const Tensor& x, Pass& pass) const {
  const Tensor& weight = pass.weights[weight_];
  const Tensor y =
      shape_.dilation == 2
          ? convolve_dilated(x, weight, shape_)
          : torch::conv2d(x, weight, {}, shape_.by_axis(shape_.stride, 1),
                          shape_.by_axis(shape_.padding, 0), shape_.dilation, shape_.groups);
  const Tensor ordered = channels_last(y);
  if (pass.observer) pass.observer->convolution(x, ordered, shape_, weight_);
  return ordered;
}

BatchNorm::BatchNorm(Builder& builder, int64_t channels, bool affine)
    : statistics_(builder.layout.statistics(builder.scope, channels)), momentum_(builder.momentum) {
  if (!affine) return;
  scale_ = builder.layout.weight(builder.full_name("weight"), {channels}, Initial::constant(1));
  shift_ = builder.layout.weight(builder.full_name("bias"), {channels}, Initial::constant(0));
}

kernels::NormPlace BatchNorm::place() const {
  TORCH_CHECK(momentum_ == kernels::kBatchNormMomentum,
              "the kernels do not support the batch norm momentum ", momentum_);
  return {.scale = scale_, .statistics = statistics_};
}

Tensor BatchNorm::operator()(const Tensor& x, Pass& pass) const {
  const bool from_batch = pass.mode != Statistics::kRunning;
  Tensor mean, variance, scale, shift;
  if (pass.mode != Statistics::kBatch) {
    mean = pass.statistics[statistics_];
    variance = pass.statistics[statistics_ + 1];
  }
  if (scale_) {
    scale = pass.weights[*scale_];
    shift = pass.weights[shift_];
  }
  // For float32 in channels-last order LibTorch sums the pixels of a channel one after the other,
  // which is several times less accurate than its sums over contiguous planes.
  const bool over_planes = from_batch && x.is_cpu() && x.scalar_type() == torch::kFloat32;
  const Tensor planes = over_planes ? x.contiguous() : x;
  const Tensor value = torch::batch_norm(value_of(planes), value_of(scale), value_of(shift), mean,
                                         variance, from_batch, momentum_,
                                         kernels::kBatchNormEpsilon, /*cudnn_enabled=*/x.is_cuda());
  const Tensor y =
      tangent_of(planes).defined() || tangent_of(scale).defined()
          ? with_tangent(value, from_batch ? norm_tangent(planes, {}, {scale, shift})
                                           : norm_tangent(planes, {mean, variance}, {scale, shift}))
          : value;
  const Tensor ordered = over_planes ? channels_last(y) : y;
  if (pass.observer) {
    pass.observer->batch_norm(x, ordered, {.scale = scale_, .statistics = statistics_});
  }
  return ordered;
}

Tensor channels_last(const Tensor& x) {
  const Tensor tangent = tangent_of(x);
  if (tangent.defined()) {
    return with_tangent(channels_last(value_of(x)), channels_last(tangent));
  }
  // With one channel both orders are the same, so there is nothing to convert.
  if (x.size(1) == 1) return x;
  // If a Function returns its input unchanged, LibTorch makes a view of it. For a batch of one the
  // view loses its order, and batch norm then misreads its gradient.
  return x.size(0) == 1 ? x.contiguous(torch::MemoryFormat::ChannelsLast) : ChannelsLast::apply(x);
}

Tensor pad_to_even(const Tensor& x) {
  const int64_t height = x.size(2) % 2, width = x.size(3) % 2;
  return height + width == 0 ? x : torch::constant_pad_nd(x, {0, width, 0, height});
}

Linear::Linear(Builder& builder, int64_t in, int64_t out)
    : weight_(builder.layout.weight(builder.full_name("weight"), {out, in}, Initial::fan_in(in))),
      bias_(builder.layout.weight(builder.full_name("bias"), {out}, Initial::fan_in(in))) {}

Tensor Linear::operator()(const Tensor& x, Pass& pass) const {
  const Tensor y = torch::linear(x, pass.weights[weight_], pass.weights[bias_]);
  if (pass.observer) pass.observer->linear(x, y, weight_, bias_);
  return y;
}

Tensor activate(const Tensor& x, Pass& pass) {
  const Tensor y = pass.activation == Activation::kRelu ? torch::relu(x) : torch::silu(x);
  if (pass.observer) pass.observer->activation(x, y, pass.activation);
  return y;
}

Tensor pool(const Tensor& x, const PoolShape& shape, Pass& pass) {
  const auto both = [](int64_t length) { return std::array{length, length}; };
  const Tensor y =
      shape.kind == kernels::PoolKind::kMax
          ? torch::max_pool2d(x, both(shape.kernel), both(shape.stride), both(shape.padding),
                              /*dilation=*/1, shape.ceil)
          : torch::avg_pool2d(x, both(shape.kernel), both(shape.stride), both(shape.padding),
                              shape.ceil, /*count_include_pad=*/false);
  if (pass.observer) pass.observer->pool(x, y, shape);
  return y;
}

Tensor global_average(const Tensor& x, Pass& pass) {
  const Tensor y = channels_last(x).mean({2, 3});
  if (pass.observer) pass.observer->global_average(x, y);
  return y;
}

void accumulate(Tensor& sum, const Tensor& term, Pass& pass) {
  const Tensor before = sum;
  accumulate(sum, term);
  if (pass.observer && before.defined()) pass.observer->sum(before, term, sum);
}

Tensor concatenate(const std::vector<Tensor>& xs, Pass& pass) {
  Tensor y = torch::cat(xs, 1);
  if (pass.observer) pass.observer->concatenation(xs, y);
  return y;
}

Tensor first_channels(const Tensor& x, int64_t count, Pass& pass) {
  Tensor y = x.narrow(1, 0, count);
  if (pass.observer) pass.observer->first_channels(x, y);
  return y;
}

void Tally::convolution(const Tensor&, const Tensor& y, const ConvolutionShape& shape, size_t) {
  const auto [height, width] = shape.by_axis(shape.kernel, 1);
  multiply_adds += y.numel() * height * width * shape.in / shape.groups;
}

void Tally::batch_norm(const Tensor& x, const Tensor&, const kernels::NormPlace&) {
  normalised += x.numel();
}

void Tally::linear(const Tensor& x, const Tensor& y, size_t, size_t) {
  multiply_adds += y.numel() * x.size(1);
}

void Tally::activation(const Tensor& x, const Tensor&, Activation) { activated += x.numel(); }

void Tally::pool(const Tensor&, const Tensor& y, const PoolShape& shape) {
  const bool counts = shape.kind == kernels::PoolKind::kAverage && shape.kernel == 3;
  average_pool_outputs += counts ? y.numel() : 0;
}

}  // namespace tetlo
