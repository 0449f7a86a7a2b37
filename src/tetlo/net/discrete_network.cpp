// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/discrete_network.h"

#include "tetlo/net/cell_network.h"
#include "tetlo/net/nasbench101_network.h"
#include "tetlo/net/supernet.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

/// The supernet whose every edge has one candidate. The benchmark trained it without drop path.
class Nasbench201Network : public Supernet {
 public:
  Nasbench201Network(const Genotype& cell, const DiscreteShape& shape)
      : Supernet(space_of(cell), {.image_channels = shape.image_channels,
                                  .channels = shape.channels,
                                  .cells = shape.cells,
                                  .classes = shape.classes,
                                  .affine = true,
                                  .engine = shape.engine}) {}
  Output forward(const Tensor& images, Pass& pass) const override {
    pass.mixture = {};
    return Supernet::forward(images, pass);
  }

 private:
  static Space space_of(const Genotype& cell) {
    Space space = find_space("nasbench201");
    for (size_t e = 0; e < space.normal.size(); ++e) space.normal[e] = {cell.normal[e].operation};
    return space;
  }
};

}  // namespace

NetworkKind find_network_kind(const std::string& name) {
  if (name == "cifar") return NetworkKind::kCifar;
  if (name == "imagenet") return NetworkKind::kImageNet;
  fail("The network is \"{}\"; it must be cifar or imagenet.", name);
}

DiscreteShape usual_shape(const Genotype& genotype, NetworkKind kind) {
  if (genotype.is_nasbench201()) return {.kind = kind, .channels = 16, .cells = 17};
  if (genotype.blocks) return {.kind = kind, .channels = 128, .cells = 9};
  if (kind == NetworkKind::kCifar) return {};
  return {.kind = kind, .image_side = 224, .channels = 48, .cells = 14, .classes = 1000};
}

std::unique_ptr<const Network> make_discrete_network(const Genotype& genotype,
                                                     const DiscreteShape& shape) {
  const bool of_benchmark = genotype.is_nasbench201() || genotype.blocks;
  require(!of_benchmark || shape.kind == NetworkKind::kCifar,
          "Cells of nasbench201 and nasbench101 make networks of kind cifar.");
  if (genotype.is_nasbench201()) return std::make_unique<Nasbench201Network>(genotype, shape);
  if (genotype.blocks) return std::make_unique<Nasbench101Network>(*genotype.blocks, shape);
  return std::make_unique<CellNetwork>(genotype, shape);
}

}  // namespace tetlo
