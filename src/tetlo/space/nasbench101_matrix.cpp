// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/nasbench101_matrix.h"

#include <fmt/ranges.h>

#include <algorithm>

#include "tetlo/space/text_reader.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

void read_key(TextReader& reader, const std::string& key) {
  const std::string expected = "'" + key + "'";
  const size_t position = reader.position();
  const std::string found = reader.quoted(expected);
  if (found != key) reader.fail_found(position, found, expected);
  reader.expect(':');
}

List<int> read_row(TextReader& reader) {
  List<int> row{{}, reader.position()};
  reader.items(reader.expect_opening("a row of the matrix"), [&] {
    const size_t position = reader.position();
    row.items.push_back({reader.number("0 or 1"), position});
  });
  return row;
}

List<std::string> read_operations(TextReader& reader) {
  List<std::string> operations{{}, reader.position()};
  reader.items(reader.expect_opening("a list of operations"), [&] {
    const size_t position = reader.position();
    operations.items.push_back({reader.quoted("a quoted operation name"), position});
  });
  return operations;
}

/// Adds vertex `from` to the parents of the vertices that its row of the matrix names.
void add_edges(const TextReader& reader, const List<int>& row, size_t from, Nasbench101Cell& cell) {
  const size_t vertices = cell.parents.size() + 1;
  if (row.items.size() != vertices) {
    reader.fail_at(row.position, fmt::format("row {} has {} entries; it must have {}.", from,
                                             row.items.size(), vertices));
  }
  for (size_t to = 0; to < vertices; ++to) {
    const auto& [entry, position] = row.items[to];
    const bool later = to > from;
    if (entry != 0 && (entry != 1 || !later)) {
      reader.fail_at(position, fmt::format("entry ({}, {}) is {}; it must be 0{}.", from, to, entry,
                                           later ? " or 1" : ""));
    }
    if (entry == 1) cell.parents[to - 1].push_back(static_cast<int>(from));
  }
}

std::vector<std::string> inner_operations(const TextReader& reader,
                                          const List<std::string>& operations, size_t vertices) {
  const auto& [items, position] = operations;
  if (items.size() != vertices || items.front().value != "input" ||
      items.back().value != "output") {
    reader.fail_at(position,
                   fmt::format("the operations must be {}, from 'input' to 'output'.", vertices));
  }
  const auto& known = nasbench101_operations();
  std::vector<std::string> inner;
  for (size_t v = 1; v + 1 < vertices; ++v) {
    if (std::find(known.begin(), known.end(), items[v].value) == known.end()) {
      reader.fail_at(items[v].position,
                     fmt::format("the operation is \"{}\"; it must be one of {}.",
                                 excerpt(items[v].value), fmt::join(known, ", ")));
    }
    inner.push_back(items[v].value);
  }
  return inner;
}

}  // namespace

std::string nasbench101_matrix_text(const Nasbench101Cell& cell) {
  const size_t vertices = cell.parents.size() + 1;
  std::vector<std::vector<int>> matrix(vertices, std::vector<int>(vertices));
  for (size_t to = 1; to < vertices; ++to) {
    for (const int from : cell.parents[to - 1]) matrix[static_cast<size_t>(from)][to] = 1;
  }
  std::vector<std::string> rows, operations{"'input'"};
  for (const auto& row : matrix) rows.push_back(fmt::format("[{}]", fmt::join(row, ", ")));
  for (const auto& name : cell.operations) operations.push_back(fmt::format("'{}'", name));
  operations.emplace_back("'output'");
  return fmt::format("{{'matrix': [{}], 'ops': [{}]}}", fmt::join(rows, ", "),
                     fmt::join(operations, ", "));
}

bool is_nasbench101_matrix(const std::string& text) {
  return TextReader(text, "").accept('{') && text.find("matrix") != std::string::npos;
}

Nasbench101Cell parse_nasbench101_matrix(const std::string& text, const std::string& origin) {
  TextReader reader(text, origin);
  reader.expect('{');
  read_key(reader, "matrix");
  const size_t start = reader.position();
  std::vector<List<int>> rows;
  reader.items(reader.expect_opening("the rows of a matrix"),
               [&] { rows.push_back(read_row(reader)); });
  if (rows.size() < 2) {
    reader.fail_at(start,
                   fmt::format("the matrix has {} rows; it must have at least 2.", rows.size()));
  }
  reader.expect(',');
  read_key(reader, "ops");
  const List<std::string> operations = read_operations(reader);
  reader.accept(',');
  reader.expect('}');
  if (!reader.at_end()) reader.fail_expecting("the end of the text");
  Nasbench101Cell cell{.operations = {}, .parents = {}};
  cell.parents.resize(rows.size() - 1);
  for (size_t from = 0; from < rows.size(); ++from) add_edges(reader, rows[from], from, cell);
  cell.operations = inner_operations(reader, operations, rows.size());
  return cell;
}

}  // namespace tetlo
