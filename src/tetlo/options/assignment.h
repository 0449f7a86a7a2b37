// SPDX-License-Identifier: Apache-2.0
// Assignments "section.option=value" of the command line.
//
// Checkable: the value of "search.momentum=.9" is the number 0.9, that of
// "space.name=s1" the string "s1".
#pragma once

#include <string>

#include "tetlo/options/toml.h"

namespace tetlo {

struct Assignment {
  std::string key;
  std::string value;
  /// The text with which error messages begin.
  std::string where;
};

/// Throws Error unless the text has the form key=value.
Assignment split_assignment(const std::string& text);

/// The value, read as TOML or, if that fails, as a bare string. Numbers need no zero beside their
/// decimal point: .3, 5. and -.5e-2 are accepted. If a string is expected, every text is accepted
/// as one, with or without quotes.
TomlNode assigned_value(const Assignment& assignment, bool wants_string);

}  // namespace tetlo
