// SPDX-License-Identifier: Apache-2.0
// The candidate operations, built by the names that genotypes use.
//
// Every operation maps [N, C, H, W] to [N, C, H/stride, W/stride] (rounded up). The operations are
// defined in [Liu2019, section 3.1], `noise` in [Zela2020, section 3]. docs/decisions.md describes
// what the papers do not define, such as the order of layers. Convolutions have the order ReLU -
// convolution - batch norm, except in NAS-Bench-101.
//
// Weights at stride 1 (in brackets: additional weights of affine batch norms):
//   sep_conv_k   2 (k^2 C + C^2) (+ 4 C)   applied twice
//   dil_conv_k     (k^2 C + C^2) (+ 2 C)   applied once, dilation 2
//   skip_connect   0; with stride 2: C^2 (+ 2 C)
//   conv_7x1_1x7   14 C^2 (+ 2 C)
//   nor_conv_k     k^2 C^2 (+ 2 C)         [Dong2020, section 2.1]
//   none, pools, noise: 0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tetlo/net/layers.h"

namespace tetlo {

class Operation {
 public:
  virtual ~Operation() = default;
  /// x [N, C, H, W] -> [N, C, ceil(H / stride), ceil(W / stride)].
  virtual Tensor forward(const Tensor& x, Pass& pass) const = 0;
  /// Whether the output is x itself. A found network never drops the path of such an operation.
  virtual bool is_identity() const { return false; }
  /// The description with which the fused kernels compute the operation; empty if they cannot.
  virtual std::optional<kernels::Branch> branch() const { return std::nullopt; }
};

/// The candidate operations of an edge.
using Candidates = std::vector<std::shared_ptr<const Operation>>;

/// Builds the named operation for `channels` channels and stride 1 or 2. Throws Error if the name
/// is unknown.
std::unique_ptr<Operation> make_operation(const std::string& name, Builder& builder,
                                          int64_t channels, int64_t stride);

/// The names that make_operation() knows, in the order of its table.
std::vector<std::string> operation_names();

/// ReLU, convolution, batch norm. With a 1 x 1 convolution, a cell uses it to adapt its inputs.
class ReluConvNorm : public Operation {
 public:
  ReluConvNorm(Builder& builder, int64_t in, int64_t out)
      : ReluConvNorm(builder, {.in = in, .out = out}) {}
  ReluConvNorm(Builder& builder, const ConvolutionShape& shape)
      : ReluConvNorm(builder, shape, builder.affine) {}
  ReluConvNorm(Builder& builder, const ConvolutionShape& shape, bool affine);
  Tensor forward(const Tensor& x, Pass& pass) const override;
  std::optional<kernels::Branch> branch() const override;

 private:
  Convolution convolution_;
  BatchNorm norm_;
};

/// Batch norm with scale and shift, ReLU.
class NormRelu : public Operation {
 public:
  NormRelu(Builder& builder, int64_t channels);
  Tensor forward(const Tensor& x, Pass& pass) const override;

 private:
  BatchNorm norm_;
};

/// Convolution, batch norm with scale and shift, ReLU [Ying2019, section 2.1].
class ConvNormRelu : public Operation {
 public:
  ConvNormRelu(Builder& builder, const ConvolutionShape& shape) : normalised_(builder, shape) {}
  Tensor forward(const Tensor& x, Pass& pass) const override;

 private:
  ConvNorm normalised_;
};

/// ReLU, then two 1 x 1 convolutions of stride 2, whose outputs are concatenated, then batch norm.
/// The second convolution reads pixels shifted by one row and column. Odd sides are padded by one
/// pixel at the end, so that both outputs have the same size.
class FactorizedReduce : public Operation {
 public:
  FactorizedReduce(Builder& builder, int64_t in, int64_t out);
  Tensor forward(const Tensor& x, Pass& pass) const override;
  std::optional<kernels::Branch> branch() const override;

 private:
  Convolution even_, odd_;
  BatchNorm norm_;
};

}  // namespace tetlo
