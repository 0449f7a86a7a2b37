// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/nasbench101_cell.h"

#include <fmt/ranges.h>

#include <algorithm>

#include "tetlo/util/digest.h"
#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

/// The hashes of these vertices, sorted and concatenated.
std::string joined(const std::vector<std::string>& hashes, const std::vector<size_t>& vertices) {
  std::vector<std::string> chosen;
  chosen.reserve(vertices.size());
  for (const size_t v : vertices) chosen.push_back(hashes[v]);
  std::sort(chosen.begin(), chosen.end());
  return fmt::format("{}", fmt::join(chosen, ""));
}

/// The number that stands for a vertex's operation in the hash.
std::ptrdiff_t label(const Nasbench101Cell& cell, size_t vertex) {
  if (vertex == 0) return -1;
  if (vertex > cell.operations.size()) return -2;
  const auto& known = nasbench101_operations();
  const std::string& operation = cell.operations[vertex - 1];
  const auto place = std::find(known.begin(), known.end(), operation);
  require(place != known.end(), "The cell {} has the operation \"{}\"; it must be one of {}.",
          excerpt(cell.text()), excerpt(operation), fmt::join(known, ", "));
  return place - known.begin();
}

/// Whether each vertex lies on a path from the input to the output.
std::vector<bool> on_a_path(const Nasbench101Cell& cell) {
  const size_t vertices = cell.parents.size() + 1;
  std::vector<bool> after_input(vertices), before_output(vertices), both(vertices);
  after_input.front() = before_output.back() = true;
  for (size_t v = 1; v < vertices; ++v) {
    for (const int p : cell.parents[v - 1]) {
      if (after_input[static_cast<size_t>(p)]) after_input[v] = true;
    }
  }
  for (size_t v = vertices - 1; v > 0; --v) {
    if (!before_output[v]) continue;
    for (const int p : cell.parents[v - 1]) before_output[static_cast<size_t>(p)] = true;
  }
  for (size_t v = 0; v < vertices; ++v) both[v] = after_input[v] && before_output[v];
  return both;
}

}  // namespace

const std::vector<std::string>& nasbench101_operations() {
  static const std::vector<std::string> names = {"conv3x3-bn-relu", "conv1x1-bn-relu",
                                                 "maxpool3x3"};
  return names;
}

Nasbench101Cell pruned(const Nasbench101Cell& cell) {
  const std::vector<bool> kept = on_a_path(cell);
  require(kept.back(), "The cell {} has no path from the input to the output; it must have one.",
          excerpt(cell.text()));
  std::vector<int> number(kept.size());
  for (size_t v = 1; v < kept.size(); ++v) number[v] = number[v - 1] + (kept[v - 1] ? 1 : 0);
  Nasbench101Cell result;
  for (size_t v = 1; v < kept.size(); ++v) {
    if (!kept[v]) continue;
    if (v <= cell.operations.size()) result.operations.push_back(cell.operations[v - 1]);
    auto& parents = result.parents.emplace_back();
    for (const int p : cell.parents[v - 1]) {
      if (kept[static_cast<size_t>(p)]) parents.push_back(number[static_cast<size_t>(p)]);
    }
  }
  return result;
}

std::string nasbench101_hash(const Nasbench101Cell& unpruned) {
  const Nasbench101Cell cell = pruned(unpruned);
  const size_t vertices = cell.parents.size() + 1;
  std::vector<std::vector<size_t>> parents(vertices), children(vertices);
  for (size_t v = 1; v < vertices; ++v) {
    for (const int p : cell.parents[v - 1]) {
      parents[v].push_back(static_cast<size_t>(p));
      children[static_cast<size_t>(p)].push_back(v);
    }
  }
  std::vector<std::string> hashes(vertices);
  for (size_t v = 0; v < vertices; ++v) {
    hashes[v] =
        md5(fmt::format("({}, {}, {})", children[v].size(), parents[v].size(), label(cell, v)));
  }
  for (size_t round = 0; round < vertices; ++round) {
    const std::vector<std::string> previous = hashes;
    for (size_t v = 0; v < vertices; ++v) {
      hashes[v] = md5(fmt::format("{}|{}|{}", joined(previous, parents[v]),
                                  joined(previous, children[v]), previous[v]));
    }
  }
  std::sort(hashes.begin(), hashes.end());
  return md5(fmt::format("['{}']", fmt::join(hashes, "', '")));
}

std::string Nasbench101Cell::text() const {
  std::string text = "|";
  for (size_t i = 0; i < parents.size(); ++i) {
    const std::string name = i < operations.size() ? operations[i] : "output";
    text += fmt::format("{}~{}|", name, fmt::join(parents[i], ","));
  }
  return text;
}

std::optional<CellGraph> Nasbench101Cell::graph(CellKind kind) const {
  if (kind == CellKind::kReduction) return {};
  const Nasbench101Cell cell = pruned(*this);
  CellGraph graph{.title = "cell",
                  .nodes = static_cast<int>(cell.operations.size()),
                  .labels = cell.operations};
  for (size_t i = 0; i < cell.parents.size(); ++i) {
    for (const int parent : cell.parents[i]) {
      graph.plain.push_back({parent, static_cast<int>(i) + 1});
    }
  }
  return graph;
}

}  // namespace tetlo
