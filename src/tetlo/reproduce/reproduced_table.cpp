// SPDX-License-Identifier: Apache-2.0
#include "tetlo/reproduce/reproduced_table.h"

#include <fmt/format.h>

#include "tetlo/compare/comparison.h"
#include "tetlo/compare/comparison_entries.h"
#include "tetlo/reproduce/study_claims.h"
#include "tetlo/statistics/one_sample.h"
#include "tetlo/statistics/summary.h"
#include "tetlo/statistics/verdict.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr const char* kThreeDigits = "{:.3g}";

const char* digits_of(const TableColumn& column) {
  return column.unit == "%" ? "{:.2f}" : kThreeDigits;
}

/// A published number or nothing.
TableEntry text_or_nothing(const std::string& text) {
  return text.empty() ? TableEntry() : TableEntry(text);
}

class Reproduced {
 public:
  Reproduced(const PublishedTable& table, const RunsOf& runs_of, const std::string& size)
      : table_(table), runs_of_(runs_of), size_(size.empty() ? "" : ", " + size) {}

  std::vector<ResultTable> tables() const {
    std::vector<ResultTable> all;
    for (size_t c = 0; c < table_.columns.size(); ++c) all.push_back(column_table(c));
    if (const ResultTable claims = claims_table(); !claims.rows.empty()) all.push_back(claims);
    return all;
  }

 private:
  Arm arm(const TableRow& row, size_t c) const {
    Arm arm{.name = row.name};
    if (row.is_quoted()) return arm;
    for (const MadeRun& run : runs_of_(row, c)) {
      arm.outcomes.push_back({.run = run.search, .value = value_of(run, table_.columns[c])});
    }
    return arm;
  }

  Entries column_row(const TableRow& row, size_t c) const {
    const Entries head = {row.name, text_or_nothing(row.published[c].text)};
    if (row.is_quoted()) {
      Entries quoted = in_a_row(head, {std::string("quoted")});
      quoted.resize(column_columns().size());
      return quoted;
    }
    const Arm made = arm(row, c);
    return in_a_row(in_a_row(head, size_entries(made)),
                    mean_entries(made.values(), digits_of(table_.columns[c])));
  }

  static Columns column_columns() {
    return in_a_row(in_a_row({"method", "published"}, size_columns()), mean_columns());
  }

  ResultTable column_table(size_t c) const {
    const TableColumn& column = table_.columns[c];
    const std::string figure = with_unit({.name = column.name, .unit = column.unit});
    ResultTable result{.id = fmt::format("{}_column_{}", table_.id, c + 1),
                       .title = fmt::format("{}: {}{}", table_.title, figure, size_),
                       .columns = column_columns()};
    if (c == 0) {
      result.notes = table_.notes;
      result.notes.push_back(fmt::format(
          "Published: {}; rows that are quoted there are quoted here. A run is one search, and one "
          "training of what it has found if a figure of it is shown, with one seed. Low and high "
          "are the 95 % interval of the mean. Runs without a value diverged or are not finished.",
          table_.source));
    }
    for (const TableRow& row : table_.rows) {
      if (row.is_quoted() && row.published[c].text.empty()) continue;
      result.rows.push_back(column_row(row, c));
    }
    return result;
  }

  /// A row that is said to be better than another in a column.
  struct Claimed {
    const TableRow &row, &other;
    size_t column;
    std::string published_p = {};
    double effect = 0;  ///< the smallest that the claim implies
  };

  /// The claims that the published figures make. One that they contradict is none.
  std::vector<Claimed> claims() const {
    std::vector<Claimed> all;
    for (size_t c = 0; c < table_.columns.size(); ++c) {
      const TableColumn& column = table_.columns[c];
      if (column.claim == Claim::kNone) continue;
      for (const TableRow& row : table_.rows) {
        for (size_t a = 0; a < row.against.size(); ++a) {
          Claimed one{row, row_named(table_, row.against[a]), c};
          if (!row.published_p.empty()) one.published_p = row.published_p[a];
          const TableRow& published =
              one.other.like.empty() ? one.other : row_named(table_, one.other.like);
          one.effect = column.smallest_effect > 0
                           ? column.smallest_effect
                           : implied_effect(row.published[c].mean, published.published[c].mean,
                                            column.claim);
          if (one.effect > 0) all.push_back(one);
        }
      }
    }
    return all;
  }

  static Verdict verdict_of(const Comparison& made, bool any_failed, Claim claim, double effect) {
    const Verdict verdict = verdict_on(made.interval, claim, effect);
    const bool resolved = made.direction > 0 && made.p <= kLevel;
    return verdict == Verdict::kHolds && any_failed && !resolved ? Verdict::kNotResolvable
                                                                 : verdict;
  }

  std::vector<TableEntry> claim_row(const Claimed& one) const {
    const TableColumn& column = table_.columns[one.column];
    const char* const digits = digits_of(column);
    const auto& ours = one.row.published[one.column].mean;
    const auto& theirs = one.other.published[one.column].mean;
    const std::vector<Arm> arms = {arm(one.row, one.column), arm(one.other, one.column)};
    const auto values = arms[0].values(), others = arms[1].values();
    std::vector<TableEntry> entries(13);
    entries[0] = fmt::format("{} {} than {}", one.row.name,
                             column.claim == Claim::kLower ? "lower" : "higher", one.other.name);
    entries[1] = column.name;
    if (ours && theirs) entries[2] = Number{*ours - *theirs, digits};
    entries[3] = Number{one.effect, kThreeDigits};
    entries[4] = static_cast<int64_t>(values.size());
    entries[5] = static_cast<int64_t>(others.size());
    entries[11] = text_or_nothing(one.published_p);
    entries[12] = to_string(Verdict::kNotResolvable);
    if (values.empty() || others.empty()) return entries;
    const Comparison made =
        compare_with(arms, 1, /*higher_is_better=*/column.claim == Claim::kHigher).front();
    const bool any_failed = values.size() < arms[0].outcomes.size();
    entries[6] = figure_or_nothing(made.difference, digits);
    if (made.interval) {
      entries[7] = Number{made.interval->low, digits};
      entries[8] = Number{made.interval->high, digits};
      entries[9] = std::string(made.paired ? "of pairs" : "Welch's");
    }
    entries[10] = figure_or_nothing(one_sample_p(values, summarise(others).mean), kThreeDigits);
    entries[12] = to_string(verdict_of(made, any_failed, column.claim, one.effect));
    return entries;
  }

  ResultTable claims_table() const {
    ResultTable result{
        .id = table_.id + "_claims",
        .title = fmt::format("{}: claims{}", table_.title, size_),
        .notes =
            {fmt::format(
                 "The smallest effect is what the claim implies at least: half of the published "
                 "difference unless the table says otherwise; of a control, which nobody has "
                 "published, half of that to the row that it controls. {}, nor if runs of the "
                 "method failed, unless the exact test, in which these are the worst, resolves "
                 "it. The t test is that of the paper: the values of the method against the mean "
                 "of the other.",
                 kWhatVerdictsMean),
             kNothingIsAdjusted},
        .columns = {"claim", "figure", "published difference", "smallest effect", "n", "n of other",
                    "difference", "low", "high", "interval", "p of the t test", "published p",
                    "verdict"}};
    if (!size_.empty()) result.notes.emplace_back(kOfThisSize);
    for (const Claimed& one : claims()) result.rows.push_back(claim_row(one));
    return result;
  }

  const PublishedTable& table_;
  const RunsOf& runs_of_;
  std::string size_;
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

std::vector<ResultTable> reproduced_tables(const PublishedTable& table, const RunsOf& runs_of,
                                           const std::string& size) {
  return Reproduced(table, runs_of, size).tables();
}

}  // namespace tetlo
