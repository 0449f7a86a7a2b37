// SPDX-License-Identifier: Apache-2.0
// The only file that includes CLI11, because its header takes long to compile.
#include "tetlo/cli/program.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <string>
#include <type_traits>

#include "tetlo/cli/version.h"
#include "tetlo/util/error.h"
#include "tetlo/util/stop_request.h"
#include "tetlo/util/table.h"
#include "tetlo/util/terminal_line.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

CLI::Option* add_target(CLI::App& app, const Argument& argument) {
  const auto add = [&]<typename T>(T* target) -> CLI::Option* {
    if constexpr (std::is_same_v<T, bool>) {
      return app.add_flag(argument.name, *target, argument.meaning);
    } else {
      return app.add_option(argument.name, *target, argument.meaning);
    }
  };
  return std::visit(add, argument.target);
}

/// Unlike CLI::Range, this also refuses a number that is too large for 64 bits.
void limit(CLI::Option& option, const Range& range) {
  const auto fault = [range](const std::string& text) {
    int64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    const bool is_allowed = error == std::errc() && stop == end && range.contains(value);
    return is_allowed ? std::string()
                      : fmt::format("{} is not a whole number {}", text, to_string(range));
  };
  option.check(fault, fmt::format("INT in [{} - {}]", range.minimum, range.maximum));
}

void add_argument(CLI::App& app, const Argument& argument) {
  CLI::Option& option = *add_target(app, argument);
  const Rules& rules = argument.rules;
  option.required(rules.required);
  // An option takes one value each time. Otherwise it would take the positional
  // arguments after it, too.
  if (argument.name.starts_with("--")) option.allow_extra_args(false);
  if (!rules.value_name.empty()) option.type_name(rules.value_name);
  if (rules.range) limit(option, *rules.range);
  if (!rules.choices.empty()) option.check(CLI::IsMember(rules.choices));
  if (!rules.excludes.empty()) option.excludes(app.get_option(rules.excludes));
}

void add_command(CLI::App& program, const Command& command) {
  CLI::App& app = *program.add_subcommand(command.name, command.meaning);
  for (const Argument& argument : command.arguments) add_argument(app, argument);
}

/// Runs a command that may be stopped before anything is to be continued.
void run_or_stop(const Command& command) {
  try {
    command.run();
  } catch (const Stopped& stopped) {
    exit_as_requested(stopped.reason, "nothing had begun");
  }
}

/// The exit code of a command; 0 unless the command throws Exit.
int run(const Command& command) {
  try {
    run_or_stop(command);
  } catch (const Exit& exit) {
    return exit.code;
  }
  return 0;
}

}  // namespace

void exit_as_requested(const std::string& reason, const std::string& then) {
  constexpr int kAfterInterruption = 130, kAtTimeLimit = 75;
  tell(fmt::format("tetlo: {}; {}\n", reason, then));
  throw Exit{reason == kTimeLimit ? kAtTimeLimit : kAfterInterruption};
}

int run_program(const std::vector<Command>& commands, int argc, const char* const* argv) {
  CLI::App program("Differentiable neural architecture search that encourages transferability.",
                   "tetlo");
  program.set_version_flag("--version", version);
  program.require_subcommand(1);
  for (const Command& command : commands) add_command(program, command);
  if (argc < 2) {
    fmt::print("{}", program.help());
    return 0;
  }
  // Without this, CLI11 would only say that a command is missing.
  const std::string word = argv[1];
  if (!word.starts_with('-')) find_entry(commands, word, "command");
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool asked = error.get_exit_code() == 0;  // --help, --version
    if (asked) return program.exit(error);
    const size_t longest = 160;  // what was given may be very long
    fail("{}", excerpt(error.what(), longest));
  }
  return run(find_entry(commands, program.get_subcommands().front()->get_name(), "command"));
}

}  // namespace tetlo
