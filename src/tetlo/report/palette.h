// SPDX-License-Identifier: Apache-2.0
// The colours of a page, as classes of its style sheet: the same operation has the same colour in
// every picture. Kinds of operations share a hue, so that eight candidates can be told apart by
// colour-blind readers [Okabe2008].
//
// Checkable: a skip connection is vermilion everywhere, `none` is grey.
#pragma once

#include <cstddef>
#include <string>

namespace tetlo {

/// The class of an operation, "o0" to "o10".
std::string class_of_operation(const std::string& operation);

/// The class of a group of runs or of a state: "g0", "g1", …, again after twelve.
std::string class_of_group(size_t group);

/// The style sheet of the classes, for light and dark pages and for paper.
std::string palette_css();

}  // namespace tetlo
