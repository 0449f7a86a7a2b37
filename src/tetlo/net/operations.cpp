// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/operations.h"

#include <fmt/ranges.h>

#include <optional>

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

using kernels::Branch;
using kernels::PoolKind;
using torch::indexing::None;
using torch::indexing::Slice;

/// The name of the layer with this place in an operation that is a sequence of layers. ReLU counts,
/// too.
std::string part(int place) { return fmt::format("op.{}", place); }

Tensor every_nth_pixel(const Tensor& x, int64_t stride) {
  return stride == 1
             ? x
             : x.index({Slice(), Slice(), Slice(None, None, stride), Slice(None, None, stride)});
}

class Zero : public Operation {
 public:
  Zero(Builder&, int64_t, int64_t stride) : stride_(stride) {}
  Tensor forward(const Tensor& x, Pass& pass) const override {
    const Tensor y = torch::zeros_like(every_nth_pixel(x, stride_));
    if (pass.observer) pass.observer->zeros(x, y, stride_);
    return y;
  }
  std::optional<Branch> branch() const override { return Branch{.kind = Branch::Kind::kNone}; }

 private:
  int64_t stride_;
};

class Identity : public Operation {
 public:
  Tensor forward(const Tensor& x, Pass&) const override { return x; }
  bool is_identity() const override { return true; }
  std::optional<Branch> branch() const override { return Branch{.kind = Branch::Kind::kIdentity}; }
};

/// The identity with dropout: every entry is set to 0 with probability pass.mixture.skip_dropout,
/// and the others are scaled so that the expectation does not change.
class DroppedIdentity : public Operation {
 public:
  Tensor forward(const Tensor& x, Pass& pass) const override {
    if (pass.mixture.skip_dropout == 0 || pass.mode == Statistics::kRunning) return x;
    const double keep = 1 - pass.mixture.skip_dropout;
    const Tensor mask = torch::empty(x.sizes(), x.options()).bernoulli_(keep, pass.generator);
    return x * mask.div_(keep);
  }
};

/// Standard normal noise, the same in every precision. Only the shape of the input matters, not its
/// values.
class Noise : public Operation {
 public:
  Noise(Builder&, int64_t, int64_t stride) : stride_(stride) {}
  Tensor forward(const Tensor& x, Pass& pass) const override {
    const Tensor like = every_nth_pixel(x, stride_);
    const auto single = x.options().dtype(torch::kFloat32);
    const Tensor y = torch::randn(like.sizes(), pass.generator, single).to(x.scalar_type());
    if (pass.observer) pass.observer->noise(x, y, stride_);
    return y;
  }

 private:
  int64_t stride_;
};

class Pool : public Operation {
 public:
  Pool(Builder& builder, PoolKind kind, int64_t channels, int64_t stride)
      : kind_(kind), stride_(stride) {
    if (builder.normalise_pools) norm_.emplace(builder.in("1"), channels, /*affine=*/false);
  }
  Tensor forward(const Tensor& x, Pass& pass) const override {
    const Tensor y = pool(x, {.kind = kind_, .stride = stride_}, pass);
    return norm_ ? (*norm_)(y, pass) : y;
  }
  std::optional<Branch> branch() const override {
    Branch branch{.kind = Branch::Kind::kPool, .pool = kind_};
    if (norm_) branch.norm = norm_->place();
    return branch;
  }

 private:
  PoolKind kind_;
  int64_t stride_;
  std::optional<BatchNorm> norm_;
};

/// ReLU, depthwise k x k convolution, pointwise convolution and batch norm. A separable convolution
/// applies this twice; `first` is the place of the depthwise convolution in the sequence of all its
/// layers.
class DepthwiseSeparable : public Operation {
 public:
  DepthwiseSeparable(Builder& builder, int64_t channels, const kernels::Taps& taps, int first = 1)
      : depthwise_(builder.in(part(first)), {.in = channels,
                                             .out = channels,
                                             .kernel = taps.kernel,
                                             .stride = taps.stride,
                                             .padding = taps.halo(),
                                             .dilation = taps.dilation,
                                             .groups = channels}),
        pointwise_(builder.in(part(first + 1)), {.in = channels, .out = channels}),
        norm_(builder.in(part(first + 2)), channels) {}
  Tensor forward(const Tensor& x, Pass& pass) const override {
    return norm_(pointwise_(depthwise_(activate(x, pass), pass), pass), pass);
  }
  kernels::StageShape stage() const {
    const ConvolutionShape& taps = depthwise_.shape();
    return {.taps = {.kernel = taps.kernel, .dilation = taps.dilation, .stride = taps.stride},
            .weights = depthwise_.place(),
            .norm = norm_.place()};
  }
  std::optional<Branch> branch() const override {
    return Branch{.kind = Branch::Kind::kStages, .stages = {stage()}};
  }

 private:
  Convolution depthwise_, pointwise_;
  BatchNorm norm_;
};

class SeparableConvolution : public Operation {
 public:
  SeparableConvolution(Builder& builder, int64_t channels, int64_t kernel, int64_t stride)
      : first_(builder, channels, {.kernel = kernel, .stride = stride}),
        second_(builder, channels, {.kernel = kernel}, /*first=*/5) {}
  Tensor forward(const Tensor& x, Pass& pass) const override {
    return second_.forward(first_.forward(x, pass), pass);
  }
  std::optional<Branch> branch() const override {
    return Branch{.kind = Branch::Kind::kStages, .stages = {first_.stage(), second_.stage()}};
  }

 private:
  DepthwiseSeparable first_, second_;
};

/// ReLU, a convolution over 7 pixels of a row, another over 7 pixels of a column, and batch norm.
class RowAndColumn : public Operation {
 public:
  RowAndColumn(Builder& builder, int64_t channels, int64_t stride)
      : row_(builder.in("1"), line(channels, stride, Along::kRows)),
        column_(builder.in("2"), line(channels, stride, Along::kColumns)),
        norm_(builder.in("3"), channels) {}
  Tensor forward(const Tensor& x, Pass& pass) const override {
    return norm_(column_(row_(activate(x, pass), pass), pass), pass);
  }

 private:
  static ConvolutionShape line(int64_t channels, int64_t stride, Along along) {
    return {.in = channels,
            .out = channels,
            .kernel = 7,
            .stride = stride,
            .padding = 3,
            .along = along};
  }

  Convolution row_, column_;
  BatchNorm norm_;
};

using Made = std::unique_ptr<Operation>;

struct Entry {
  const char* name;
  Made (*make)(Builder&, int64_t channels, int64_t stride);
};

Made skip_connect(Builder& builder, int64_t channels, int64_t stride) {
  if (stride == 1) return std::make_unique<Identity>();
  return std::make_unique<FactorizedReduce>(builder, channels, channels);
}

Made skip_dropout(Builder& builder, int64_t channels, int64_t stride) {
  if (stride == 1) return std::make_unique<DroppedIdentity>();
  return std::make_unique<FactorizedReduce>(builder, channels, channels);
}

template <PoolKind kind>
Made pooling(Builder& builder, int64_t channels, int64_t stride) {
  return std::make_unique<Pool>(builder, kind, channels, stride);
}

template <int64_t kernel>
Made separable(Builder& builder, int64_t channels, int64_t stride) {
  return std::make_unique<SeparableConvolution>(builder, channels, kernel, stride);
}

template <int64_t kernel>
Made dilated(Builder& builder, int64_t channels, int64_t stride) {
  return std::make_unique<DepthwiseSeparable>(
      builder, channels, kernels::Taps{.kernel = kernel, .dilation = 2, .stride = stride});
}

template <typename T, int64_t kernel>
Made convolution(Builder& builder, int64_t channels, int64_t stride) {
  return std::make_unique<T>(builder, ConvolutionShape{.in = channels,
                                                       .out = channels,
                                                       .kernel = kernel,
                                                       .stride = stride,
                                                       .padding = kernel / 2});
}

template <typename T>
Made plain(Builder& builder, int64_t channels, int64_t stride) {
  return std::make_unique<T>(builder, channels, stride);
}

constexpr Entry kOperations[] = {
    {"none", plain<Zero>},
    {"max_pool_3x3", pooling<PoolKind::kMax>},
    {"avg_pool_3x3", pooling<PoolKind::kAverage>},
    {"skip_connect", skip_connect},
    {"skip_connect_dropout", skip_dropout},
    {"sep_conv_3x3", separable<3>},
    {"sep_conv_5x5", separable<5>},
    {"sep_conv_7x7", separable<7>},
    {"dil_conv_3x3", dilated<3>},
    {"dil_conv_5x5", dilated<5>},
    {"conv_7x1_1x7", plain<RowAndColumn>},
    {"nor_conv_1x1", convolution<ReluConvNorm, 1>},
    {"nor_conv_3x3", convolution<ReluConvNorm, 3>},
    {"noise", plain<Noise>},
    {"conv1x1-bn-relu", convolution<ConvNormRelu, 1>},
    {"conv3x3-bn-relu", convolution<ConvNormRelu, 3>},
    {"maxpool3x3", pooling<PoolKind::kMax>},
};

}  // namespace

std::unique_ptr<Operation> make_operation(const std::string& name, Builder& builder,
                                          int64_t channels, int64_t stride) {
  for (const Entry& entry : kOperations) {
    if (name == entry.name) return entry.make(builder, channels, stride);
  }
  fail("The operation is \"{}\"; it must be one of {}.", name, fmt::join(operation_names(), ", "));
}

std::vector<std::string> operation_names() {
  std::vector<std::string> names;
  for (const Entry& entry : kOperations) names.emplace_back(entry.name);
  return names;
}

ReluConvNorm::ReluConvNorm(Builder& builder, const ConvolutionShape& shape, bool affine)
    : convolution_(builder.in(part(1)), shape), norm_(builder.in(part(2)), shape.out, affine) {}

Tensor ReluConvNorm::forward(const Tensor& x, Pass& pass) const {
  return norm_(convolution_(activate(x, pass), pass), pass);
}

NormRelu::NormRelu(Builder& builder, int64_t channels)
    : norm_(builder.in("0"), channels, /*affine=*/true) {}

Tensor NormRelu::forward(const Tensor& x, Pass& pass) const {
  return activate(norm_(x, pass), pass);
}

Tensor ConvNormRelu::forward(const Tensor& x, Pass& pass) const {
  return activate(normalised_(x, pass), pass);
}

FactorizedReduce::FactorizedReduce(Builder& builder, int64_t in, int64_t out)
    : even_(builder.in("conv_1"), {.in = in, .out = out / 2, .stride = 2}),
      odd_(builder.in("conv_2"), {.in = in, .out = out - out / 2, .stride = 2}),
      norm_(builder.in("bn"), out) {}

Tensor FactorizedReduce::forward(const Tensor& x, Pass& pass) const {
  const Tensor active = activate(x, pass);
  const Tensor shifted =
      channels_last(pad_to_even(active)).index({Slice(), Slice(), Slice(1, None), Slice(1, None)});
  if (pass.observer) pass.observer->shift(active, shifted);
  return norm_(concatenate({even_(active, pass), odd_(shifted, pass)}, pass), pass);
}

std::optional<Branch> ReluConvNorm::branch() const {
  const ConvolutionShape& shape = convolution_.shape();
  if (shape.kernel > 1 || shape.stride > 1) return std::nullopt;
  return Branch{.kind = Branch::Kind::kStages,
                .stages = {{.kind = kernels::StageKind::kPointwise,
                            .taps = {.kernel = 1},
                            .weights = convolution_.place(),
                            .norm = norm_.place()}}};
}

std::optional<Branch> FactorizedReduce::branch() const {
  return Branch{.kind = Branch::Kind::kStages,
                .stages = {{.kind = kernels::StageKind::kFactorised,
                            .taps = {.kernel = 1, .stride = 2},
                            .weights = even_.place(),
                            .norm = norm_.place()}}};
}

}  // namespace tetlo
