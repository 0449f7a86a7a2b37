// SPDX-License-Identifier: Apache-2.0
#include "tetlo/reproduce/published_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>

#include "tetlo/options/document.h"
#include "tetlo/options/nearest.h"
#include "tetlo/options/toml.h"
#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

constexpr const char* kPlusMinus = "±";

double number_in(const std::string& text, const std::string& where) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  require(error == std::errc() && stop == end,
          "{}: \"{}\" is no published figure; these are written 17.21±0.10, 3.0 or -.", where,
          excerpt(text));
  return number;
}

/// A table of the file, which knows its keys.
class Reader {
 public:
  Reader(const TomlTable& table, const std::string& where, const std::vector<std::string>& known)
      : table_(table), where_(where) {
    for (const TomlEntry& entry : table) {
      require(std::find(known.begin(), known.end(), entry.key) != known.end(),
              "{}: There is no \"{}\" here; {}", entry.where, excerpt(entry.key),
              suggestion(entry.key, known));
    }
  }

  std::string text(const std::string& key) const {
    const TomlNode* node = find_key(table_, key);
    return node ? string_in(*node, key, "a text") : "";
  }

  std::string needed(const std::string& key) const {
    require(find_key(table_, key), "{}: There is no \"{}\".", where_, key);
    return text(key);
  }

  double number(const std::string& key, double otherwise) const {
    const TomlNode* node = find_key(table_, key);
    if (!node) return otherwise;
    if (const auto* integer = std::get_if<int64_t>(&node->value)) {
      return static_cast<double>(*integer);
    }
    const auto* number = std::get_if<double>(&node->value);
    require(number, "{}: {} is {}; it must be a number.", node->where, key, node->shown);
    return *number;
  }

  /// A list of texts, or one text.
  std::vector<std::string> text_or_texts(const std::string& key) const {
    const TomlNode* node = find_key(table_, key);
    const bool is_text = node && std::holds_alternative<std::string>(node->value);
    return is_text ? std::vector<std::string>{text(key)} : texts(key);
  }

  std::vector<std::string> texts(const std::string& key) const {
    std::vector<std::string> all;
    for (const TomlNode* node : elements(key)) {
      all.push_back(string_in(*node, key, "a list of texts"));
    }
    return all;
  }

  /// The nodes of an array; none if there is no such key.
  std::vector<const TomlNode*> elements(const std::string& key) const {
    const TomlNode* node = find_key(table_, key);
    if (!node) return {};
    const auto* numbers = std::get_if<std::vector<double>>(&node->value);
    if (numbers && numbers->empty()) return {};
    const auto* array = std::get_if<TomlArray>(&node->value);
    require(array, "{}: {} is {}; it must be a list.", node->where, key, node->shown);
    std::vector<const TomlNode*> all;
    for (const TomlNode& one : *array) all.push_back(&one);
    return all;
  }

  const std::string& where() const { return where_; }

 private:
  const TomlTable& table_;
  std::string where_;
};

Claim claim_in(const Reader& reader) {
  const std::string text = reader.text("claim");
  require(text.empty() || text == "lower" || text == "higher",
          "{}: claim is \"{}\"; it must be \"lower\" or \"higher\".", reader.where(),
          excerpt(text));
  return text.empty() ? Claim::kNone : text == "lower" ? Claim::kLower : Claim::kHigher;
}

TableColumn column_in(const TomlNode& node) {
  const Reader reader(
      table_in(node, "columns"), node.where,
      {"name", "figure", "unit", "claim", "smallest_effect", "set", "training_set", "training"});
  TableColumn column{.name = reader.needed("name"),
                     .figure = reader.needed("figure"),
                     .unit = reader.text("unit"),
                     .claim = claim_in(reader),
                     .smallest_effect = reader.number("smallest_effect", 0),
                     .set = reader.texts("set"),
                     .training_set = reader.texts("training_set"),
                     .training = reader.text("training")};
  require(column.figure.starts_with("search.") || column.figure.starts_with("training."),
          "{}: figure is \"{}\"; it must begin with search. or training.", node.where,
          excerpt(column.figure));
  factor_of(column.unit);
  return column;
}

TableRow row_in(const TomlNode& node, size_t columns) {
  const Reader reader(table_in(node, "rows"), node.where,
                      {"name", "search", "training", "set", "training_set", "published", "against",
                       "published_p", "like"});
  TableRow row{.name = reader.needed("name"),
               .searches = reader.text_or_texts("search"),
               .trainings = reader.text_or_texts("training"),
               .set = reader.texts("set"),
               .training_set = reader.texts("training_set"),
               .against = reader.texts("against"),
               .published_p = reader.texts("published_p"),
               .like = reader.text("like")};
  for (const std::string& text : reader.texts("published")) {
    row.published.push_back(parse_published(text, node.where));
  }
  if (row.published.empty()) row.published.resize(columns);
  require(row.published.size() == columns, "{}: The row {} has {} published figures; it needs {}.",
          node.where, excerpt(row.name), row.published.size(), columns);
  for (const auto& files : {row.searches, row.trainings}) {
    require(files.size() <= 1 || files.size() == columns,
            "{}: The row {} names {} configuration files; it must be one, or one for each of {} "
            "columns.",
            node.where, excerpt(row.name), files.size(), columns);
  }
  require(row.published_p.empty() || row.published_p.size() == row.against.size(),
          "{}: The row {} has {} published p values for {} comparisons.", node.where,
          excerpt(row.name), row.published_p.size(), row.against.size());
  return row;
}

/// Throws Error if a row names one that there is not.
void check_names(const PublishedTable& table) {
  for (const TableRow& row : table.rows) {
    for (const std::string& other : row.against) row_named(table, other);
    if (!row.like.empty()) row_named(table, row.like);
  }
}

}  // namespace

PublishedFigure parse_published(const std::string& text, const std::string& where) {
  if (text == "-") return {};
  PublishedFigure figure{.text = text};
  const size_t sign = text.find(kPlusMinus);
  figure.mean = number_in(text.substr(0, sign), where);
  if (sign != std::string::npos) {
    figure.deviation = number_in(text.substr(sign + std::string(kPlusMinus).size()), where);
  }
  return figure;
}

double factor_of(const std::string& unit) {
  static const std::map<std::string, double> factors = {{"", 1},
                                                        {"%", 100},
                                                        {"million", 1e-6},
                                                        {"days", 1.0 / 86400},
                                                        {"hours", 1.0 / 3600},
                                                        {"s", 1},
                                                        {"MiB", 1.0 / (1 << 20)},
                                                        {"of 10", 10}};
  const auto found = factors.find(unit);
  require(found != factors.end(),
          "There is no unit \"{}\"; there are %, million, days, hours, s, "
          "MiB and \"of 10\".",
          excerpt(unit));
  return found->second;
}

PublishedTable read_published_table(const std::string& path) {
  const TomlTable file = parse_toml(configuration_text(path), path);
  const Reader reader(file, path,
                      {"title", "source", "notes", "seeds", "set", "columns", "rows", "rows_of",
                       "study", "search", "training"});
  PublishedTable table;
  const std::string other = reader.text("rows_of");
  if (!other.empty()) {
    table = read_published_table(std::filesystem::path(path).replace_filename(other).string());
  }
  table.id = std::filesystem::path(path).stem().string();
  table.title = reader.needed("title");
  table.source = reader.needed("source");
  for (const std::string& note : reader.texts("notes")) table.notes.push_back(note);
  table.seeds = static_cast<int64_t>(reader.number("seeds", static_cast<double>(table.seeds)));
  require(table.seeds >= 1, "{}: seeds is {}; it must be at least 1.", path, table.seeds);
  for (const std::string& assignment : reader.texts("set")) table.set.push_back(assignment);
  for (const TomlNode* node : reader.elements("columns")) table.columns.push_back(column_in(*node));
  for (const TomlNode* node : reader.elements("rows")) {
    table.rows.push_back(row_in(*node, table.columns.size()));
  }
  table.study = reader.text("study");
  table.search = reader.text("search");
  table.training = reader.text("training");
  require(!table.rows.empty() || !table.study.empty(), "{}: There are no rows and no study.", path);
  check_names(table);
  return table;
}

const TableRow& row_named(const PublishedTable& table, const std::string& name) {
  const auto row = std::find_if(table.rows.begin(), table.rows.end(),
                                [&](const TableRow& one) { return one.name == name; });
  require(row != table.rows.end(), "{} has no row \"{}\".", table.id, excerpt(name));
  return *row;
}

}  // namespace tetlo
