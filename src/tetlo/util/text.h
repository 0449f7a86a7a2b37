// SPDX-License-Identifier: Apache-2.0
// Text for messages.
//
// Check: excerpt("abcdef", 3) is "abc…", excerpt("abc", 3) is "abc".
#pragma once

#include <cstddef>
#include <string>

namespace tetlo {

/// The text, or its first `most` characters and "…" if it is longer. Messages quote users' text so,
/// because nobody reads a sentence that holds a whole file.
std::string excerpt(const std::string& text, size_t most = 80);

}  // namespace tetlo
