// SPDX-License-Identifier: Apache-2.0
// Text for messages.
//
// Checkable: excerpt("abcdef", 3) is "abc…", excerpt("abc", 3) is "abc"; between_commas("a,,b") is
// {"a", "", "b"}.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tetlo {

/// The text, or its first `most` characters and "…" if it is longer. Messages quote the user's text
/// in this way, because nobody reads a sentence that contains a whole file.
std::string excerpt(const std::string& text, size_t most = 80);

/// Whether a byte of UTF-8 continues a character that an earlier one has begun.
bool continues_character(char byte);

/// The number of characters of a text in UTF-8.
size_t character_count(const std::string& text);

/// A text as a cell of CSV [Shafranovich2005]: quoted if it has a comma, a quotation mark or a line
/// break.
std::string csv_cell(const std::string& text);

/// A time as a text such as "8 s", "12 min 05 s" or "3 h 07 min".
std::string duration(double seconds);

/// A number of bytes as a text such as "482 MiB" or "1.8 GiB".
std::string byte_count(int64_t bytes);

/// A whole number with a comma before every three digits, such as "-1,234,567".
std::string with_commas(int64_t number);

/// The parts of a text between its commas, as they are; none of an empty text.
std::vector<std::string> between_commas(const std::string& text);

}  // namespace tetlo
