// SPDX-License-Identifier: Apache-2.0
#include "tetlo/selections/perturbation.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "tetlo/space/operation_names.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr Purpose kDecisions = purpose("selection by perturbation");

/// The mixture without one candidate of an edge.
Mixture without(Mixture mixture, CellKind kind, size_t edge, int64_t candidate) {
  CellMixture& cell = mixture.of(kind);
  Tensor& weights = cell.edges[edge];
  weights = weights.detach().clone();
  weights[candidate] = 0;
  std::vector<bool> present = cell.edge(edge).present;
  present.resize(static_cast<size_t>(weights.numel()), true);
  present[static_cast<size_t>(candidate)] = false;
  cell.set_present(edge, present);
  return mixture;
}

nlohmann::json to_json(const DecidedCell& cell) {
  return {{"candidates", cell.candidates}, {"gone", cell.gone}};
}

DecidedCell from_json(const nlohmann::json& cell) {
  return {.candidates = cell.at("candidates").get<std::vector<int64_t>>(),
          .gone = cell.at("gone").get<std::vector<bool>>()};
}

}  // namespace

PerturbationSelection::PerturbationSelection(const PerturbationOptions& options,
                                             const SelectionParts& parts)
    : options_(options),
      space_(parts.space),
      seed_(parts.seed),
      decisions_(open_decisions(parts.space)) {
  require(space_.traits().operations_on_edges,
          "selection.name is perturbation, which decides on edges; the space {} has its operations "
          "on nodes.",
          space_.name);
}

std::shared_ptr<const Relaxation> PerturbationSelection::decided(
    std::shared_ptr<const Relaxation> open) const {
  return std::make_shared<Decided>(space_, std::move(open), decisions_);
}

Mixture PerturbationSelection::decided(const Mixture& open) const {
  return apply(decisions_, open);
}

nlohmann::json PerturbationSelection::after_epoch(const EpochEnd& end) {
  if (!end.tuned) return {{"decisions", 0}};
  const int64_t number = *end.tuned / options_.decide_every;
  if (*end.tuned % options_.decide_every == 0) decide(number, end.open, end.accuracy);
  return {{"decisions", number + 1}};
}

int64_t PerturbationSelection::count() const {
  const auto edges = static_cast<int64_t>(space_.normal.size());
  const auto kept = space_.traits().kept_edges;
  if (!kept) return edges;
  // Every edge needs a decision, and so does every node that has more edges than it keeps. Node i,
  // counted from 0, has inputs + i edges.
  return edges + space_.inputs() + space_.nodes - 1 - static_cast<int64_t>(*kept);
}

std::vector<size_t> PerturbationSelection::edges_to(CellKind kind, int node) {
  const auto edges = space_.edges();
  std::vector<size_t> found;
  for (size_t e = 0; e < edges.size(); ++e) {
    if (edges[e].to == node && !decisions_.of(kind).gone[e]) found.push_back(e);
  }
  return found;
}

void PerturbationSelection::decide(int64_t number, const Mixture& open,
                                   const MixtureAccuracy& accuracy) {
  for (const CellKind kind : {CellKind::kNormal, CellKind::kReduction}) {
    if (space_.candidates(kind).empty()) continue;
    const Random random(seed_, kDecisions, static_cast<uint64_t>(number),
                        static_cast<uint64_t>(kind));
    const bool of_operations = number < static_cast<int64_t>(space_.normal.size());
    const Setting at{.kind = kind, .open = open, .accuracy = accuracy};
    of_operations ? decide_operation(at, random) : decide_node(at, random);
  }
}

void PerturbationSelection::decide_operation(const Setting& at, Random random) {
  DecidedCell& cell = decisions_.of(at.kind);
  std::vector<size_t> undecided;
  for (size_t e = 0; e < cell.candidates.size(); ++e) {
    if (cell.candidates[e] < 0) undecided.push_back(e);
  }
  const size_t edge = random.any_of(undecided);
  const auto& names = space_.candidates(at.kind)[edge];
  const Mixture whole = apply(decisions_, at.open);
  double lowest = std::numeric_limits<double>::infinity();
  for (size_t o = 0; o < names.size(); ++o) {
    if (names[o] == kNone && space_.traits().kept_edges) continue;
    const double left = at.accuracy(without(whole, at.kind, edge, static_cast<int64_t>(o)));
    if (left > lowest) continue;  // Of equal candidates the last is kept, as in the authors' code.
    lowest = left;
    cell.candidates[edge] = static_cast<int64_t>(o);
  }
}

void PerturbationSelection::decide_node(const Setting& at, Random random) {
  const size_t kept = *space_.traits().kept_edges;
  std::vector<int> undecided;
  for (int node = space_.inputs(); node < space_.inputs() + space_.nodes; ++node) {
    if (edges_to(at.kind, node).size() > kept) undecided.push_back(node);
  }
  const auto edges = edges_to(at.kind, random.any_of(undecided));
  std::vector<std::pair<double, size_t>> left;  // the accuracy without each edge, and the edge
  for (const size_t edge : edges) {
    Decisions tried = decisions_;
    tried.of(at.kind).gone[edge] = true;
    left.emplace_back(at.accuracy(apply(tried, at.open)), edge);
  }
  // Of equal edges the last one is removed first, as in the authors' code.
  std::sort(left.begin(), left.end());
  for (size_t i = kept; i < left.size(); ++i) decisions_.of(at.kind).gone[left[i].second] = true;
}

nlohmann::json PerturbationSelection::save() const {
  return {{"normal", to_json(decisions_.normal)}, {"reduce", to_json(decisions_.reduce)}};
}

void PerturbationSelection::restore(const nlohmann::json& saved) {
  decisions_ = {.normal = from_json(saved.at("normal")), .reduce = from_json(saved.at("reduce"))};
}

namespace {

std::unique_ptr<Selection> make(const std::any& options, const SelectionParts& parts) {
  require_learned_alpha(parts, "perturbation", "removes candidates from a mixture of all");
  return std::make_unique<PerturbationSelection>(std::any_cast<const PerturbationOptions&>(options),
                                                 parts);
}

}  // namespace

SelectionEntry perturbation_selection() {
  return {member<PerturbationOptions>(
              "perturbation",
              "the operations whose removal costs the supernet the most accuracy, edge by edge",
              "[Wang2021]"),
          make, DependsOn::kWeights};
}

}  // namespace tetlo
