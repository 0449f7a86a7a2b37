// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/nasbench301_cells.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "tetlo/space/darts_cell_rules.h"
#include "tetlo/space/operation_names.h"
#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

constexpr int kNodes = 4;
constexpr const char* kPrefix = "NetworkSelectorDatasetInfo:darts:";

void check_cell(const DartsCell& cell, const std::string& name, const std::string& spelling) {
  const auto& known = nasbench301_operations();
  const std::vector<int> concat = nasbench301_concat();
  require(cell.genes.size() == 2 * concat.size(), "{} has {} nodes; in {} it must have {}.", name,
          cell.genes.size() / 2, spelling, concat.size());
  require(cell.concat == concat, "{}_concat is {}; in {} it must be {}.", name, cell.concat,
          spelling, concat);
  for (const Gene& gene : cell.genes) {
    require(std::find(known.begin(), known.end(), gene.operation) != known.end(),
            "{} has the operation \"{}\"; in {} it must be one of {}.", name,
            excerpt(gene.operation), spelling, fmt::join(known, ", "));
  }
}

/// The number in cell_edges(4) of the edge from state `from` to state `to`.
int number_of_edge(int from, int to) { return (to - 2) * (to + 1) / 2 + from; }

void append_cell(const DartsCell& cell, const std::string& name,
                 std::vector<std::string>& entries) {
  for (int node = 0; node < kNodes; ++node) {
    const int state = node + 2;
    const Gene* const genes = &cell.genes[2 * static_cast<size_t>(node)];
    const auto [first, second] = std::minmax(genes[0].source, genes[1].source);
    require(first != second,
            "State {} of {} reads state {} twice; in nasbench301 it must read two states.", state,
            name, first);
    for (const Gene* gene : {&genes[0], &genes[1]}) {
      entries.push_back(fmt::format("'{}edge_{}_{}': '{}'", kPrefix, name,
                                    number_of_edge(gene->source, state), gene->operation));
    }
    if (node == 0) continue;
    entries.push_back(
        fmt::format("'{}inputs_node_{}_{}': '{}_{}'", kPrefix, name, state, first, second));
  }
}

/// The entries of a configuration that describe cells.
struct Entries {
  std::map<std::string, Placed<std::string>> by_key;  ///< without the prefix, with places of keys
  size_t position;                                    ///< of the dictionary
};

/// Reads an entry. Those that describe no cell, such as the number of layers, are passed over.
void read_entry(TextReader& reader, Entries& entries) {
  const size_t position = reader.position();
  const std::string key = reader.quoted("a quoted key");
  reader.expect(':');
  const size_t start = key.starts_with(kPrefix) ? std::string(kPrefix).size() : key.size();
  const std::string name = key.substr(start);
  if (!name.starts_with("edge_") && !name.starts_with("inputs_node_")) {
    reader.skip_scalar("a value");
    return;
  }
  const Placed<std::string> value{reader.quoted("a quoted value"), position};
  if (!entries.by_key.emplace(name, value).second) {
    reader.fail_at(position, fmt::format("{} is given twice.", excerpt(name)));
  }
}

/// Takes the entry with this key, if there is one.
std::optional<Placed<std::string>> take(Entries& entries, const std::string& key) {
  const auto node = entries.by_key.extract(key);
  if (node.empty()) return std::nullopt;
  return node.mapped();
}

DartsCell take_cell(const TextReader& reader, Entries& entries, const std::string& name) {
  DartsCell cell{.genes = {}, .concat = nasbench301_concat()};
  for (int state = 2; state < 2 + kNodes; ++state) {
    std::vector<int> sources;
    for (int from = 0; from < state; ++from) {
      const auto operation =
          take(entries, fmt::format("edge_{}_{}", name, number_of_edge(from, state)));
      if (!operation) continue;
      cell.genes.push_back({operation->value, from});
      sources.push_back(from);
    }
    if (sources.size() != 2) {
      reader.fail_at(entries.position,
                     fmt::format("state {} of {} has {} operations; it must have two.", state, name,
                                 sources.size()));
    }
    const std::string read = fmt::format("{}", fmt::join(sources, "_"));
    const auto inputs = take(entries, fmt::format("inputs_node_{}_{}", name, state));
    if (inputs && inputs->value != read) {
      reader.fail_at(inputs->position,
                     fmt::format("the inputs are \"{}\"; those of the operations are \"{}\".",
                                 excerpt(inputs->value), read));
    }
  }
  return cell;
}

}  // namespace

const std::vector<std::string>& nasbench301_operations() {
  static const std::vector<std::string> names = {kMaxPool3, kAvgPool3, kSkip,    kSepConv3,
                                                 kSepConv5, kDilConv3, kDilConv5};
  return names;
}

std::vector<int> nasbench301_concat() {
  std::vector<int> states(kNodes);
  std::iota(states.begin(), states.end(), 2);
  return states;
}

void check_nasbench301_cells(const DartsCells& cells, const std::string& spelling) {
  check_cell(cells.normal, "normal", spelling);
  check_cell(cells.reduce, "reduce", spelling);
}

std::string nasbench301_text(const DartsCells& cells) {
  check_nasbench301_cells(cells, "nasbench301");
  std::vector<std::string> entries;
  append_cell(cells.normal, "normal", entries);
  append_cell(cells.reduce, "reduce", entries);
  return fmt::format("{{{}}}", fmt::join(entries, ", "));
}

bool is_nasbench301(const std::string& text) {
  return TextReader(text, "").accept('{') && text.find(kPrefix) != std::string::npos;
}

DartsCells parse_nasbench301(const std::string& text, const std::string& origin) {
  TextReader reader(text, origin);
  Entries entries{{}, reader.position()};
  reader.expect('{');
  reader.items('}', [&] { read_entry(reader, entries); });
  if (!reader.at_end()) reader.fail_expecting("the end of the text");
  DartsCells cells{.normal = take_cell(reader, entries, "normal"),
                   .reduce = take_cell(reader, entries, "reduce")};
  if (!entries.by_key.empty()) {
    const auto& [key, value] = *entries.by_key.begin();
    reader.fail_at(value.position, fmt::format("there is no edge or node \"{}\".", excerpt(key)));
  }
  return cells;
}

}  // namespace tetlo
