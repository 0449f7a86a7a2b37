// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/edges.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "tetlo/draw/dot.h"
#include "tetlo/report/cells.h"
#include "tetlo/report/facts.h"
#include "tetlo/report/html.h"
#include "tetlo/report/palette.h"
#include "tetlo/report/small_multiples.h"
#include "tetlo/report/spread.h"
#include "tetlo/space/genotype.h"
#include "tetlo/space/operation_names.h"
#include "tetlo/space/space.h"
#include "tetlo/util/xml.h"

namespace tetlo {
namespace {

using nlohmann::json;
using Names = std::vector<std::string>;
using Runs = std::vector<const RunRecord*>;

constexpr const char* kCells[] = {"normal", "reduce"};

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

/// The edges of a cell in the figures of an epoch; nullptr if they are not there.
const json* alpha_in(const json& figures, const std::string& cell) {
  const auto alpha = figures.find("alpha");
  if (alpha == figures.end() || !alpha->contains(cell)) return nullptr;
  return &(*alpha)[cell];
}

/// All candidates that a cell has had in any epoch of any search, edge by edge.
std::vector<std::set<std::string>> candidates(const Runs& runs, const std::string& cell) {
  std::vector<std::set<std::string>> all;
  for (const RunRecord* run : runs) {
    for (const json& figures : run->epochs) {
      const json* edges = alpha_in(figures, cell);
      if (!edges) continue;
      all.resize(std::max(all.size(), edges->size()));
      for (size_t e = 0; e < edges->size(); ++e) {
        for (const auto& [name, weight] : (*edges)[e].items()) all[e].insert(name);
      }
    }
  }
  return all;
}

struct Place {
  std::string cell;
  size_t edge = 0;
};

/// The weight of a candidate in each epoch; NaN where the edge does not have it.
std::vector<double> weights_of(const RunRecord& run, const Place& at,
                               const std::string& candidate) {
  std::vector<double> weights;
  for (const json& figures : run.epochs) {
    const json* edges = alpha_in(figures, at.cell);
    const bool there = edges && at.edge < edges->size();
    const json weight = there ? (*edges)[at.edge].value(candidate, json()) : json();
    weights.push_back(weight.is_number() ? weight.get<double>()
                                         : std::numeric_limits<double>::quiet_NaN());
  }
  return weights;
}

/// Whether the cell is a Nasbench101Cell, for which α decides on operations and inputs of blocks.
bool has_choices(const RunRecord& run) {
  return std::holds_alternative<Nasbench101Cell>(parse_genotype(found_genotype(run), run.folder));
}

/// "c_{k-2} → 0", or what a choice of NAS-Bench-1Shot1 decides.
Names titles(const RunRecord& run, const std::string& cell, size_t count) {
  Names all;
  if (!has_choices(run)) {
    const Genotype genotype = parse_genotype(found_genotype(run), run.folder);
    const auto kind = cell == kCells[0] ? CellKind::kNormal : CellKind::kReduction;
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

/// A candidate and its weight.
struct Leader {
  std::string name = {};
  double weight = -1;
};

/// The strongest candidate in the last epoch besides `none`, which no cell keeps.
Leader leader_of(const RunRecord& run, const Place& at) {
  Leader best;
  const json* edges = alpha_in(run.epochs.back(), at.cell);
  if (!edges || at.edge >= edges->size()) return best;
  for (const auto& [name, weight] : (*edges)[at.edge].items()) {
    if (!weight.is_number() || weight.get<double>() <= best.weight || name == kNone) continue;
    best = {is_state(name) ? "state " + name : name, weight.get<double>()};
  }
  return best;
}

/// "sep_conv_3x3 0.312, edge 0.52".
std::string strongest(const RunRecord& run, const Place& at) {
  const Leader leader = leader_of(run, at);
  if (leader.name.empty()) return "";
  std::string text = fmt::format("{} {:.3f}", leader.name, leader.weight);
  const json beta = run.epochs.back().value(json::json_pointer("/beta/" + at.cell), json::array());
  if (at.edge < beta.size()) text += fmt::format(", edge {:.2f}", beta[at.edge].get<double>());
  return text;
}

/// "sep_conv_3x3 in 7 of 10".
std::string most_often_strongest(const Runs& runs, const Place& at) {
  std::map<std::string, int> times;
  for (const RunRecord* run : runs) ++times[leader_of(*run, at).name];
  times.erase("");
  const auto most = std::max_element(
      times.begin(), times.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most == times.end()) return "";
  return fmt::format("{} in {} of {}", most->first, most->second, runs.size());
}

std::vector<EdgeHistory> histories(const Runs& runs, const std::string& cell) {
  const auto names = candidates(runs, cell);
  if (names.empty()) return {};  // a space with one kind of cell
  const Names edges = titles(*runs.front(), cell, names.size());
  const Boundaries phases = phases_of(runs);
  std::vector<EdgeHistory> all;
  for (size_t e = 0; e < names.size(); ++e) {
    const Place at{cell, e};
    EdgeHistory edge{
        .title = e < edges.size() ? edges[e] : fmt::format("edge {}", e),
        .remark = runs.size() == 1 ? strongest(*runs.front(), at) : most_often_strongest(runs, at),
        .phases = phases};
    for (const std::string& name : in_order(names[e])) {
      SeriesOfRuns series;
      for (const RunRecord* run : runs) series.push_back(weights_of(*run, at, name));
      edge.candidates.push_back(median_curve(name, look_of(name), series));
    }
    all.push_back(edge);
  }
  return all;
}

Legend legend_of(const std::vector<Group>& groups) {
  std::set<std::string> names;
  for (const Group& group : groups) {
    for (const char* cell : kCells) {
      for (const auto& edge : candidates(group.runs, cell)) names.insert(edge.begin(), edge.end());
    }
  }
  Legend legend;
  for (const std::string& name : in_order(names)) {
    legend.emplace_back(look_of(name), is_state(name) ? "state " + name : name);
  }
  return legend;
}

/// The groups without the runs that have no α on record.
std::vector<Group> with_alpha(std::vector<Group> groups) {
  for (Group& group : groups) {
    std::erase_if(group.runs,
                  [](const RunRecord* run) { return candidates({run}, kCells[0]).empty(); });
  }
  std::erase_if(groups, [](const Group& group) { return group.runs.empty(); });
  return groups;
}

/// What stands above a grid; "" where there is only one.
std::string heading_of(const std::vector<Group>& groups, const Group& group, const char* cell) {
  const bool normal = cell == kCells[0], two_cells = !candidates(group.runs, kCells[1]).empty();
  std::string heading;
  if (groups.size() == 1) {
    heading = !two_cells ? "" : normal ? "Normal cell" : "Reduction cell";
  } else {
    heading = label_of(group);
    if (two_cells) heading += normal ? ": normal cell" : ": reduction cell";
  }
  return heading.empty() ? "" : fmt::format("<h3>{}</h3>\n", xml_text(heading));
}

std::string grids_of(const std::vector<Group>& groups) {
  std::vector<std::vector<EdgeHistory>> grids;
  for (const Group& group : groups) {
    for (const char* cell : kCells) grids.push_back(histories(group.runs, cell));
  }
  const auto pictures = small_multiples(grids);
  std::string text;
  size_t grid = 0;
  for (const Group& group : groups) {
    for (const char* cell : kCells) {
      const std::string& picture = pictures[grid++];
      if (!picture.empty()) text += heading_of(groups, group, cell) + picture;
    }
  }
  return text;
}

std::string explanation_of(const std::vector<Group>& groups, bool choices) {
  const bool several = std::any_of(groups.begin(), groups.end(),
                                   [](const Group& group) { return group.runs.size() > 1; });
  const auto has = [&](auto property) {
    return std::any_of(groups.begin(), groups.end(), [&](const Group& group) {
      return std::any_of(group.runs.begin(), group.runs.end(), property);
    });
  };
  std::string text = fmt::format(
      "Each picture is one {}. Its lines are the probabilities that α gives to the candidates, "
      "from "
      "the first epoch to the last",
      choices ? "choice of which the cell consists"
              : "edge of the cell, from the state before the arrow to the one after it");
  text += several ? ": medians of the runs of a group, with bands that hold the middle half of "
                    "them. Below its name stands the candidate that most often leads in the end, "
                    "apart from none."
                  : "; below its name stands the one that leads in the end, apart from none.";
  if (has([](const RunRecord* run) { return run->has("phase"); })) {
    text +=
        " The vertical lines separate the phases of the search; a line ends where its candidate "
        "was dropped.";
  }
  if (!several && has([](const RunRecord* run) { return run->epochs.back().contains("beta"); })) {
    text += " The number after “edge” is its weight among the edges into its state.";
  }
  return text;
}

}  // namespace

std::string edges_part(const std::vector<Group>& all) {
  const auto groups = with_alpha(all);
  if (groups.empty()) return "";
  const bool choices = std::all_of(groups.begin(), groups.end(), [](const Group& group) {
    return has_choices(*group.runs.front());
  });
  return html_of(PagePart{"alpha", choices ? "α, choice by choice" : "α, edge by edge",
                          explanation_of(groups, choices),
                          html_of(legend_of(groups), "operations") + grids_of(groups)});
}

}  // namespace tetlo
