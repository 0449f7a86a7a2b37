// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/nasbench101_network.h"

#include <fmt/format.h>

#include <algorithm>

#include "tetlo/net/block_cell.h"

namespace tetlo {
namespace {

bool feeds(const Nasbench101Cell& cell, size_t from, size_t to) {
  const auto& parents = cell.parents[to - 1];
  return std::find(parents.begin(), parents.end(), static_cast<int>(from)) != parents.end();
}

/// A cell. If it begins the second or third stack, it first pools its input.
class VertexCell : public Cell {
 public:
  VertexCell(Builder& builder, const Nasbench101Cell& cell, const CellPlan& plan)
      : cell_(cell),
        pools_(plan.kind == CellKind::kReduction),
        channels_(vertex_channels(cell, plan.last, plan.channels)),
        projections_(channels_.size()) {
    for (size_t v = 1; v < channels_.size(); ++v) {
      if (feeds(cell, 0, v)) {
        projections_[v] =
            std::make_unique<ConvNormRelu>(builder.in(fmt::format("projections.{}", v)),
                                           ConvolutionShape{.in = plan.last, .out = channels_[v]});
      }
      if (v + 1 == channels_.size()) break;
      operations_.push_back(make_operation(
          cell.operations[v - 1], builder.in(fmt::format("operations.{}", v)), channels_[v], 1));
    }
  }

  Tensor forward(const CellOutputs& before, Pass& pass) const override {
    const Tensor input =
        pools_ ? pool(before.last, halving(kernels::PoolKind::kMax), pass) : before.last;
    const size_t last = channels_.size() - 1;
    std::vector<Tensor> values = {input}, outputs;
    for (size_t v = 1; v < last; ++v) {
      values.push_back(operations_[v - 1]->forward(sum_of_parents(v, values, pass), pass));
      if (feeds(cell_, v, last)) outputs.push_back(values.back());
    }
    Tensor output;
    if (!outputs.empty()) output = concatenate(outputs, pass);
    if (projections_[last]) accumulate(output, projections_[last]->forward(input, pass), pass);
    return output;
  }

 private:
  Tensor sum_of_parents(size_t v, const std::vector<Tensor>& values, Pass& pass) const {
    Tensor sum;
    for (size_t from = 1; from < v; ++from) {
      if (feeds(cell_, from, v))
        accumulate(sum, first_channels(values[from], channels_[v], pass), pass);
    }
    if (projections_[v]) accumulate(sum, projections_[v]->forward(values.front(), pass), pass);
    return sum;
  }

  Nasbench101Cell cell_;
  bool pools_;
  std::vector<int64_t> channels_;
  std::vector<std::unique_ptr<const Operation>> projections_;  ///< of the input, for each vertex
  std::vector<std::unique_ptr<const Operation>> operations_;
};

class Nasbench101Network : public CellStack {
 public:
  Nasbench101Network(const Nasbench101Cell& cell, const DiscreteShape& shape)
      : CellStack({.layout = {}, .affine = true}, {.engine = shape.engine}) {
    const Nasbench101Cell used = pruned(cell);
    set_stem([&](Builder& builder) {
      return std::make_unique<ConvolutionStem>(builder, StemShape{.in = shape.image_channels,
                                                                  .out = shape.channels,
                                                                  .side = shape.image_side,
                                                                  .activates = true});
    });
    const auto plans = plan_cells({.channels = shape.channels,
                                   .cells = shape.cells,
                                   .before_last = shape.channels,
                                   .last = shape.channels,
                                   .normal_outputs = 1,
                                   .reduce_outputs = 1});
    for (const CellPlan& plan : plans) {
      add_cell([&](Builder& builder) { return std::make_unique<VertexCell>(builder, used, plan); });
    }
    set_classifier(plans.back().channels, shape.classes);
  }
};

}  // namespace

std::vector<int64_t> vertex_channels(const Nasbench101Cell& cell, int64_t input, int64_t output) {
  const size_t last = cell.parents.size();
  std::vector<int64_t> channels(last + 1);
  channels.front() = input;
  channels.back() = output;
  int64_t sharing = 0;
  for (size_t v = 1; v < last; ++v) sharing += feeds(cell, v, last) ? 1 : 0;
  int64_t over = sharing > 0 ? output % sharing : 0;
  for (size_t v = 1; v < last; ++v) {
    if (feeds(cell, v, last)) channels[v] = output / sharing + (over-- > 0 ? 1 : 0);
  }
  for (size_t v = last - 1; v > 0; --v) {
    if (feeds(cell, v, last)) continue;
    for (size_t to = v + 1; to < last; ++to) {
      if (feeds(cell, v, to)) channels[v] = std::max(channels[v], channels[to]);
    }
  }
  return channels;
}

SupernetParts supernet_parts(const Nasbench101Family& family, const Space& space,
                             const SupernetShape& shape) {
  return {.stem_channels = shape.channels,
          .stem_activates = true,
          .cell_outputs = family.blocks(),
          // NAS-Bench-1Shot1's code passes to PyTorch's layer a number that is meant for
          // TensorFlow's, whose momentum is the share of the old statistics that is kept.
          .momentum = 0.997,
          .last_convolution = true,
          .make_cell = [&family, &space](Builder& builder, const CellPlan& plan) {
            return std::make_unique<BlockCell>(builder, family, space.normal, plan);
          }};
}

DiscreteShape published_shape(const Nasbench101Cell&, NetworkKind kind) {
  require_cifar(kind);
  return {.channels = 128, .cells = 9};
}

std::unique_ptr<const Network> found_network(const Nasbench101Cell& cell,
                                             const DiscreteShape& shape) {
  return std::make_unique<Nasbench101Network>(cell, shape);
}

}  // namespace tetlo
