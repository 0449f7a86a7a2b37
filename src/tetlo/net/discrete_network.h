// SPDX-License-Identifier: Apache-2.0
// The network built from found cells, for CIFAR-sized and for ImageNet-sized images.
//
// What kind of cells they are says what network: cell_network.h for DARTS's, that of the benchmark
// for cells of NAS-Bench-201 (the supernet with one candidate an edge) and of NAS-Bench-101
// (nasbench101_network.h), which have neither auxiliary head nor drop path.
#pragma once

#include <memory>
#include <string>

#include "tetlo/net/layers.h"
#include "tetlo/space/genotype.h"

namespace tetlo {

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

/// Channels and cells as the paper trains such a genotype: 36 and 20, on ImageNet 48 and 14; as the
/// benchmarks have trained theirs, 16 and 17 or 128 and 9.
DiscreteShape usual_shape(const Genotype& genotype, NetworkKind kind);

struct DiscreteOutput {
  Tensor logits;                 ///< [N, classes]
  Tensor auxiliary_logits = {};  ///< [N, classes]; undefined without the head or when testing
};

class DiscreteNetwork {
 public:
  virtual ~DiscreteNetwork() = default;
  virtual DiscreteOutput forward(const Tensor& images, Pass& pass) const = 0;
  virtual const Layout& layout() const = 0;

  Pass pass(const Tensor& weights, const Tensor& statistics, Statistics mode) const;
  /// Weights without and of the auxiliary head.
  int64_t parameters() const { return parameters_; }
  int64_t auxiliary_parameters() const { return layout().weight_count() - parameters_; }

 protected:
  explicit DiscreteNetwork(Engine engine) : engine_(engine) {}
  void set_parameters(int64_t parameters) { parameters_ = parameters; }

 private:
  Engine engine_;
  int64_t parameters_ = 0;
};

/// Impossible shapes and genotypes are an Error.
std::unique_ptr<const DiscreteNetwork> make_discrete_network(const Genotype& genotype,
                                                             const DiscreteShape& shape);

}  // namespace tetlo
