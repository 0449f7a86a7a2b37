// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/cell.h"

namespace tetlo {
namespace {

/// Edges that leave the cell's inputs do the reducing.
int64_t stride_from(int state, CellKind kind) {
  return kind == CellKind::kReduction && state < 2 ? 2 : 1;
}

void accumulate(Tensor& sum, const Tensor& term) { sum = sum.defined() ? sum + term : term; }

Tensor concatenate(const std::vector<Tensor>& states, const std::vector<int>& chosen) {
  std::vector<Tensor> parts;
  for (int state : chosen) parts.push_back(states[static_cast<size_t>(state)]);
  return torch::cat(parts, 1);
}

}  // namespace

CellInputs::CellInputs(Builder& builder, const CellPlan& plan)
    : before_last_(plan.reduce_before_last
                       ? std::unique_ptr<Operation>(std::make_unique<FactorizedReduce>(
                             builder, plan.before_last, plan.channels))
                       : std::make_unique<ReluConvNorm>(builder, plan.before_last, plan.channels)),
      last_(builder, plan.last, plan.channels) {}

std::vector<Tensor> CellInputs::operator()(const Tensor& before_last, const Tensor& last,
                                           Pass& pass) const {
  return {before_last_->forward(before_last, pass), last_.forward(last, pass)};
}

MixedOperation::MixedOperation(Builder& builder, const std::vector<std::string>& candidates,
                               const EdgeShape& shape)
    : shape_(shape) {
  for (const auto& name : candidates) {
    candidates_.push_back(
        make_operation(name, builder, shape.channels / shape.partial, shape.stride));
  }
}

Tensor MixedOperation::operator()(const Tensor& x, const Tensor& weights, Pass& pass) const {
  if (shape_.partial == 1) return mix(x, weights, pass);
  const int64_t mixed = shape_.channels / shape_.partial;
  const Tensor past = x.narrow(1, mixed, shape_.channels - mixed);
  const Tensor pooled = shape_.stride == 1 ? past
                                           : torch::max_pool2d(past, {2, 2}, {2, 2}, 0, 1,
                                                               /*ceil_mode=*/true);
  const Tensor all = torch::cat({mix(x.narrow(1, 0, mixed), weights, pass), pooled}, 1);
  return shuffle_channels(all, shape_.partial);
}

Tensor MixedOperation::mix(const Tensor& x, const Tensor& weights, Pass& pass) const {
  const auto weight = weights.unbind();
  Tensor sum;
  for (size_t o = 0; o < candidates_.size(); ++o) {
    accumulate(sum, weight[o] * candidates_[o]->forward(x, pass));
  }
  return sum;
}

Tensor shuffle_channels(const Tensor& x, int64_t groups) {
  const int64_t channels = x.size(1);
  return x.unflatten(1, {groups, channels / groups}).transpose(1, 2).flatten(1, 2);
}

SearchCell::SearchCell(Builder& builder, const Space& space, const CellPlan& plan, int64_t partial)
    : kind_(plan.kind),
      nodes_(space.nodes),
      inputs_(builder, plan),
      edges_(cell_edges(space.nodes)) {
  for (size_t e = 0; e < edges_.size(); ++e) {
    const EdgeShape shape{.channels = plan.channels,
                          .stride = stride_from(edges_[e].from, kind_),
                          .partial = partial};
    mixed_.emplace_back(builder, space.candidates(kind_)[e], shape);
  }
}

Tensor SearchCell::operator()(const Tensor& before_last, const Tensor& last, const Mixture& mixture,
                              Pass& pass) const {
  std::vector<Tensor> states = inputs_(before_last, last, pass);
  states.resize(static_cast<size_t>(2 + nodes_));
  for (size_t e = 0; e < edges_.size(); ++e) {
    const Tensor& from = states[static_cast<size_t>(edges_[e].from)];
    accumulate(states[static_cast<size_t>(edges_[e].to)],
               mixed_[e](from, mixture.of(kind_).edges[e], pass));
  }
  return torch::cat(std::vector<Tensor>(states.begin() + 2, states.end()), 1);
}

DiscreteCell::DiscreteCell(Builder& builder, const Genotype& genotype, const CellPlan& plan)
    : inputs_(builder, plan),
      genes_(plan.kind == CellKind::kNormal ? genotype.normal : genotype.reduce),
      concat_(plan.kind == CellKind::kNormal ? genotype.normal_concat : genotype.reduce_concat) {
  for (const Gene& gene : genes_) {
    operations_.push_back(make_operation(gene.operation, builder, plan.channels,
                                         stride_from(gene.source, plan.kind)));
  }
}

Tensor DiscreteCell::operator()(const Tensor& before_last, const Tensor& last, Pass& pass) const {
  std::vector<Tensor> states = inputs_(before_last, last, pass);
  for (size_t g = 0; g < genes_.size(); g += 2) {
    Tensor node;
    for (size_t i = g; i < g + 2; ++i) {
      Tensor y = operations_[i]->forward(states[static_cast<size_t>(genes_[i].source)], pass);
      if (!operations_[i]->is_identity()) y = drop_path(y, pass);
      accumulate(node, y);
    }
    states.push_back(node);
  }
  return concatenate(states, concat_);
}

Tensor drop_path(const Tensor& x, Pass& pass) {
  if (pass.drop_path <= 0 || pass.mode == Statistics::kRunning) return x;
  const double keep = 1 - pass.drop_path;
  const Tensor mask = torch::empty({x.size(0), 1, 1, 1}).bernoulli_(keep, pass.generator);
  return x * mask.div_(keep).to(x.options());
}

}  // namespace tetlo
