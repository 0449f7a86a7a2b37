// SPDX-License-Identifier: Apache-2.0
// Finds the known name that a mistyped one was probably meant to be.
//
// The distance is the number of inserted, deleted or replaced characters [Levenshtein1966].
// Checkable: edit_distance("kitten", "sitting") = 3.
#pragma once

#include <string>
#include <vector>

namespace tetlo {

/// The minimum number of inserted, deleted or replaced characters (bytes) that turn a into b.
int edit_distance(const std::string& a, const std::string& b);

/// The nearest of the names, the first one if several are equally near; empty if more than two
/// characters and more than a third of the word are wrong.
std::string nearest(const std::string& word, const std::vector<std::string>& names);

/// The end of a sentence about an unknown name: `did you mean "epochs"?` or, if no name is near,
/// `there are epochs, momentum.`
std::string suggestion(const std::string& word, const std::vector<std::string>& names);

}  // namespace tetlo
