// SPDX-License-Identifier: Apache-2.0
// The known name that a mistyped one was probably meant to be.
//
// Distances are numbers of inserted, deleted or replaced characters [Levenshtein1966].
// Check: edit_distance("kitten", "sitting") = 3.
#pragma once

#include <string>
#include <vector>

namespace tetlo {

/// The least number of inserted, deleted or replaced characters (bytes) between the two.
int edit_distance(const std::string& a, const std::string& b);

/// The nearest of the names, the first of equals; empty if more than two characters and more
/// than a third of the word are wrong.
std::string nearest(const std::string& word, const std::vector<std::string>& names);

}  // namespace tetlo
