// SPDX-License-Identifier: Apache-2.0
// A table of results, and the formats in which several are written. Numbers keep all their digits
// until they are written: JSON and CSV have them in full, the formats for people rounded.
//
// Checkable: the entry Number{2.0 / 3, "{:.2f}"} is 0.67 in text, 0.6666666666666666 in JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tetlo {

/// A number and how it is written for people.
struct Number {
  double value = 0;
  const char* format = "{:.2f}";
};

/// Nothing, text, a count, a decision or a number.
using TableEntry = std::variant<std::monostate, std::string, int64_t, bool, Number>;

/// The number, or nothing.
TableEntry figure_or_nothing(const std::optional<double>& value, const char* format = "{:.2f}");

struct ResultTable {
  std::string id = {};  ///< its name in JSON and CSV
  std::string title = {};
  std::vector<std::string> notes = {};  ///< sentences that must be read before the table
  std::vector<std::string> columns = {};
  std::vector<std::vector<TableEntry>> rows = {};  ///< as many entries as columns
};

/// An entry for people; "" for nothing and for numbers that are not finite.
std::string entry_text(const TableEntry& entry);

/// Aligned columns; numbers stand at the right.
std::string tables_as_text(const std::vector<ResultTable>& tables);

/// One CSV table [Shafranovich2005] with a line for each entry: table, row from 1, column, value.
/// Notes are lines whose row is empty and whose column is "note".
std::string tables_as_csv(const std::vector<ResultTable>& tables);

/// One object with a table at each id: title, notes, and rows as objects.
std::string tables_as_json(const std::vector<ResultTable>& tables);

std::string tables_as_markdown(const std::vector<ResultTable>& tables);

/// HTML for a page of report/: a heading for each, its notes, and then its values.
std::string tables_as_html(const std::vector<ResultTable>& tables);

/// Each in an environment `table`, with rules of the package booktabs. Greek letters and signs of
/// mathematics are written as such, so that pdflatex needs no package for them.
std::string tables_as_latex(const std::vector<ResultTable>& tables);

}  // namespace tetlo
