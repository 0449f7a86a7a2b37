// SPDX-License-Identifier: Apache-2.0
// The program: a table of commands, and what happens when one of them fails.
#include <cstdio>
#include <exception>

#include "tetlo/cli/commands.h"
#include "tetlo/util/error.h"

namespace {

constexpr int kUserError = 2;
constexpr int kInternalError = 70;

constexpr void (*kCommands[])(CLI::App&) = {
    tetlo::add_search, tetlo::add_evaluate,       tetlo::add_draw,
    tetlo::add_count,  tetlo::add_gradient_check, tetlo::add_options,
};

int run(int argc, char** argv) {
  CLI::App program("Differentiable neural architecture search that encourages transferability.",
                   "tetlo");
  program.set_version_flag("--version", "tetlo " TETLO_VERSION);
  program.require_subcommand(1);
  for (const auto add : kCommands) add(program);
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
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const tetlo::Error& error) {
    fmt::print(stderr, "tetlo: {}\n", error.what());
    return kUserError;
  } catch (const std::exception& error) {
    fmt::print(stderr, "tetlo: This is a mistake in the program: {}\n", error.what());
    return kInternalError;
  }
}
