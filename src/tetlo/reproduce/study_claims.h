// SPDX-License-Identifier: Apache-2.0
// The claims that a study judges, as its summary.json has them, as a table like those of other
// claims.
#pragma once

#include <nlohmann/json.hpp>

#include "tetlo/compare/result_table.h"

namespace tetlo {

// Notes that all tables of claims have.
constexpr const char* kWhatVerdictsMean =
    "Holds: the 95 % interval of the difference excludes 0 in the claimed direction. Does not "
    "hold: it excludes the smallest effect. Otherwise the runs cannot resolve the claim";
constexpr const char* kNothingIsAdjusted =
    "Nothing is adjusted for the number of claims: of those that are false, about 2.5 in 100 are "
    "expected to hold by chance.";
constexpr const char* kOfThisSize =
    "The runs do not have the paper's size, but the smallest effects do: a verdict is about runs "
    "of this size.";

/// The table "TITLE: claims"; its id is that of the study's table and "_claims". Nothing if the
/// summary has no claims. `size` says of what size the runs are if it is not the paper's.
std::optional<ResultTable> table_of_claims(const nlohmann::json& summary, const ResultTable& study,
                                           const std::string& size = "");

}  // namespace tetlo
