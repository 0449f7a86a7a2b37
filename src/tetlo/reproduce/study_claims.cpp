// SPDX-License-Identifier: Apache-2.0
#include "tetlo/reproduce/study_claims.h"

#include <fmt/format.h>

namespace tetlo {
namespace {

/// A column and the member of a claim that it shows.
struct Shown {
  const char* column;
  const char* member;
};

constexpr Shown kShown[] = {{"claim", "claim"},
                            {"figure", "figure"},
                            {"smallest effect", "smallest_effect"},
                            {"n", "n"},
                            {"n of other", "n_of_other"},
                            {"without value", "without_value"},
                            {"difference", "difference"},
                            {"low", "low"},
                            {"high", "high"},
                            {"interval", "interval"},
                            {"verdict", "verdict"}};

TableEntry entry_of(const nlohmann::json& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return value.get<int64_t>();
  return Number{value.get<double>(), "{:.3g}"};
}

}  // namespace

std::optional<ResultTable> table_of_claims(const nlohmann::json& summary, const ResultTable& study,
                                           const std::string& size) {
  const auto claims = summary.value("claims", nlohmann::json::array());
  if (claims.empty()) return std::nullopt;
  ResultTable table{
      .id = study.id + "_claims",
      .title = fmt::format("{}: claims{}", study.title, size.empty() ? "" : ", " + size),
      .notes = summary.at("claim_notes")};
  table.notes.push_back(fmt::format("{}, nor if some have no value.", kWhatVerdictsMean));
  table.notes.emplace_back(kNothingIsAdjusted);
  if (!size.empty()) table.notes.emplace_back(kOfThisSize);
  for (const Shown& shown : kShown) table.columns.emplace_back(shown.column);
  for (const auto& claim : claims) {
    auto& row = table.rows.emplace_back();
    for (const Shown& shown : kShown) row.push_back(entry_of(claim.at(shown.member)));
  }
  return table;
}

}  // namespace tetlo
