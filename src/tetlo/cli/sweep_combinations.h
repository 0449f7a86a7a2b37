// SPDX-License-Identifier: Apache-2.0
// What a sweep varies: configuration files, values of options and seeds, in all combinations.
//
// Checkable: the values of "run.keep_after=[1,2],[3]" are "[1,2]" and "[3]"; "1..3,7" are the seeds
// 1, 2, 3 and 7; the combination of method.name=darts, search.epochs=5 and run.seed=3, all of which
// vary, is called "darts-epochs-5-seed-3".
#pragma once

#include <string>
#include <vector>

namespace tetlo {

/// The name of the file instead of an option, where a choice is one of several files.
inline constexpr const char* kConfigFile = "config";

/// An option and the values that it takes, as texts of the command line.
struct Varied {
  std::string option;
  std::vector<std::string> values;
  bool is_named = false;  ///< whether its value is a part of the name of a run
};

/// One value of each option.
struct Chosen {
  std::string option, value;
  bool is_named = false;

  std::string assignment() const { return option + "=" + value; }
};
using Combination = std::vector<Chosen>;

/// The files, then the assignments "section.option=V1,V2,…", of which commas in brackets and
/// quotation marks are a part of the value, then the seeds "1..10", "3" or "1..3,7", unless they are
/// empty. Seeds are named even if there is only one, so that others may follow. Throws Error at
/// anything that is malformed or given twice.
std::vector<Varied> varied(const std::vector<std::string>& files,
                           const std::vector<std::string>& assignments, const std::string& seeds);

/// Every value with every other; the values of the last option vary slowest, so that all is made by
/// the first seed before the second one, and half a sweep can be compared in pairs. Throws Error if
/// there are more than 10,000.
std::vector<Combination> combinations_of(const std::vector<Varied>& all);

/// The named choices, joined by hyphens; "" if there are none. The file, the scale and the members
/// of axes (options called "name") are named by their values alone. What might be special in the
/// name of a folder or to a shell is replaced by "_".
std::string name_of(const Combination& combination);

}  // namespace tetlo
