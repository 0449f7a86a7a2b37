// SPDX-License-Identifier: Apache-2.0
// The network built from found cells, for images of any size.
//
// The family of the cells determines the network (families.h). Cells of DARTS form the network of
// [Liu2019]. Cells of NAS-Bench-201 and NAS-Bench-101 form the network of their benchmark, which
// has neither an auxiliary head nor drop path.
#pragma once

#include <memory>

#include "tetlo/net/network.h"
#include "tetlo/space/genotype.h"
#include "tetlo/util/enum_table.h"

namespace tetlo {

/// The data sets for which networks were published.
enum class NetworkKind { kCifar, kImageNet };

inline EnumTable<NetworkKind> table_of(NetworkKind) {
  return {{NetworkKind::kCifar, "cifar", "for small images"},
          {NetworkKind::kImageNet, "imagenet", "for images of 224 x 224 pixels"}};
}

struct DiscreteShape {
  int64_t image_channels = 3;
  int64_t image_side = 32;
  int64_t channels = 36;
  int64_t cells = 20;
  int64_t classes = 10;
  bool auxiliary_head = false;
  Engine engine = Engine::kFused;
};

/// The shape in which the paper or the benchmark trains such a genotype. Channels and cells are 36
/// and 20 for DARTS, or 48 and 14 on ImageNet, 16 and 17 for NAS-Bench-201, and 128 and 9 for
/// NAS-Bench-101. Throws Error if there is no such network for ImageNet.
DiscreteShape usual_shape(const Genotype& genotype, NetworkKind kind);

/// Throws Error if the shape or the genotype is impossible.
std::unique_ptr<const Network> make_discrete_network(const Genotype& genotype,
                                                     const DiscreteShape& shape);

}  // namespace tetlo
