// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/space_file.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

#include "tetlo/options/document.h"
#include "tetlo/options/field.h"
#include "tetlo/options/nearest.h"
#include "tetlo/options/toml.h"
#include "tetlo/space/operation_names.h"
#include "tetlo/util/error.h"
#include "tetlo/util/table.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

using Candidates = Space::Candidates;

constexpr int64_t kMostNodes = 16;

std::string name_of(const Edge& edge) { return fmt::format("{} → {}", edge.from, edge.to); }

/// The elements of an array; null if the node is something else, or an array of numbers.
const TomlArray* elements(const TomlNode& node) {
  static const TomlArray empty;
  const auto* numbers = std::get_if<std::vector<double>>(&node.value);
  return numbers && numbers->empty() ? &empty : std::get_if<TomlArray>(&node.value);
}

class SpaceReader {
 public:
  SpaceReader(const std::string& origin, const std::vector<std::string>& operations)
      : origin_(origin), operations_(operations) {}

  Space read(const TomlTable& table) const {
    for (const TomlEntry& entry : table) {
      const std::vector<std::string> known = {"nodes", "normal", "reduce", "normalise_pools",
                                              "normalise_last"};
      require(std::find(known.begin(), known.end(), entry.key) != known.end(),
              "{}: There is no \"{}\" in a space; {}", entry.where, excerpt(entry.key),
              suggestion(entry.key, known));
    }
    Space space{.name = "file",
                .description = "candidates from a file",
                .source = "",
                .nodes = nodes(table),
                .normal = {},
                .reduce = {}};
    space.normal = cell(table, "normal", space.edges());
    space.reduce = cell(table, "reduce", space.edges());
    space.normalise_pools = flag(table, "normalise_pools", space.normalise_pools);
    space.normalise_last = flag(table, "normalise_last", space.normalise_last);
    return space;
  }

 private:
  static int nodes(const TomlTable& table) {
    const TomlNode* node = find_key(table, "nodes");
    if (!node) return 4;
    const auto* number = std::get_if<int64_t>(&node->value);
    require(number && *number >= 1 && *number <= kMostNodes,
            "{}: nodes is {}; it must be an integer from 1 to {}.", node->where, node->shown,
            kMostNodes);
    return static_cast<int>(*number);
  }

  static bool flag(const TomlTable& table, const std::string& key, bool otherwise) {
    const TomlNode* node = find_key(table, key);
    if (!node) return otherwise;
    const auto* value = std::get_if<bool>(&node->value);
    require(value, "{}: {} is {}; it must be true or false.", node->where, key, node->shown);
    return *value;
  }

  /// The candidates of each edge: one list for all of them, or a list for each.
  Candidates cell(const TomlTable& table, const std::string& key,
                  const std::vector<Edge>& edges) const {
    const TomlNode* node = find_key(table, key);
    require(node, "{}: There is no \"{}\", the candidates on the edges of {} cells.", origin_, key,
            key == "normal" ? "normal" : "reduction");
    const TomlArray* lists = elements(*node);
    require(lists, "{}: {} is {}; it must be a list of operations, or one such list for each edge.",
            node->where, key, node->shown);
    if (lists->empty() || !elements(lists->front())) {
      return Candidates(edges.size(), candidates(*node, "Every edge of " + key));
    }
    require(lists->size() == edges.size(),
            "{}: {} has {} lists; there must be {}, one for each edge, or one list for all edges.",
            node->where, key, lists->size(), edges.size());
    Candidates result;
    for (const TomlNode& list : *lists) {
      const Edge& edge = edges[result.size()];
      result.push_back(candidates(list, fmt::format("The edge {} of {}", name_of(edge), key)));
    }
    return result;
  }

  /// The operations of one list, which are the candidates of `edge`.
  std::vector<std::string> candidates(const TomlNode& list, const std::string& edge) const {
    const TomlArray* nodes = elements(list);
    require(nodes, "{}: {} has {}; it must have a list of operations.", list.where, edge,
            list.shown);
    std::vector<std::string> names;
    for (const TomlNode& node : *nodes) {
      const auto* name = std::get_if<std::string>(&node.value);
      require(name, "{}: {} has {}; it must have the names of operations.", node.where, edge,
              node.shown);
      require(std::find(operations_.begin(), operations_.end(), *name) != operations_.end(),
              "{}: There is no operation \"{}\"; {}", node.where, excerpt(*name),
              suggestion(*name, operations_));
      require(std::find(names.begin(), names.end(), *name) == names.end(), "{}: {} has {} twice.",
              node.where, edge, *name);
      names.push_back(*name);
    }
    require(!names.empty(), "{}: {} has no candidate.", list.where, edge);
    require(names != std::vector<std::string>{kNone},
            "{}: {} has no candidate other than none, which no found cell contains.", list.where,
            edge);
    return names;
  }

  const std::string& origin_;
  const std::vector<std::string>& operations_;
};

std::string list_text(const std::vector<std::string>& names) {
  std::vector<std::string> quoted(names.size());
  std::transform(names.begin(), names.end(), quoted.begin(), toml_string);
  return fmt::format("[{}]", fmt::join(quoted, ", "));
}

/// One list if all edges have the same candidates, else a line for each edge.
std::string cell_text(const Candidates& candidates, const std::vector<Edge>& edges) {
  const auto differ = std::not_equal_to<>();
  if (std::adjacent_find(candidates.begin(), candidates.end(), differ) == candidates.end()) {
    return list_text(candidates.front()) + "\n";
  }
  std::string text = "[\n";
  for (size_t e = 0; e < edges.size(); ++e) {
    text += fmt::format("  {},  # {}\n", list_text(candidates[e]), name_of(edges[e]));
  }
  return text + "]\n";
}

}  // namespace

Space parse_space(const std::string& text, const std::string& origin,
                  const std::vector<std::string>& operations) {
  return SpaceReader(origin, operations).read(parse_toml(text, origin));
}

std::string space_text(const Space& space) {
  require(std::holds_alternative<DartsFamily>(space.family),
          "The space {} has no such form, because its cells do not have the wiring of DARTS.",
          space.name);
  return fmt::format(
      "nodes = {}\nnormal = {}reduce = {}normalise_pools = {}  # batch norm after pools\n"
      "normalise_last = {}  # batch norm and ReLU before global pooling\n",
      space.nodes, cell_text(space.normal, space.edges()), cell_text(space.reduce, space.edges()),
      space.normalise_pools, space.normalise_last);
}

Space load_space(const std::string& name_or_file, const std::vector<std::string>& operations) {
  std::error_code unknown;
  const auto names = names_in(spaces());
  const bool named = std::find(names.begin(), names.end(), name_or_file) != names.end();
  if (named || !std::filesystem::is_regular_file(name_or_file, unknown)) {
    return find_space(name_or_file);
  }
  return parse_space(configuration_text(name_or_file), name_or_file, operations);
}

}  // namespace tetlo
