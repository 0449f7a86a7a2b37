// SPDX-License-Identifier: Apache-2.0
#include "tetlo/reproduce/reproduced_table.h"

#include <fmt/format.h>

#include "tetlo/compare/comparison.h"
#include "tetlo/reproduce/verdict.h"
#include "tetlo/statistics/one_sample.h"
#include "tetlo/statistics/summary.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr const char* kThreeDigits = "{:.3g}";

std::string with_unit(const TableColumn& column) {
  return column.unit.empty() ? column.name : fmt::format("{} ({})", column.name, column.unit);
}

const char* digits_of(const TableColumn& column) {
  return column.unit == "%" ? "{:.2f}" : kThreeDigits;
}

/// A published number or nothing.
TableEntry text_or_nothing(const std::string& text) {
  return text.empty() ? TableEntry() : TableEntry(text);
}

class Reproduced {
 public:
  Reproduced(const PublishedTable& table, const RunsOf& runs_of)
      : table_(table), runs_of_(runs_of) {}

  std::vector<ResultTable> tables() const {
    std::vector<ResultTable> all;
    for (size_t c = 0; c < table_.columns.size(); ++c) all.push_back(column_table(c));
    if (const ResultTable claims = claims_table(); !claims.rows.empty()) all.push_back(claims);
    return all;
  }

 private:
  Arm arm(const TableRow& row, const TableColumn& column) const {
    Arm arm{.name = row.name};
    if (row.search.empty()) return arm;
    for (const MadeRun& run : runs_of_(row, column)) {
      arm.outcomes.push_back({.run = run.search, .value = value_of(run, column)});
    }
    return arm;
  }

  std::vector<TableEntry> column_row(const TableRow& row, size_t c) const {
    std::vector<TableEntry> entries(8);
    entries[0] = row.name;
    entries[1] = text_or_nothing(row.published[c].text);
    if (row.search.empty()) {
      entries[2] = std::string("quoted");
      return entries;
    }
    const Arm made = arm(row, table_.columns[c]);
    const auto values = made.values();
    entries[2] = static_cast<int64_t>(values.size());
    entries[3] = static_cast<int64_t>(made.outcomes.size() - values.size());
    if (values.empty()) return entries;
    const SampleSummary summary = summarise(values);
    const char* const digits = digits_of(table_.columns[c]);
    entries[4] = Number{summary.mean, digits};
    entries[5] = figure_or_nothing(summary.deviation, digits);
    if (!summary.mean_interval) return entries;
    entries[6] = Number{summary.mean_interval->low, digits};
    entries[7] = Number{summary.mean_interval->high, digits};
    return entries;
  }

  ResultTable column_table(size_t c) const {
    const TableColumn& column = table_.columns[c];
    ResultTable result{.id = fmt::format("{}_column_{}", table_.id, c + 1),
                       .title = fmt::format("{}: {}", table_.title, with_unit(column)),
                       .columns = {"method", "published", "n", "without value", "mean", "deviation",
                                   "low", "high"}};
    if (c == 0) {
      result.notes = table_.notes;
      result.notes.push_back(fmt::format(
          "Published: {}; rows that are quoted there are quoted here. A run is one search, and one "
          "training of what it has found if a figure of it is shown, with one seed. Low and high "
          "are the 95 % interval of the mean. Runs without a value diverged or are not finished.",
          table_.source));
    }
    for (const TableRow& row : table_.rows) {
      if (row.search.empty() && row.published[c].text.empty()) continue;
      result.rows.push_back(column_row(row, c));
    }
    return result;
  }

  std::vector<TableEntry> claim_row(const TableRow& row, const TableRow& other, size_t c,
                                    const std::string& published_p) const {
    const TableColumn& column = table_.columns[c];
    const TableRow& published = other.like.empty() ? other : row_named(table_, other.like);
    const PublishedFigure &ours = row.published[c], &theirs = published.published[c];
    const bool known = ours.mean && theirs.mean;
    const double effect = column.smallest_effect > 0 ? column.smallest_effect
                                                     : implied_effect(ours, theirs, column.claim);
    std::vector<TableEntry> entries(11);
    entries[0] = fmt::format("{} {} than {}", row.name,
                             column.claim == Claim::kLower ? "lower" : "higher", other.name);
    entries[1] = column.name;
    const char* const digits = digits_of(column);
    if (known) entries[2] = Number{*ours.mean - *theirs.mean, digits};
    entries[3] = Number{effect, kThreeDigits};
    entries[9] = text_or_nothing(published_p);
    const std::vector<Arm> arms = {arm(row, column), arm(other, column)};
    entries[4] = static_cast<int64_t>(0);
    entries[10] = to_string(Verdict::kNotResolvable);
    const auto values = arms[0].values(), others = arms[1].values();
    if (values.empty() || others.empty()) return entries;
    const Comparison made =
        compare_with(arms, 1, /*higher_is_better=*/column.claim == Claim::kHigher).front();
    entries[4] = static_cast<int64_t>(made.n);
    entries[5] = figure_or_nothing(made.difference, digits);
    if (made.interval) {
      entries[6] = Number{made.interval->low, digits};
      entries[7] = Number{made.interval->high, digits};
    }
    entries[8] = figure_or_nothing(one_sample_p(values, summarise(others).mean), kThreeDigits);
    entries[10] = to_string(verdict_on(made.interval, column.claim, effect));
    return entries;
  }

  ResultTable claims_table() const {
    ResultTable result{
        .id = table_.id + "_claims",
        .title = table_.title + ": claims",
        .notes =
            {"The smallest effect is what the claim implies at least: half of the published "
             "difference unless the table says otherwise. Holds: the 95 % interval of the "
             "difference excludes 0 in the claimed direction. Does not hold: it excludes the "
             "smallest effect. Otherwise the runs cannot resolve the claim. The t test is that "
             "of the paper: the values of the method against the mean of the other."},
        .columns = {"claim", "figure", "published difference", "smallest effect", "n", "difference",
                    "low", "high", "p of the t test", "published p", "verdict"}};
    for (size_t c = 0; c < table_.columns.size(); ++c) {
      if (table_.columns[c].claim == Claim::kNone) continue;
      for (const TableRow& row : table_.rows) {
        for (size_t a = 0; a < row.against.size(); ++a) {
          result.rows.push_back(claim_row(row, row_named(table_, row.against[a]), c,
                                          row.published_p.empty() ? "" : row.published_p[a]));
        }
      }
    }
    return result;
  }

  const PublishedTable& table_;
  const RunsOf& runs_of_;
};

}  // namespace

std::optional<double> value_of(const MadeRun& run, const TableColumn& column) {
  const size_t dot = column.figure.find('.');
  const bool of_training = column.figure.substr(0, dot) == "training";
  const RunRecord* record = of_training ? run.training : run.search;
  if (!record || !has_ended(*record)) return std::nullopt;
  const nlohmann::json* at = &record->summary;
  std::string path = column.figure.substr(dot + 1);
  while (!path.empty() && at->is_object()) {
    const size_t next = path.find('.');
    const std::string key = path.substr(0, next);
    require(at->contains(key), "The run {} has ended without a figure {}.", record->folder,
            column.figure);
    at = &(*at)[key];
    path = next == std::string::npos ? "" : path.substr(next + 1);
  }
  require(at->is_number(), "The run {} has ended without a figure {}.", record->folder,
          column.figure);
  return at->get<double>() * factor_of(column.unit);
}

std::vector<ResultTable> reproduced_tables(const PublishedTable& table, const RunsOf& runs_of) {
  return Reproduced(table, runs_of).tables();
}

}  // namespace tetlo
