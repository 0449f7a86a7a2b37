// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/cell.h"

#include <utility>

namespace tetlo {
namespace {

/// Edges that leave the cell's inputs do the reducing.
int64_t stride_from(int state, CellKind kind) {
  return kind == CellKind::kReduction && state < 2 ? 2 : 1;
}

Tensor concatenate(const std::vector<Tensor>& states, const std::vector<int>& chosen) {
  std::vector<Tensor> parts;
  for (int state : chosen) parts.push_back(states[static_cast<size_t>(state)]);
  return torch::cat(parts, 1);
}

/// A single operation as a fan of one edge.
template <typename Made, typename... Sizes>
FanOut single(int64_t stride, int64_t out, Builder& builder, Sizes... sizes) {
  return {{{std::make_shared<Made>(builder, sizes..., out)}}, stride, out};
}

FanOut reduce_or_adapt(Builder& builder, const CellPlan& plan) {
  return plan.reduce_before_last
             ? single<FactorizedReduce>(2, plan.channels, builder, plan.before_last)
             : single<ReluConvNorm>(1, plan.channels, builder, plan.before_last);
}

}  // namespace

CellInputs::CellInputs(Builder& builder, const CellPlan& plan)
    : before_last_(reduce_or_adapt(builder, plan)),
      last_(single<ReluConvNorm>(1, plan.channels, builder, plan.last)) {}

std::vector<Tensor> CellInputs::operator()(const Tensor& before_last, const Tensor& last,
                                           Pass& pass) const {
  return {before_last_(before_last, pass), last_(last, pass)};
}

SearchCell::SearchCell(Builder& builder, const Space& space, const CellPlan& plan, int64_t partial)
    : kind_(plan.kind),
      nodes_(space.nodes),
      inputs_(builder, plan),
      partial_{PartialChannels({.channels = plan.channels, .stride = 1, .partial = partial}),
               PartialChannels({.channels = plan.channels, .stride = 2, .partial = partial})} {
  const auto edges = cell_edges(space.nodes);
  std::vector<std::vector<Candidates>> fans(static_cast<size_t>(2 + nodes_));
  leaving_.resize(fans.size());
  for (size_t e = 0; e < edges.size(); ++e) {
    const auto from = static_cast<size_t>(edges[e].from);
    leaving_[from].push_back({e, static_cast<size_t>(edges[e].to)});
    fans[from].push_back(make_candidates(builder, space.candidates(kind_)[e],
                                         {.channels = plan.channels,
                                          .stride = stride_from(edges[e].from, kind_),
                                          .partial = partial}));
  }
  for (size_t from = 0; from < fans.size(); ++from) {
    fans_.emplace_back(std::move(fans[from]), stride_from(static_cast<int>(from), kind_));
  }
}

Tensor SearchCell::operator()(const Tensor& before_last, const Tensor& last, const Mixture& mixture,
                              Pass& pass) const {
  std::vector<Tensor> states = inputs_(before_last, last, pass);
  states.resize(static_cast<size_t>(2 + nodes_));
  for (size_t from = 0; from < states.size(); ++from) {
    std::vector<Tensor> weights, sums;
    for (const Leaving& edge : leaving_[from]) {
      weights.push_back(mixture.of(kind_).edges[edge.edge]);
      sums.push_back(states[edge.to]);
    }
    sums = spread(from, states[from], weights, sums, pass);
    for (size_t i = 0; i < sums.size(); ++i) states[leaving_[from][i].to] = sums[i];
  }
  std::vector<Tensor> nodes;
  // So that each node's gradient is put in order once, and not by every edge that ends there.
  for (size_t i = 2; i < states.size(); ++i) nodes.push_back(channels_last(states[i]));
  return torch::cat(nodes, 1);
}

/// sums, each with what its edge makes of the state.
std::vector<Tensor> SearchCell::spread(size_t from, const Tensor& state,
                                       const std::vector<Tensor>& weights,
                                       const std::vector<Tensor>& sums, Pass& pass) const {
  const PartialChannels& partial =
      partial_[stride_from(static_cast<int>(from), kind_) == 1 ? 0 : 1];
  if (partial.is_whole()) return fans_[from](state, weights, sums, pass);
  const std::vector<Tensor> none(sums.size());
  auto mixed = fans_[from](partial.select(state), weights, none, pass);
  std::vector<Tensor> added = sums;
  for (size_t e = 0; e < sums.size(); ++e) accumulate(added[e], partial.join(mixed[e], state));
  return added;
}

DiscreteCell::DiscreteCell(Builder& builder, const Genotype& genotype, const CellPlan& plan)
    : inputs_(builder, plan),
      genes_(plan.kind == CellKind::kNormal ? genotype.normal : genotype.reduce),
      concat_(plan.kind == CellKind::kNormal ? genotype.normal_concat : genotype.reduce_concat) {
  for (const Gene& gene : genes_) {
    const int64_t stride = stride_from(gene.source, plan.kind);
    operations_.push_back(make_operation(gene.operation, builder, plan.channels, stride));
    fans_.emplace_back(std::vector<Candidates>{{operations_.back()}}, stride);
  }
}

Tensor DiscreteCell::operator()(const Tensor& before_last, const Tensor& last, Pass& pass) const {
  std::vector<Tensor> states = inputs_(before_last, last, pass);
  for (size_t g = 0; g < genes_.size(); g += 2) {
    Tensor node;
    for (size_t i = g; i < g + 2; ++i) {
      const Tensor& from = states[static_cast<size_t>(genes_[i].source)];
      accumulate(node,
                 operations_[i]->is_identity() ? from : drop_path(fans_[i](from, pass), pass));
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
