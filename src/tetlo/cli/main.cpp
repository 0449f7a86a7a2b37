// SPDX-License-Identifier: Apache-2.0
// The program: a table of commands, and what happens when one of them fails.
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <system_error>
#include <vector>

#include "tetlo/cli/commands.h"
#include "tetlo/util/error.h"
#include "tetlo/util/memory.h"

namespace {

constexpr int kUserError = 2;
constexpr int kInternalError = 70;

constexpr void (*kCommands[])(CLI::App&) = {
    tetlo::add_search,         tetlo::add_evaluate,  tetlo::add_draw,    tetlo::add_count,
    tetlo::add_gradient_check, tetlo::add_benchmark, tetlo::add_hessian, tetlo::add_degeneracy,
    tetlo::add_query,          tetlo::add_options,
};

/// CLI11 would only say that a command is missing.
void check_command(const CLI::App& program, const std::string& word) {
  std::vector<std::string> names;
  for (const CLI::App* command : program.get_subcommands({})) names.push_back(command->get_name());
  const bool known = std::find(names.begin(), names.end(), word) != names.end();
  tetlo::require(!word.empty(), "A command is needed, one of {}; tetlo --help says what they do.",
                 fmt::join(names, ", "));
  tetlo::require(known || word.starts_with('-'), "There is no command \"{}\"; there are {}.", word,
                 fmt::join(names, ", "));
}

int run(int argc, char** argv) {
  CLI::App program("Differentiable neural architecture search that encourages transferability.",
                   "tetlo");
  program.set_version_flag("--version", "tetlo " TETLO_VERSION);
  program.require_subcommand(1);
  for (const auto add : kCommands) add(program);
  check_command(program, argc > 1 ? argv[1] : "");
  try {
    program.parse(argc, argv);
  } catch (const CLI::RuntimeError& error) {
    return error.get_exit_code();  // what a command itself answers; it has said why
  } catch (const CLI::ParseError& error) {
    const bool asked = error.get_exit_code() == 0;  // --help, --version
    if (asked) return program.exit(error);
    fmt::print(stderr, "tetlo: {}\n", error.what());
    return kUserError;
  }
  tetlo::require(std::fflush(stdout) == 0, "Standard output cannot be written.");
  return 0;
}

/// LibTorch reports that it got no memory as one of its own errors.
bool lacks_memory(const std::exception& error) {
  return dynamic_cast<const std::bad_alloc*>(&error) != nullptr ||
         std::string(error.what()).find("DefaultCPUAllocator") != std::string::npos;
}

}  // namespace

int main(int argc, char** argv) {
  tetlo::keep_freed_memory();
  try {
    return run(argc, argv);
  } catch (const tetlo::Error& error) {
    fmt::print(stderr, "tetlo: {}\n", error.what());
    return kUserError;
  } catch (const std::system_error& error) {
    fmt::print(stderr, "tetlo: {}\n", error.what());
    return kUserError;
  } catch (const std::exception& error) {
    if (lacks_memory(error)) {
      fmt::print(stderr,
                 "tetlo: There is not enough memory; fewer channels, cells or images a batch need "
                 "less.\n");
      return kUserError;
    }
    fmt::print(stderr, "tetlo: This is a mistake in the program: {}\n", error.what());
    return kInternalError;
  }
}
