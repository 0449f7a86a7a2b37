// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/block_cell.h"

#include <fmt/format.h>

namespace tetlo {

BlockCell::BlockCell(Builder& builder, const Nasbench101Family& family,
                     const Space::Candidates& candidates, const CellPlan& plan)
    : family_(family), reduces_(plan.kind == CellKind::kReduction) {
  const EdgeShape shape{.channels = plan.channels};
  for (int block = 0; block < family.blocks(); ++block) {
    blocks_.push_back(make_candidates(builder.in(fmt::format("blocks.{}", block)),
                                      candidates[static_cast<size_t>(block)], shape));
  }
  for (int block = 0; block <= family.blocks(); ++block) {
    const int64_t wide = block == family.blocks() ? family.blocks() : 1;
    projections_.push_back(std::make_unique<ConvNormRelu>(
        builder.in(fmt::format("projections.{}", block)),
        ConvolutionShape{.in = plan.last, .out = wide * plan.channels}));
  }
}

Tensor BlockCell::weigh(const std::vector<Tensor>& states, const Tensor& v) {
  Tensor sum;
  for (size_t j = 0; j < states.size(); ++j) {
    accumulate(sum, v.defined() ? v[static_cast<int64_t>(j)] * states[j] : states[j]);
  }
  return sum;
}

Tensor BlockCell::forward(const CellOutputs& before, Pass& pass) const {
  const auto& rows = pass.mixture.normal.edges;
  const Tensor input =
      reduces_ ? pool(before.last, halving(kernels::PoolKind::kMax), pass) : before.last;
  std::vector<Tensor> states = {{}};
  for (size_t block = 0; block < blocks_.size(); ++block) {
    states.front() = projections_[block]->forward(input, pass);
    const auto choice = parents_choice(family_, static_cast<int>(block) + 1);
    const Tensor x = weigh(states, choice ? rows[*choice] : Tensor());
    const Tensor y = mix(blocks_[block], x, pass.mixture.normal.edge(block), pass);
    states.push_back(y.defined() ? y : torch::zeros_like(x));
  }
  const Tensor v = rows[*parents_choice(family_, family_.blocks() + 1)];
  std::vector<Tensor> outputs;
  for (size_t j = 1; j < states.size(); ++j) {
    outputs.push_back(v[static_cast<int64_t>(j)] * states[j]);
  }
  return v[0] * projections_.back()->forward(input, pass) + torch::cat(outputs, 1);
}

}  // namespace tetlo
