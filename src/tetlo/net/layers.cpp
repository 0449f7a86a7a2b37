// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/layers.h"

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

/// The layout in which LibTorch's CPU kernels are several times faster. An image of one channel has
/// no order of its own for LibTorch to keep, so it is asked for explicitly; elsewhere this is free.
Tensor channels_last(const Tensor& x) {
  return x.size(1) == 1 ? x : x.contiguous(torch::MemoryFormat::ChannelsLast);
}

}  // namespace

Activation find_activation(const std::string& name) {
  if (name == "relu") return Activation::kRelu;
  if (name == "silu") return Activation::kSilu;
  fail("network.activation is \"{}\"; it must be relu or silu.", name);
}

Convolution::Convolution(Builder& builder, const ConvolutionShape& shape)
    : shape_(shape),
      weight_(builder.layout.weight(
          {shape.out, shape.in / shape.groups, shape.kernel, shape.kernel},
          Initial::fan_in(shape.in / shape.groups * shape.kernel * shape.kernel))) {}

Tensor Convolution::operator()(const Tensor& x, Pass& pass) const {
  const Tensor& weight = pass.weights[weight_];
  Tensor y =
      torch::conv2d(x, weight, {}, shape_.stride, shape_.padding, shape_.dilation, shape_.groups);
  if (pass.tally) pass.tally->multiply_adds += y.numel() * weight.numel() / shape_.out;
  return channels_last(y);
}

BatchNorm::BatchNorm(Builder& builder, int64_t channels, bool affine)
    : statistics_(builder.layout.statistics(channels)) {
  if (!affine) return;
  scale_ = builder.layout.weight({channels}, Initial::constant(1));
  shift_ = builder.layout.weight({channels}, Initial::constant(0));
}

Tensor BatchNorm::operator()(const Tensor& x, Pass& pass) const {
  const double momentum = 0.1, epsilon = 1e-5;
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
  if (pass.tally) pass.tally->normalised += x.numel();
  return torch::batch_norm(x, scale, shift, mean, variance, from_batch, momentum, epsilon,
                           /*cudnn_enabled=*/x.is_cuda());
}

Linear::Linear(Builder& builder, int64_t in, int64_t out)
    : weight_(builder.layout.weight({out, in}, Initial::fan_in(in))),
      bias_(builder.layout.weight({out}, Initial::fan_in(in))) {}

Tensor Linear::operator()(const Tensor& x, Pass& pass) const {
  if (pass.tally) pass.tally->multiply_adds += x.size(0) * pass.weights[weight_].numel();
  return torch::linear(x, pass.weights[weight_], pass.weights[bias_]);
}

Tensor activate(const Tensor& x, Pass& pass) {
  if (pass.tally) pass.tally->activated += x.numel();
  return pass.activation == Activation::kRelu ? torch::relu(x) : torch::silu(x);
}

Tensor max_pool(const Tensor& x, int64_t stride) {
  return torch::max_pool2d(x, {3, 3}, {stride, stride}, {1, 1});
}

Tensor average_pool(const Tensor& x, int64_t stride, Pass& pass) {
  Tensor y = torch::avg_pool2d(x, {3, 3}, {stride, stride}, {1, 1}, /*ceil_mode=*/false,
                               /*count_include_pad=*/false);
  if (pass.tally) pass.tally->average_pool_outputs += y.numel();
  return y;
}

}  // namespace tetlo
