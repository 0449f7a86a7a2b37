// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/sweep_texts.h"

#include <algorithm>
#include <cctype>
#include <filesystem>

namespace tetlo {
namespace {

/// A value in a directive of Slurm.
std::string slurm_word(const std::string& text) {
  const bool plain = text.find_first_of(" \t\"'#\\") == std::string::npos;
  return plain ? text : "\"" + text + "\"";
}

/// A path in a name with patterns, which begin with "%".
std::string without_patterns(const std::string& path) {
  std::string text;
  for (const char c : path) text += c == '%' ? std::string("%%") : std::string(1, c);
  return text;
}

// The shell is told of the limit instead of the search (B:), because only the shell can ask for
// another start afterwards. A signal ends `wait` early, so that it is called again.
constexpr const char* kBegin = R"(
set -u
run=
noted=
trap 'noted=1; [ -z "$run" ] || kill -s USR1 "$run"' USR1
trap 'noted=1; [ -z "$run" ] || kill -s TERM "$run"' TERM
line=$(sed -n "${SLURM_ARRAY_TASK_ID}p" )";
constexpr const char* kRest = R"()
bash -c "exec $line" &
run=$!
while
  noted=
  wait "$run"
  code=$?
  [ -n "$noted" ]
do :; done
if [ "$code" -eq 75 ]; then
  scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"
fi
exit "$code"
)";

}  // namespace

std::string Sweep::log_of(size_t run) const {
  return fmt::format("{}/logs/{}.txt", folder, run + 1);
}

std::vector<std::string> Sweep::arguments_of(const SweepRun& run) const {
  std::vector<std::string> all = run.arguments;
  all.insert(all.end(), {"--resume", "--out", path_of(run)});
  return all;
}

std::string shell_word(const std::string& text) {
  const auto is_plain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string("_-+=./:,@%").find(c) != std::string::npos;
  };
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_plain)) return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string commands_text(const Sweep& sweep, const std::string& program) {
  std::string text;
  for (size_t i = 0; i < sweep.runs.size(); ++i) {
    text += shell_word(program);
    for (const auto& argument : sweep.arguments_of(sweep.runs[i]))
      text += " " + shell_word(argument);
    text += fmt::format(" >>{} 2>&1\n", shell_word(sweep.log_of(i)));
  }
  return text;
}

std::string array_text(const Sweep& sweep) {
  int64_t threads = 1;
  for (const SweepRun& run : sweep.runs) threads = std::max(threads, run.threads);
  const auto name = std::filesystem::path(sweep.folder).filename().string();
  std::string text = fmt::format(
      "#!/usr/bin/env bash\n"
      "# Each task is a line of commands.txt. Slurm says 2 minutes before the limit that the task\n"
      "# must end; the search then writes its checkpoint, exits with 75 and is started again. "
      "What\n"
      "# else a cluster needs to know, options of sbatch say, which also override the lines "
      "below:\n"
      "#   sbatch --time=08:00:00 --partition=NAME {}\n",
      shell_word(sweep.folder + "/array.sbatch"));
  const auto directive = [&](const std::string& option, const std::string& value) {
    text += fmt::format("#SBATCH --{}{}{}\n", option, value.empty() ? "" : "=", value);
  };
  directive("job-name", slurm_word(name.empty() ? "sweep" : name));
  directive("array", fmt::format("1-{}", sweep.runs.size()));
  directive("ntasks", "1");
  directive("cpus-per-task", std::to_string(threads));
  directive("chdir", slurm_word(sweep.working_folder));
  directive("output", slurm_word(without_patterns(sweep.folder) + "/logs/%a.txt"));
  directive("open-mode", "append");
  directive("signal", "B:USR1@120");
  directive("requeue", "");
  return text + kBegin + shell_word(sweep.folder + "/commands.txt") + kRest;
}

}  // namespace tetlo
