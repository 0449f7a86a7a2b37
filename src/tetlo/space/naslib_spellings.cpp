// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/naslib_spellings.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "tetlo/space/darts_cell_rules.h"
#include "tetlo/space/nasbench301_cells.h"
#include "tetlo/space/operation_names.h"
#include "tetlo/space/space.h"

namespace tetlo {
namespace {

using Names = std::vector<std::string>;

const Names& nasbench201_operations() {
  static const Names names = {kSkip, kNone, kConvolution3, kConvolution1, kAvgPool3};
  return names;
}

std::string compact_cell(const DartsCell& cell) {
  const Names& known = nasbench301_operations();
  Names pairs;
  for (const auto& [operation, source] : cell.genes) {
    const auto place = std::find(known.begin(), known.end(), operation);
    pairs.push_back(fmt::format("({}, {})", source, place - known.begin()));
  }
  return fmt::format("({})", fmt::join(pairs, ", "));
}

std::string read_operation(TextReader& reader, const Names& known) {
  const size_t position = reader.position();
  const int number = reader.number("the number of an operation");
  if (number < 0 || number >= static_cast<int>(known.size())) {
    reader.fail_at(position, fmt::format("the operation is {}; it must be from 0 to {}.", number,
                                         known.size() - 1));
  }
  return known[static_cast<size_t>(number)];
}

DartsCell read_compact_cell(TextReader& reader, const std::string& name) {
  List<Gene> genes{{}, reader.position()};
  reader.items(reader.expect_opening("a list of pairs"), [&] {
    const char close = reader.expect_opening("a pair such as (0, 3)");
    const size_t position = reader.position();
    const int source = reader.number("the number of a state");
    reader.expect(',');
    genes.items.push_back({{read_operation(reader, nasbench301_operations()), source}, position});
    reader.accept(',');
    reader.expect(close);
  });
  List<int> concat{{}, genes.position};
  for (const int state : nasbench301_concat()) concat.items.push_back({state, genes.position});
  if (genes.items.size() != 2 * concat.items.size()) {
    reader.fail_at(genes.position, fmt::format("{} has {} pairs; it must have {}.", name,
                                               genes.items.size(), 2 * concat.items.size()));
  }
  return checked_cell(reader, genes, concat, name);
}

/// The places in cell_edges() of NAS-Bench-201's edges in NASLib's order.
std::vector<size_t> order_of_edges() {
  const std::vector<Edge> edges = find_space("nasbench201").edges();
  std::vector<size_t> order(edges.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return edges[a].from < edges[b].from; });
  return order;
}

}  // namespace

std::string naslib_compact_text(const DartsCells& cells) {
  check_nasbench301_cells(cells, "naslib_compact");
  return fmt::format("({}, {})", compact_cell(cells.normal), compact_cell(cells.reduce));
}

bool is_naslib_compact(const std::string& text) {
  TextReader reader(text, "");
  return reader.accept_opening() && reader.accept_opening();
}

DartsCells parse_naslib_compact(const std::string& text, const std::string& origin) {
  TextReader reader(text, origin);
  const char close = reader.expect_opening("a pair of cells");
  DartsCells cells;
  cells.normal = read_compact_cell(reader, "normal");
  reader.expect(',');
  cells.reduce = read_compact_cell(reader, "reduce");
  reader.accept(',');
  reader.expect(close);
  if (!reader.at_end()) reader.fail_expecting("the end of the text");
  return cells;
}

std::string naslib_indices_text(const Nasbench201Cell& cell) {
  const Names& known = nasbench201_operations();
  std::vector<std::ptrdiff_t> indices;
  for (const size_t edge : order_of_edges()) {
    indices.push_back(std::find(known.begin(), known.end(), cell.operations.at(edge)) -
                      known.begin());
  }
  return fmt::format("[{}]", fmt::join(indices, ", "));
}

bool is_naslib_indices(const std::string& text) {
  TextReader reader(text, "");
  if (!reader.accept_opening()) return false;
  const std::string word = reader.word();
  return !word.empty() && word.find_first_not_of("0123456789") == std::string::npos;
}

Nasbench201Cell parse_naslib_indices(const std::string& text, const std::string& origin) {
  TextReader reader(text, origin);
  const std::vector<size_t> order = order_of_edges();
  const size_t start = reader.position();
  Names read;
  reader.items(reader.expect_opening("a list of indices"),
               [&] { read.push_back(read_operation(reader, nasbench201_operations())); });
  if (!reader.at_end()) reader.fail_expecting("the end of the text");
  if (read.size() != order.size()) {
    reader.fail_at(start, fmt::format("a cell of NAS-Bench-201 has {} indices; it must have {}.",
                                      read.size(), order.size()));
  }
  Names operations(order.size());
  for (size_t i = 0; i < order.size(); ++i) operations[order[i]] = read[i];
  return nasbench201_cell(operations);
}

}  // namespace tetlo
