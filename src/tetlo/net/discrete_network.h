// SPDX-License-Identifier: Apache-2.0
// The network built from found cells, for CIFAR-sized and for ImageNet-sized images.
//
// The family of the cells says what network (families.h): that of [Liu2019] for DARTS's, that of the
// benchmark for those of NAS-Bench-201 and NAS-Bench-101, which have neither auxiliary head nor drop
// path.
#pragma once

#include <memory>
#include <string>

#include "tetlo/net/network.h"
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

/// Impossible shapes and genotypes are an Error.
std::unique_ptr<const Network> make_discrete_network(const Genotype& genotype,
                                                     const DiscreteShape& shape);

}  // namespace tetlo
