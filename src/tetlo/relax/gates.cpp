// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/gates.h"

#include <ATen/CPUGeneratorImpl.h>

#include <cmath>

#include "tetlo/relax/strongest.h"
#include "tetlo/space/operation_names.h"

namespace tetlo {
namespace {

enum class Group { kSkips, kPools, kOthers };

Group group_of(const std::string& name) {
  if (name == kSkip) return Group::kSkips;
  return name.find("_pool_") != std::string::npos ? Group::kPools : Group::kOthers;
}

bool is_convolution(const std::string& name) { return name.find("_conv_") != std::string::npos; }

/// The random numbers of an edge, on the host [gates]: u, z, and the order by which ties are broken.
/// They are the same in every precision.
struct Draws {
  Tensor u, z, order;
};

Draws draw(const Tensor& row, double dropped, at::Generator& random) {
  const Tensor u = torch::rand(row.sizes(), random, torch::kFloat32).to(row.scalar_type());
  const Tensor z = torch::empty(row.sizes()).bernoulli_(dropped, random);
  return {.u = u.clamp(1e-6, 1 - 1e-6),
          .z = z,
          .order = torch::randperm(row.numel(), random, torch::kInt64)};
}

/// Tells for each of the gates g [gates] of an edge, on the host, whether it is used.
std::vector<bool> used_gates(const Tensor& g, const Draws& draws, int64_t most) {
  const int64_t used = std::min(most, g.numel());
  const Tensor score = (g - draws.z).index_select(0, draws.order);
  const Tensor places = draws.order.index_select(0, std::get<1>(score.topk(used)));
  std::vector<bool> is_used(static_cast<size_t>(g.numel()), false);
  const auto place = places.accessor<int64_t, 1>();
  for (int64_t i = 0; i < used; ++i) is_used[static_cast<size_t>(place[i])] = true;
  return is_used;
}

/// All flags, one edge after the other: 1 for every one that is true, 0 for the others.
Tensor as_tensor(const std::vector<std::vector<bool>>& flags, const torch::TensorOptions& options) {
  std::vector<double> all;
  for (const auto& of_edge : flags) all.insert(all.end(), of_edge.begin(), of_edge.end());
  return torch::tensor(all, torch::kFloat64).to(options);
}

/// The sum and the number of some probabilities.
struct Total {
  Tensor sum;
  int64_t number = 0;

  void add(const Tensor& p) {
    accumulate(sum, p);
    ++number;
  }
  bool any() const { return number > 0; }
  Tensor mean() const { return sum / static_cast<double>(number); }
};

/// The candidates of an edge that are present, and the probability of every candidate.
struct UsedGates {
  const std::vector<std::string>& names;
  EdgeMixture edge;
  Tensor probabilities;
};

/// Adds to `total` the probabilities of those candidates that are present and whose names satisfy
/// `counts`.
template <typename Counts>
void add_used(const UsedGates& gates, const Counts& counts, Total& total) {
  for (size_t o = 0; o < gates.names.size(); ++o) {
    const bool counted = counts(gates.names[o]) && gates.edge.has(o);
    if (counted) total.add(gates.probabilities[static_cast<int64_t>(o)]);
  }
}

/// S, N or Q of one cell; 0 if no candidate of the group is used.
Tensor group_mean(const Space::Candidates& candidates, const CellMixture& used,
                  const CellMixture& p, Group group) {
  Total total;
  for (size_t e = 0; e < candidates.size(); ++e) {
    const auto counts = [&](const std::string& name) { return group_of(name) == group; };
    add_used({candidates[e], used.edge(e), p.edges[e]}, counts, total);
  }
  return total.any() ? total.mean() : p.edges.front().new_zeros({});
}

/// D of one cell. The chain consists of the edge from the last input to the first node and the
/// edges from each node to the next. Edges that use no convolution are left out; if none remains, D
/// is 0.
Tensor depth(const Space& space, CellKind kind, const CellMixture& used, const CellMixture& p) {
  Tensor product;
  const auto edges = space.edges();
  for (size_t e = 0; e < edges.size(); ++e) {
    if (edges[e].to != edges[e].from + 1) continue;
    Total total;
    add_used({space.candidates(kind)[e], used.edge(e), p.edges[e]}, is_convolution, total);
    if (total.any()) product = product.defined() ? product * total.mean() : total.mean();
  }
  return product.defined() ? product : p.edges.front().new_zeros({});
}

}  // namespace

Tensor hard_concrete(const Tensor& alpha, const Tensor& u, const GateOptions& options) {
  const Tensor logistic = u.log() - (1 - u).log();
  const Tensor s = ((alpha + logistic) / options.temperature).sigmoid();
  return (s * (options.high - options.low) + options.low).clamp(0, 1);
}

Tensor opening_probability(const Tensor& alpha, const GateOptions& options) {
  return (alpha - options.temperature * std::log(-options.low / options.high)).sigmoid();
}

Mixture Gates::mixture(const Tensor& alpha) const {
  if (!options_.drawn) return probabilities(alpha);
  at::Generator random = at::detail::createCPUGenerator(key_);
  auto rows = edge_rows(space_, alpha);
  std::vector<Draws> draws;
  std::vector<Tensor> u;
  for (const Tensor& row : rows) {
    draws.push_back(draw(row, options_.dropped, random));
    u.push_back(draws.back().u);
  }
  const auto u_of_edge = edge_rows(space_, torch::cat(u).to(alpha.device()));
  for (size_t e = 0; e < rows.size(); ++e) rows[e] = hard_concrete(rows[e], u_of_edge[e], options_);
  // The gates decide which candidates are computed at all, so that the host has to know them: one
  // copy for all edges.
  const auto on_host = edge_rows(space_, torch::cat(rows).detach().to(torch::kCPU));
  std::vector<std::vector<bool>> present;
  for (size_t e = 0; e < rows.size(); ++e) {
    present.push_back(used_gates(on_host[e], draws[e], options_.used));
  }
  const auto used = edge_rows(space_, as_tensor(present, alpha.options()));
  for (size_t e = 0; e < rows.size(); ++e) rows[e] = used[e] * (1 + (rows[e] - rows[e].detach()));
  return mixture_of_rows(space_, rows, present);
}

Mixture Gates::opening(const Tensor& alpha) const {
  return mixture_of_rows(space_, edge_rows(space_, opening_probability(alpha, options_)));
}

Mixture Gates::probabilities(const Tensor& alpha) const {
  auto rows = edge_rows(space_, opening_probability(alpha, options_));
  for (Tensor& row : rows) row = row / row.sum();
  return mixture_of_rows(space_, rows);
}

Tensor Gates::penalty(const Tensor& alpha) const {
  const Mixture used = mixture(alpha), p = opening(alpha);
  const bool two = !space_.reduce.empty();
  const auto over_cells = [&](const auto& of_cell) {
    const Tensor normal = of_cell(CellKind::kNormal);
    return two ? (normal + of_cell(CellKind::kReduction)) / 2 : normal;
  };
  const auto excess = [&](Group group) {
    return (over_cells([&](CellKind kind) {
              return group_mean(space_.candidates(kind), used.of(kind), p.of(kind), group);
            }) -
            options_.threshold)
        .clamp_min(0);
  };
  const Tensor D =
      over_cells([&](CellKind kind) { return depth(space_, kind, used.of(kind), p.of(kind)); });
  return options_.skips * excess(Group::kSkips) +
         options_.others * (excess(Group::kOthers) + excess(Group::kPools)) - options_.depth * D;
}

Genotype Gates::genotype(const Tensor& alpha) const {
  return strongest_cells(space_, opening(alpha), Offer::kAll);
}

}  // namespace tetlo
