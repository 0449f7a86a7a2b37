// SPDX-License-Identifier: Apache-2.0
// The candidate operations, each by the name that genotypes use.
//
// Every operation maps [N, C, H, W] to [N, C, H/stride, W/stride] (rounded up). Definitions
// [Liu2019, section 3.1]; `noise` [Zela2020, section 3]; what the papers leave to their code, such
// as the order of layers, follows docs/decisions.md. Each is written ReLU - convolution - batch
// norm.
//
// Weights (+ with affine batch norm), stride 1:
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
  /// True where the output is x itself, which drop path must leave alone.
  virtual bool is_identity() const { return false; }
  /// How the fused kernels compute it; nothing where they cannot.
  virtual std::optional<kernels::Branch> branch() const { return std::nullopt; }
};

/// The operations that may stand on an edge.
using Candidates = std::vector<std::shared_ptr<const Operation>>;

/// Builds the named operation for `channels` channels and stride 1 or 2; unknown names are an
/// Error.
std::unique_ptr<Operation> make_operation(const std::string& name, Builder& builder,
                                          int64_t channels, int64_t stride);

/// The names make_operation knows, in the order of its table.
std::vector<std::string> operation_names();

/// ReLU, convolution, batch norm; 1 x 1 it is how a cell adapts its input.
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
  ConvNormRelu(Builder& builder, const ConvolutionShape& shape);
  Tensor forward(const Tensor& x, Pass& pass) const override;

 private:
  Convolution convolution_;
  BatchNorm norm_;
};

/// ReLU, then two 1 x 1 convolutions of stride 2, one of them shifted by a pixel, side by side.
/// Odd sizes are padded by one pixel at the far end so that both halves agree.
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
