// SPDX-License-Identifier: Apache-2.0
// The command line: finds the command that the user names, fills its variables and runs it.
#pragma once

#include <vector>

#include "tetlo/cli/command.h"

namespace tetlo {

/// Returns the exit code. Handles --help and --version itself; without arguments it prints the
/// help. Throws Error if the arguments do not fit the declarations of the command.
int run_program(const std::vector<Command>& commands, int argc, const char* const* argv);

}  // namespace tetlo
