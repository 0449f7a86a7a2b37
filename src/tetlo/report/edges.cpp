// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/edges.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <set>

#include "tetlo/draw/dot.h"
#include "tetlo/report/cells.h"
#include "tetlo/report/chart.h"
#include "tetlo/report/html.h"
#include "tetlo/report/palette.h"
#include "tetlo/space/genotype.h"
#include "tetlo/space/operation_names.h"
#include "tetlo/space/space.h"

namespace tetlo {
namespace {

using nlohmann::json;
using Names = std::vector<std::string>;

/// The order in which legends list operations: that of the most common space, then the rest.
Names in_order(const std::set<std::string>& names) {
  Names ordered;
  for (const auto& known : find_space("darts").normal.front()) {
    if (names.contains(known)) ordered.push_back(known);
  }
  for (const std::string& name : names) {
    if (std::find(ordered.begin(), ordered.end(), name) == ordered.end()) ordered.push_back(name);
  }
  return ordered;
}

bool is_state(const std::string& candidate) {
  return candidate.find_first_not_of("0123456789") == std::string::npos;
}

/// The class of a candidate: an operation or, in NAS-Bench-1Shot1, a state as input.
std::string look_of(const std::string& candidate) {
  return is_state(candidate) ? class_of_group(std::stoul(candidate))
                             : class_of_operation(candidate);
}

/// All candidates that a cell has had in any epoch, edge by edge.
std::vector<std::set<std::string>> candidates(const RunRecord& run, const std::string& cell) {
  std::vector<std::set<std::string>> all;
  for (const json& figures : run.epochs) {
    if (!figures.contains("alpha") || !figures["alpha"].contains(cell)) continue;
    const json& edges = figures["alpha"][cell];
    all.resize(std::max(all.size(), edges.size()));
    for (size_t e = 0; e < edges.size(); ++e) {
      for (const auto& [name, weight] : edges[e].items()) all[e].insert(name);
    }
  }
  return all;
}

/// Reads where the candidate's weight is in the figures of an epoch.
double weight_in(const json& figures, const std::string& cell, size_t edge,
                 const std::string& candidate) {
  const double missing = std::numeric_limits<double>::quiet_NaN();
  if (!figures.contains("alpha") || !figures["alpha"].contains(cell)) return missing;
  const json& edges = figures["alpha"][cell];
  if (edge >= edges.size() || !edges[edge].contains(candidate)) return missing;
  const json& weight = edges[edge][candidate];
  return weight.is_number() ? weight.get<double>() : missing;
}

/// "c_{k-2} → 0", or what a choice of NAS-Bench-1Shot1 decides.
Names titles(const RunRecord& run, const std::string& cell, size_t count) {
  Names all;
  const Genotype genotype = parse_genotype(found_genotype(run), run.folder);
  const auto kind = cell == "normal" ? CellKind::kNormal : CellKind::kReduction;
  const bool on_edges = !std::holds_alternative<Nasbench101Cell>(genotype);
  if (on_edges) {
    const CellGraph graph = *cell_graph(genotype, kind);
    for (const Edge& edge : cell_edges(graph.nodes, graph.inputs)) {
      all.push_back(state_name(graph, edge.from) + " → " + state_name(graph, edge.to));
    }
    return all;
  }
  const std::string name = run.option("space.name");
  const auto& space = find_space(name);
  const auto& family = std::get<Nasbench101Family>(space.family);
  all.resize(count);
  for (int block = 1; block <= family.blocks() + 1; ++block) {
    const std::string what =
        block > family.blocks() ? "the output" : fmt::format("block {}", block);
    if (block <= family.blocks()) all[static_cast<size_t>(block - 1)] = "operation of " + what;
    if (const auto choice = parents_choice(family, block)) all[*choice] = "inputs of " + what;
  }
  return all;
}

/// The strongest candidate in the last epoch, besides `none`, which no cell keeps.
std::string strongest(const RunRecord& run, const std::string& cell, size_t edge) {
  const json& last = run.epochs.back();
  std::string best;
  double most = -1;
  for (const auto& [name, weight] : last.at("alpha").at(cell).at(edge).items()) {
    if (!weight.is_number() || weight.get<double>() <= most || name == kNone) continue;
    most = weight.get<double>();
    best = is_state(name) ? "state " + name : name;
  }
  std::string text = fmt::format("{} {:.3f}", best, most);
  const json beta = last.value(json::json_pointer("/beta/" + cell), json::array());
  if (edge < beta.size()) text += fmt::format(", edge {:.2f}", beta[edge].get<double>());
  return text;
}

std::vector<EdgeHistory> histories(const RunRecord& run, const std::string& cell) {
  const auto names = candidates(run, cell);
  if (names.empty()) return {};  // a space with one kind of cell
  const Names edges = titles(run, cell, names.size());
  std::vector<EdgeHistory> all;
  for (size_t e = 0; e < names.size(); ++e) {
    EdgeHistory edge{.title = e < edges.size() ? edges[e] : fmt::format("edge {}", e),
                     .remark = strongest(run, cell, e)};
    for (const std::string& name : in_order(names[e])) {
      Curve curve{.name = name, .look = look_of(name)};
      for (const json& figures : run.epochs) {
        curve.y.push_back(weight_in(figures, cell, e, name));
      }
      edge.candidates.push_back(curve);
    }
    all.push_back(edge);
  }
  return all;
}

Legend legend_of(const RunRecord& run) {
  std::set<std::string> names;
  for (const char* cell : {"normal", "reduce"}) {
    for (const auto& edge : candidates(run, cell)) names.insert(edge.begin(), edge.end());
  }
  Legend legend;
  for (const std::string& name : in_order(names)) {
    legend.emplace_back(look_of(name), is_state(name) ? "state " + name : name);
  }
  return legend;
}

}  // namespace

std::string edges_part(const RunRecord& run) {
  const auto normal = histories(run, "normal"), reduce = histories(run, "reduce");
  if (normal.empty()) return "";
  std::string content = html_of(legend_of(run), "operations");
  if (!reduce.empty()) content += "<h3>Normal cell</h3>\n";
  content += small_multiples(normal);
  if (!reduce.empty()) content += "<h3>Reduction cell</h3>\n" + small_multiples(reduce);
  const bool choices = normal.front().title.starts_with("operation of");
  const std::string what =
      choices ? "choice of which the cell consists"
              : "edge of the cell, from the state before the arrow to the one after it";
  std::string explanation =
      "Each picture is one " + what +
      ". Its lines are the probabilities that α gives to the candidates, from the first epoch to "
      "the last; below its name stands the one that leads in the end, apart from none.";
  if (run.epochs.back().contains("beta")) {
    explanation += " The number after “edge” is its weight among the edges into its state.";
  }
  return html_of(
      PagePart{"alpha", choices ? "α, choice by choice" : "α, edge by edge", explanation, content});
}

}  // namespace tetlo
