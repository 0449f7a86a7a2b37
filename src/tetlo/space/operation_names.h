// SPDX-License-Identifier: Apache-2.0
// The names of candidate operations in genotypes and search spaces [Liu2019].
#pragma once

namespace tetlo {

constexpr const char* kNone = "none";
/// Gaussian noise that does not depend on the input [Zela2020, section 3].
constexpr const char* kGaussianNoise = "noise";
constexpr const char* kMaxPool3 = "max_pool_3x3";
constexpr const char* kAvgPool3 = "avg_pool_3x3";
constexpr const char* kSkip = "skip_connect";
/// A skip connection. If it is the identity, dropout follows it while a supernet is trained
/// [Chen2019, section 3.3].
constexpr const char* kSkipDropout = "skip_connect_dropout";
constexpr const char* kSepConv3 = "sep_conv_3x3";
constexpr const char* kSepConv5 = "sep_conv_5x5";
constexpr const char* kSepConv7 = "sep_conv_7x7";
constexpr const char* kDilConv3 = "dil_conv_3x3";
constexpr const char* kDilConv5 = "dil_conv_5x5";
/// A convolution along rows, followed by one along columns: an operation of NASNet and AmoebaNet,
/// in the form of [Liu2019]'s code.
constexpr const char* kConv7 = "conv_7x1_1x7";
/// Convolutions that are neither depthwise nor factorised [Dong2020, section 2.1].
constexpr const char* kConvolution1 = "nor_conv_1x1";
constexpr const char* kConvolution3 = "nor_conv_3x3";
/// The operations of NAS-Bench-101: convolution, batch norm and ReLU, or pooling
/// [Ying2019, section 2.1].
constexpr const char* kBlockConvolution1 = "conv1x1-bn-relu";
constexpr const char* kBlockConvolution3 = "conv3x3-bn-relu";
constexpr const char* kBlockMaxPool3 = "maxpool3x3";

}  // namespace tetlo
