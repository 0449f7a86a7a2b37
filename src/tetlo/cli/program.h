// SPDX-License-Identifier: Apache-2.0
// The command line: finds the command that the user names, fills its variables and runs it.
#pragma once

#include <vector>

#include "tetlo/cli/command.h"

namespace tetlo {

/// Returns the exit code. Answers --help and --version itself; without any argument it prints the
/// help. Error where the arguments are not as the commands declare them.
int run_program(const std::vector<Command>& commands, int argc, const char* const* argv);

}  // namespace tetlo
