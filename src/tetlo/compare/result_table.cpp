// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/result_table.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <span>
#include <string_view>

#include "tetlo/report/html.h"
#include "tetlo/util/text.h"
#include "tetlo/util/xml.h"

namespace tetlo {
namespace {

using Lines = std::vector<std::vector<std::string>>;

bool is_number(const TableEntry& entry) {
  return std::holds_alternative<int64_t>(entry) || std::holds_alternative<Number>(entry);
}

/// Whether a column has numbers only, apart from gaps.
bool is_numeric(const ResultTable& table, size_t column) {
  bool any = false;
  for (const auto& row : table.rows) {
    if (!is_number(row[column]) && !entry_text(row[column]).empty()) return false;
    any = any || is_number(row[column]);
  }
  return any;
}

Lines texts(const ResultTable& table) {
  Lines lines;
  for (const auto& row : table.rows) {
    auto& line = lines.emplace_back();
    for (const TableEntry& entry : row) line.push_back(entry_text(entry));
  }
  return lines;
}

std::string padded(const std::string& text, size_t width, bool right) {
  const std::string space(width - character_count(text), ' ');
  return right ? space + text : text + space;
}

nlohmann::json json_of(const TableEntry& entry) {
  return std::visit(
      [](const auto& value) -> nlohmann::json {
        using T = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<T, std::monostate>) {
          return nullptr;
        } else if constexpr (std::is_same_v<T, Number>) {
          return std::isfinite(value.value) ? nlohmann::json(value.value) : nlohmann::json();
        } else {
          return value;
        }
      },
      entry);
}

/// What stands for a character, which may be several bytes of UTF-8.
struct Spelling {
  std::string_view character, written;
};

std::string replaced(std::string_view text, std::span<const Spelling> by) {
  std::string result;
  while (!text.empty()) {
    const auto begins = [&](const Spelling& one) { return text.starts_with(one.character); };
    const auto found = std::find_if(by.begin(), by.end(), begins);
    const bool is_there = found != by.end();
    result += is_there ? found->written : text.substr(0, 1);
    text.remove_prefix(is_there ? found->character.size() : 1);
  }
  return result;
}

std::string for_markdown(const std::string& text) {
  static constexpr Spelling kBy[] = {{"|", "\\|"}, {"*", "\\*"}, {"_", "\\_"}, {"\n", " "}};
  return replaced(text, kBy);
}

/// In ASCII, because pdflatex knows no Greek letters without further packages, nor, before 2018,
/// anything else.
std::string for_latex(const std::string& text) {
  static constexpr Spelling kBy[] = {{"\\", "\\textbackslash{}"},
                                     {"~", "\\textasciitilde{}"},
                                     {"^", "\\textasciicircum{}"},
                                     {"&", "\\&"},
                                     {"%", "\\%"},
                                     {"$", "\\$"},
                                     {"#", "\\#"},
                                     {"_", "\\_"},
                                     {"{", "\\{"},
                                     {"}", "\\}"},
                                     {"<", "$<$"},
                                     {">", "$>$"},
                                     {"α", "$\\alpha$"},
                                     {"β", "$\\beta$"},
                                     {"γ", "$\\gamma$"},
                                     {"δ", "$\\delta$"},
                                     {"ε", "$\\epsilon$"},
                                     {"η", "$\\eta$"},
                                     {"θ", "$\\theta$"},
                                     {"λ", "$\\lambda$"},
                                     {"ξ", "$\\xi$"},
                                     {"ρ", "$\\rho$"},
                                     {"σ", "$\\sigma$"},
                                     {"τ", "$\\tau$"},
                                     {"±", "$\\pm$"},
                                     {"×", "$\\times$"},
                                     {"·", "$\\cdot$"},
                                     {"−", "$-$"},
                                     {"≤", "$\\leq$"},
                                     {"≥", "$\\geq$"},
                                     {"→", "$\\rightarrow$"},
                                     {"²", "$^2$"},
                                     {"⟨", "$\\langle$"},
                                     {"⟩", "$\\rangle$"},
                                     {"–", "--"},
                                     {"…", "\\ldots{}"}};
  return replaced(text, kBy);
}

std::vector<std::string> mapped(std::vector<std::string> texts,
                                std::string (*function)(const std::string&)) {
  std::transform(texts.begin(), texts.end(), texts.begin(), function);
  return texts;
}

std::string text_of(const ResultTable& table) {
  Lines lines = texts(table);
  lines.insert(lines.begin(), table.columns);
  std::string text = table.title + "\n\n";
  for (const std::string& note : table.notes) text += note + "\n";
  if (table.columns.empty()) return text;
  if (!table.notes.empty()) text += "\n";
  std::vector<size_t> widths(table.columns.size());
  for (const auto& line : lines) {
    for (size_t c = 0; c < line.size(); ++c)
      widths[c] = std::max(widths[c], character_count(line[c]));
  }
  for (const auto& line : lines) {
    std::string row;
    for (size_t c = 0; c < line.size(); ++c) {
      row += (c == 0 ? "  " : "   ") + padded(line[c], widths[c], is_numeric(table, c));
    }
    text += row.substr(0, row.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

std::string latex_of(const ResultTable& table) {
  std::string text;
  for (const std::string& note : table.notes) text += "% " + note + "\n";
  if (table.columns.empty()) return text;
  std::string alignment;
  for (size_t c = 0; c < table.columns.size(); ++c) alignment += is_numeric(table, c) ? 'r' : 'l';
  text += fmt::format("\\begin{{table}}\n\\caption{{{}}}\n\\begin{{tabular}}{{{}}}\n\\toprule\n",
                      for_latex(table.title), alignment);
  text += fmt::format("{} \\\\\n\\midrule\n", fmt::join(mapped(table.columns, for_latex), " & "));
  for (const auto& line : texts(table)) {
    text += fmt::format("{} \\\\\n", fmt::join(mapped(line, for_latex), " & "));
  }
  return text + "\\bottomrule\n\\end{tabular}\n\\end{table}\n";
}

std::string markdown_of(const ResultTable& table) {
  std::string text = "### " + for_markdown(table.title) + "\n\n";
  for (const std::string& note : table.notes) text += for_markdown(note) + "\n";
  if (table.columns.empty()) return text;
  if (!table.notes.empty()) text += "\n";
  text += fmt::format("| {} |\n|", fmt::join(mapped(table.columns, for_markdown), " | "));
  for (size_t c = 0; c < table.columns.size(); ++c) {
    text += is_numeric(table, c) ? "---:|" : "---|";
  }
  text += "\n";
  for (const auto& line : texts(table)) {
    text += fmt::format("| {} |\n", fmt::join(mapped(line, for_markdown), " | "));
  }
  return text;
}

std::string html_of(const ResultTable& table) {
  std::string text = fmt::format("<h3>{}</h3>\n", xml_text(table.title));
  for (const std::string& note : table.notes) text += fmt::format("<p>{}</p>\n", xml_text(note));
  std::set<size_t> numbers;
  for (size_t c = 0; c < table.columns.size(); ++c) {
    if (is_numeric(table, c)) numbers.insert(c);
  }
  return text + tetlo::table(table.columns, texts(table), numbers);
}

std::string joined(const std::vector<ResultTable>& tables,
                   std::string (*function)(const ResultTable&)) {
  std::string text;
  for (const ResultTable& table : tables) text += (text.empty() ? "" : "\n") + function(table);
  return text;
}

}  // namespace

TableEntry figure_or_nothing(const std::optional<double>& value, const char* format) {
  return value ? TableEntry(Number{*value, format}) : TableEntry();
}

std::string entry_text(const TableEntry& entry) {
  return std::visit(
      [](const auto& value) -> std::string {
        using T = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<T, std::string>) {
          return value;
        } else if constexpr (std::is_same_v<T, int64_t>) {
          return fmt::format("{}", value);
        } else if constexpr (std::is_same_v<T, bool>) {
          return value ? "yes" : "no";
        } else if constexpr (std::is_same_v<T, Number>) {
          return std::isfinite(value.value) ? fmt::format(fmt::runtime(value.format), value.value)
                                            : "";
        } else {
          return "";
        }
      },
      entry);
}

std::string tables_as_text(const std::vector<ResultTable>& tables) {
  return joined(tables, text_of);
}

std::string tables_as_csv(const std::vector<ResultTable>& tables) {
  std::string text = "table,row,column,value\n";
  for (const ResultTable& table : tables) {
    for (const auto& note : table.notes)
      text += fmt::format("{},,note,{}\n", table.id, csv_cell(note));
    for (size_t r = 0; r < table.rows.size(); ++r) {
      for (size_t c = 0; c < table.columns.size(); ++c) {
        const nlohmann::json value = json_of(table.rows[r][c]);
        const std::string written = value.is_null()     ? ""
                                    : value.is_string() ? value.get<std::string>()
                                                        : value.dump();
        text += fmt::format("{},{},{},{}\n", table.id, r + 1, csv_cell(table.columns[c]),
                            csv_cell(written));
      }
    }
  }
  return text;
}

std::string tables_as_json(const std::vector<ResultTable>& tables) {
  nlohmann::json all;
  for (const ResultTable& table : tables) {
    auto rows = nlohmann::json::array();
    for (const auto& entries : table.rows) {
      auto& row = rows.emplace_back(nlohmann::json::object());
      for (size_t c = 0; c < entries.size(); ++c) row[table.columns[c]] = json_of(entries[c]);
    }
    all[table.id] = {{"title", table.title}, {"notes", table.notes}, {"rows", rows}};
  }
  return all.dump() + "\n";
}

std::string tables_as_markdown(const std::vector<ResultTable>& tables) {
  return joined(tables, markdown_of);
}

std::string tables_as_latex(const std::vector<ResultTable>& tables) {
  return joined(tables, latex_of);
}

std::string tables_as_html(const std::vector<ResultTable>& tables) {
  return joined(tables, html_of);
}

}  // namespace tetlo
