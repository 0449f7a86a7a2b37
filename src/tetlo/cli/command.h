// SPDX-License-Identifier: Apache-2.0
// A command of the program as a value: its arguments, and the function that runs after their
// variables have been filled.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "tetlo/options/range.h"

namespace tetlo {

/// Ranges of arguments: those of the options of the same names, where there are any.
inline const Range kCount{1, 1'000'000};
inline const Range kCells{1, 1000};
inline const Range kThreads{0, 1024};
inline const Range kSeed{0, std::numeric_limits<int64_t>::max()};

/// The variable that an argument fills; it holds the default value. A bool stands for a flag
/// without a value, a vector for an argument that may be given several times.
using Variable = std::variant<bool*, int64_t*, std::string*, std::vector<std::string>*>;

struct Rules {
  bool required = false;
  std::optional<Range> range = {};
  std::vector<int64_t> choices = {};  ///< the only values allowed; empty: any
  std::string excludes = {};          ///< an earlier argument that must not be given with this one
  std::string value_name = {};        ///< the name of the value in the help text, such as "N"
};

struct Argument {
  std::string name = {};     ///< "--out" for an option, "genotype" for a positional argument
  std::string meaning = {};  ///< its line in the help text
  Variable target = {};
  Rules rules = {};
};

struct Command {
  std::string name = {}, meaning = {};
  std::vector<Argument> arguments = {};
  std::function<void()> run = {};  ///< owns the variables that the arguments fill
};

/// Thrown by a command that has already reported why the exit code is not 0.
struct Exit {
  int code = 0;
};

/// Reports on standard error that the program stops as requested (util/stop_request.h), and ends it
/// with the exit code for that reason: 130 if it was interrupted, as shells report a program that
/// SIGINT has ended, and 75 at a time limit, with which batch systems start a program again. `then`
/// says how to go on.
[[noreturn]] void exit_as_requested(const std::string& reason, const std::string& then);

}  // namespace tetlo
