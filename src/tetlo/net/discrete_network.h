// SPDX-License-Identifier: Apache-2.0
// The network built from a found pair of cells, for CIFAR-sized and for ImageNet-sized images.
//
// CIFAR: stem 3 x 3 to 3 C; ImageNet: two stems of stride-2 convolutions, 224 -> 56 and 28. After
// cell ⌊2L/3⌋ an auxiliary classifier helps training and is left out of every count and of testing
// [Liu2019, appendix A]. All batch norms are affine, pools have none.
//
// A cell of nasbench201 makes that benchmark's network instead: the supernet with one candidate an
// edge, without auxiliary head and drop path.
//
// Checkable: DARTS_V2 with 36 channels and 20 cells has 3,349,342 weights, its auxiliary head
// 476,426, and one 32 x 32 image takes 528,359,040 multiply-adds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tetlo/net/cell.h"

namespace tetlo {

class Supernet;

enum class NetworkKind { kCifar, kImageNet };

/// Throws Error unless `name` is "cifar" or "imagenet".
NetworkKind find_network_kind(const std::string& name);

struct DiscreteShape {
  NetworkKind kind = NetworkKind::kCifar;
  int64_t image_channels = 3;
  int64_t image_side = 32;
  int64_t channels = 36;
  int64_t cells = 20;
  int64_t classes = 10;
  bool auxiliary_head = false;
  Engine engine = Engine::kFused;
};

struct DiscreteOutput {
  Tensor logits;            ///< [N, classes]
  Tensor auxiliary_logits;  ///< [N, classes]; undefined without the head or when testing
};

class DiscreteNetwork {
 public:
  /// Impossible shapes and genotypes are an Error.
  DiscreteNetwork(const Genotype& genotype, const DiscreteShape& shape);

  DiscreteOutput forward(const Tensor& images, Pass& pass) const;
  const Layout& layout() const;
  Pass pass(const Tensor& weights, const Tensor& statistics, Statistics mode) const;

  /// Weights without and of the auxiliary head.
  int64_t parameters() const { return parameters_; }
  int64_t auxiliary_parameters() const { return layout().weight_count() - parameters_; }

 private:
  class Stem;
  class Head;

  Builder builder_;
  Engine engine_;
  std::shared_ptr<const Stem> stem_;
  std::vector<DiscreteCell> cells_;
  std::optional<Linear> classifier_;
  size_t head_after_ = 0;
  std::shared_ptr<const Head> head_;
  int64_t parameters_ = 0;

  std::shared_ptr<const Supernet> nasbench201_;  ///< of such a cell: each edge has one candidate …
  Mixture ones_;                                 ///< … of weight 1
};

}  // namespace tetlo
