// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/sweep_local.h"

#include <fmt/ranges.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstring>
#include <map>
#include <thread>

#include "tetlo/cli/child_process.h"
#include "tetlo/util/file.h"
#include "tetlo/util/stop_request.h"
#include "tetlo/util/terminal_line.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

constexpr auto kPause = std::chrono::milliseconds(50);

winsize size_of_terminal() {
  winsize size{};
  ioctl(STDERR_FILENO, TIOCGWINSZ, &size);
  if (size.ws_row == 0) size.ws_row = 24;
  if (size.ws_col == 0) size.ws_col = 80;
  return size;
}

/// As many of the lines, and as much of each, as the terminal has room for.
std::string fitted(std::vector<std::string> lines) {
  const winsize size = size_of_terminal();
  const size_t rows = std::max<size_t>(size.ws_row, 3), columns = std::max<size_t>(size.ws_col, 4);
  lines.resize(std::min(lines.size(), rows - 1));
  // In the last column, some terminals begin a new line.
  for (std::string& line : lines) line = excerpt(line, columns - 2);
  return fmt::format("{}", fmt::join(lines, "\n"));
}

/// Why a process has failed that said nothing about it.
std::string end_in_words(int status) {
  if (WIFSIGNALED(status)) {
    return fmt::format("It was ended by signal {} ({}).", WTERMSIG(status),
                       strsignal(WTERMSIG(status)));
  }
  return fmt::format("It ended with exit code {}.", WEXITSTATUS(status));
}

class LocalRuns {
 public:
  LocalRuns(const Sweep& sweep, int64_t jobs, const std::vector<std::string>& names)
      : sweep_(sweep), jobs_(static_cast<size_t>(jobs)), runs_(status_of(sweep)) {
    for (size_t i = 0; i < sweep.runs.size(); ++i) {
      const bool wanted = std::find(names.begin(), names.end(), sweep.runs[i].name) != names.end();
      if (names.empty() || wanted) waiting_.push_back(i);
    }
  }

  LocalOutcome make() {
    while (!waiting_.empty() || !children_.empty()) {
      if (!requested_stop().empty()) {
        end_children();
        return {requested_stop(), runs_};
      }
      start_next();
      note_ends();
      show();
      std::this_thread::sleep_for(kPause);
    }
    return {"", runs_};
  }

 private:
  std::string path(size_t run) const { return sweep_.path_of(sweep_.runs[run]); }

  void start_next() {
    for (auto next = waiting_.begin(); next != waiting_.end() && children_.size() < jobs_;) {
      if (is_locked(path(*next))) {
        ++next;
        continue;
      }
      const SweepRun& run = sweep_.runs[*next];
      children_[start_child(sweep_.arguments_of(run), sweep_.log_of(*next))] = *next;
      runs_[*next].state = RunState::kRunning;
      say(run.name + ": started");
      next = waiting_.erase(next);
    }
  }

  void note_ends() {
    for (auto child = children_.begin(); child != children_.end();) {
      int status = 0;
      const bool ended = waitpid(child->first, &status, WNOHANG) != 0;
      if (ended) note_end(child->second, status);
      child = ended ? children_.erase(child) : std::next(child);
    }
  }

  void note_end(size_t run, int status) {
    RunStatus& now = runs_[run];
    now = status_of(sweep_, run);
    const bool finished = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    // Before it notes signals, a child is ended by the one that was passed on.
    const bool stopped =
        !requested_stop().empty() || (now.state == RunState::kStopped && WIFEXITED(status));
    if (!finished && !stopped) {
      now.state = RunState::kFailed;
      if (now.sentence.empty()) now.sentence = end_in_words(status);
    }
    const std::string progress = progress_text(now);
    say(fmt::format("{}: {}{}", now.name, to_string(now.state),
                    progress.empty() ? "" : ", " + progress));
  }

  /// Passes a request to stop on, and a second, more urgent one, too, and waits for the ends.
  void end_children() {
    std::string passed_on;
    while (!children_.empty()) {
      const std::string reason = requested_stop();
      if (reason != passed_on) {
        for (const auto& [child, run] : children_) {
          kill(child, reason == kTimeLimit ? SIGUSR1 : SIGTERM);
        }
      }
      passed_on = reason;
      note_ends();
      std::this_thread::sleep_for(kPause);
    }
  }

  void say(const std::string& sentence) {
    shown_.erase();
    tell(sentence + "\n");
  }

  void show() {
    if (!shown_.due()) return;
    std::vector<std::string> working;
    for (const auto& [child, run] : children_) {
      runs_[run] = status_of(sweep_, run);
      runs_[run].state = RunState::kRunning;
      const std::string progress = progress_text(runs_[run]);
      working.push_back(runs_[run].name + (progress.empty() ? " begins" : "  " + progress));
    }
    working.insert(working.begin(), summary_text(runs_));
    shown_.show(fitted(std::move(working)));
  }

  const Sweep& sweep_;
  size_t jobs_;
  std::vector<RunStatus> runs_;
  std::vector<size_t> waiting_;
  std::map<pid_t, size_t> children_;
  TerminalLine shown_;
};

}  // namespace

LocalOutcome run_locally(const Sweep& sweep, int64_t jobs, const std::vector<std::string>& names) {
  return LocalRuns(sweep, jobs, names).make();
}

}  // namespace tetlo
