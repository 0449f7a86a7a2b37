// SPDX-License-Identifier: Apache-2.0
// Networks of NAS-Bench-201 [Dong2020, section 2.1]. The stem has C channels, and residual blocks
// replace the reduction cells. A found network is a supernet with one candidate on each edge. Drop
// path is off, because the benchmark trained its networks without it.
#include "tetlo/net/families.h"

namespace tetlo {
namespace {

/// A residual block that halves the side [He2016]. It adds two branches: ReLU, 3 x 3 convolution
/// and batch norm, twice, with stride 2 the first time; and an average over 2 x 2 pixels, followed
/// by a 1 x 1 convolution. Its batch norms are affine even in a supernet, as in the authors' code.
class ResidualBlock : public Cell {
 public:
  ResidualBlock(Builder& builder, const CellPlan& plan)
      : first_(builder.in("first"),
               {.in = plan.last, .out = plan.channels, .kernel = 3, .stride = 2, .padding = 1},
               /*affine=*/true),
        second_(builder.in("second"),
                {.in = plan.channels, .out = plan.channels, .kernel = 3, .padding = 1},
                /*affine=*/true),
        shortcut_(builder.in("shortcut"), {.in = plan.last, .out = plan.channels}) {}

  Tensor forward(const CellOutputs& before, Pass& pass) const override {
    const Tensor averaged = pool(before.last, halving(kernels::PoolKind::kAverage), pass);
    Tensor sum = shortcut_(averaged, pass);
    accumulate(sum, second_.forward(first_.forward(before.last, pass), pass), pass);
    return sum;
  }

 private:
  ReluConvNorm first_, second_;
  Convolution shortcut_;
};

Space space_of(const Nasbench201Cell& cell) {
  Space space = find_space("nasbench201");
  for (size_t e = 0; e < space.normal.size(); ++e) space.normal[e] = {cell.operations[e]};
  return space;
}

class Nasbench201Network : public Supernet {
 public:
  Nasbench201Network(const Nasbench201Cell& cell, const DiscreteShape& shape)
      : Supernet(space_of(cell), {.image_channels = shape.image_channels,
                                  .image_side = shape.image_side,
                                  .channels = shape.channels,
                                  .cells = shape.cells,
                                  .classes = shape.classes,
                                  .affine = true,
                                  .engine = shape.engine}) {}
  Output forward(const Tensor& images, Pass& pass) const override {
    pass.mixture = {};
    return Supernet::forward(images, pass);
  }
};

}  // namespace

SupernetParts supernet_parts(const Nasbench201Family&, const Space& space,
                             const SupernetShape& shape) {
  const auto make_cell = [&space, partial = shape.partial](
                             Builder& builder, const CellPlan& plan) -> std::unique_ptr<Cell> {
    if (plan.kind == CellKind::kReduction) return std::make_unique<ResidualBlock>(builder, plan);
    return std::make_unique<SearchCell>(builder, space, plan, partial);
  };
  return {.stem_channels = shape.channels, .make_cell = make_cell};
}

DiscreteShape published_shape(const Nasbench201Cell&, NetworkKind kind) {
  require_cifar(kind);
  return {.channels = 16, .cells = 17};
}

std::unique_ptr<const Network> found_network(const Nasbench201Cell& cell,
                                             const DiscreteShape& shape) {
  return std::make_unique<Nasbench201Network>(cell, shape);
}

}  // namespace tetlo
