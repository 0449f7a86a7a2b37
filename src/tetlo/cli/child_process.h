// SPDX-License-Identifier: Apache-2.0
// This program as a child of itself.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace tetlo {

/// The path of the file from which this program was started.
std::string own_program();

/// Starts this program with these arguments. It reads nothing and appends what it says to the file
/// `log`. Ctrl-C does not reach it: it is in a process group of its own, so that its parent can pass
/// on the signal once. If its parent is killed, it gets SIGTERM. Throws Error if it cannot be started.
pid_t start_child(const std::vector<std::string>& arguments, const std::string& log);

}  // namespace tetlo
