// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/cell.h"

#include <fmt/format.h>

#include <utility>

namespace tetlo {
namespace {

/// The stride of edges that leave the state: 2 for the inputs of a reduction cell, else 1.
int64_t stride_from(int state, CellKind kind) {
  return kind == CellKind::kReduction && state < 2 ? 2 : 1;
}

bool drops_paths(const Pass& pass) {
  return pass.mixture.drop_path > 0 && pass.mode != Statistics::kRunning;
}

/// A FanOut with one edge that has one operation.
template <typename Made, typename... Sizes>
FanOut single(int64_t stride, int64_t out, Builder& builder, Sizes... sizes) {
  return {{{std::make_shared<Made>(builder, sizes..., out)}}, stride, out, builder.spare_memory};
}

FanOut reduce_or_adapt(Builder& builder, const CellPlan& plan) {
  return plan.reduce_before_last
             ? single<FactorizedReduce>(2, plan.channels, builder, plan.before_last)
             : single<ReluConvNorm>(1, plan.channels, builder, plan.before_last);
}

}  // namespace

CellInputs::CellInputs(Builder& builder, const CellPlan& plan)
    : before_last_(reduce_or_adapt(builder.in("preprocess0"), plan)),
      last_(single<ReluConvNorm>(1, plan.channels, builder.in("preprocess1"), plan.last)) {}

std::vector<Tensor> CellInputs::operator()(const CellOutputs& before, Pass& pass) const {
  return {before_last_(before.before_last, pass), last_(before.last, pass)};
}

SearchCell::SearchCell(Builder& builder, const Space& space, const CellPlan& plan, int64_t partial)
    : kind_(plan.kind),
      inputs_(space.inputs() == 2 ? std::make_optional<CellInputs>(builder, plan) : std::nullopt),
      partial_{PartialChannels({.channels = plan.channels, .stride = 1, .partial = partial}),
               PartialChannels({.channels = plan.channels, .stride = 2, .partial = partial})} {
  const auto edges = space.edges();
  std::vector<std::vector<Candidates>> fans(static_cast<size_t>(space.inputs() + space.nodes));
  leaving_.resize(fans.size());
  for (size_t e = 0; e < edges.size(); ++e) {
    const auto from = static_cast<size_t>(edges[e].from);
    leaving_[from].push_back({e, static_cast<size_t>(edges[e].to)});
    fans[from].push_back(make_candidates(builder.in(fmt::format("_ops.{}", e)),
                                         space.candidates(kind_)[e],
                                         {.channels = plan.channels,
                                          .stride = stride_from(edges[e].from, kind_),
                                          .partial = partial}));
  }
  for (size_t from = 0; from < fans.size(); ++from) {
    fans_.emplace_back(std::move(fans[from]), stride_from(static_cast<int>(from), kind_),
                       /*out_channels=*/0, builder.spare_memory);
  }
}

Tensor SearchCell::forward(const CellOutputs& before, Pass& pass) const {
  std::vector<Tensor> states =
      inputs_ ? (*inputs_)(before, pass) : std::vector<Tensor>{before.last};
  states.resize(fans_.size());
  for (size_t from = 0; from < states.size(); ++from) add_edges(from, states, pass);
  if (!inputs_) return states.back();
  std::vector<Tensor> nodes;
  // With channels_last(), the gradient of a node is converted once; without it, every edge that
  // ends in the node would convert it.
  for (size_t i = 2; i < states.size(); ++i) nodes.push_back(channels_last(states[i]));
  return torch::cat(nodes, 1);
}

/// Adds the outputs of the edges that leave state `from` to the nodes where they end.
void SearchCell::add_edges(size_t from, std::vector<Tensor>& states, Pass& pass) const {
  const CellMixture& mixture = pass.mixture.of(kind_);
  const PartialChannels& partial =
      partial_[stride_from(static_cast<int>(from), kind_) == 1 ? 0 : 1];
  // The output of an edge must be computed separately if, before it is added to its node, it is
  // joined with unmixed channels, multiplied by the weight of the edge, or dropped.
  const bool alone = !partial.is_whole() || !mixture.scales.empty() || drops_paths(pass);
  std::vector<EdgeMixture> edges;
  std::vector<Tensor> accumulators;
  for (const Leaving& edge : leaving_[from]) {
    edges.push_back(mixture.edge(edge.edge));
    accumulators.push_back(alone ? Tensor() : std::exchange(states[edge.to], Tensor()));
  }
  const auto outputs = fans_[from](partial.select(states[from]), edges, accumulators, pass);
  for (size_t i = 0; i < outputs.size(); ++i) {
    const auto [edge, to] = leaving_[from][i];
    const Tensor joined =
        edges[i].is_gone() ? partial.nothing(outputs[i]) : partial.join(outputs[i], states[from]);
    const Tensor output = drop_path(joined, pass);
    accumulate(states[to], mixture.scales.empty() ? output : mixture.scales[edge] * output, pass);
  }
}

DiscreteCell::DiscreteCell(Builder& builder, const DartsCell& cell, const CellPlan& plan)
    : inputs_(builder, plan), concat_(cell.concat) {
  const auto& genes = cell.genes;
  std::vector<std::vector<Candidates>> fans(2 + genes.size() / 2);
  identities_.resize(fans.size());
  ends_.resize(fans.size());
  for (size_t g = 0; g < genes.size(); ++g) {
    const auto from = static_cast<size_t>(genes[g].source);
    const int64_t stride = stride_from(genes[g].source, plan.kind);
    const std::shared_ptr<const Operation> operation = make_operation(
        genes[g].operation, builder.in(fmt::format("_ops.{}", g)), plan.channels, stride);
    (operation->is_identity() ? identities_ : ends_)[from].push_back(2 + g / 2);
    if (!operation->is_identity()) fans[from].push_back(Candidates{operation});
  }
  for (size_t from = 0; from < fans.size(); ++from) {
    fans_.emplace_back(std::move(fans[from]), stride_from(static_cast<int>(from), plan.kind));
  }
}

Tensor DiscreteCell::forward(const CellOutputs& before, Pass& pass) const {
  std::vector<Tensor> states = inputs_(before, pass);
  states.resize(fans_.size());
  for (size_t from = 0; from < states.size(); ++from) {
    for (size_t to : identities_[from]) accumulate(states[to], states[from], pass);
    add_edges(from, states, pass);
  }
  std::vector<Tensor> outputs;
  for (const int state : concat_) outputs.push_back(states[static_cast<size_t>(state)]);
  return concatenate(outputs, pass);
}

/// Adds the outputs of the operations on state `from` to the nodes where they end, except for
/// identities: forward() adds these, because their paths are never dropped.
void DiscreteCell::add_edges(size_t from, std::vector<Tensor>& states, Pass& pass) const {
  std::vector<Tensor> accumulators;
  for (size_t to : ends_[from]) {
    // The output of a path that may be dropped must be computed separately.
    accumulators.push_back(drops_paths(pass) ? Tensor() : std::exchange(states[to], Tensor()));
  }
  const std::vector<EdgeMixture> alone(accumulators.size());  // no weights: edges of one candidate
  const auto outputs = fans_[from](states[from], alone, accumulators, pass);
  for (size_t i = 0; i < outputs.size(); ++i) {
    accumulate(states[ends_[from][i]], drop_path(outputs[i], pass), pass);
  }
}

Tensor drop_path(const Tensor& x, Pass& pass) {
  if (!drops_paths(pass)) return x;
  const double keep = 1 - pass.mixture.drop_path;
  const Tensor mask =
      torch::empty({x.size(0), 1, 1, 1}, x.device()).bernoulli_(keep, pass.generator);
  return x * mask.div_(keep).to(x.options());
}

}  // namespace tetlo
