// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/sweep_status.h"

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "tetlo/record/progress.h"
#include "tetlo/record/run_folder.h"
#include "tetlo/studies/report.h"
#include "tetlo/util/file.h"
#include "tetlo/util/stop_request.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

namespace fs = std::filesystem;

constexpr const char* kStates[] = {"waiting", "running", "stopped", "done", "failed"};

std::vector<std::string> lines_in(const std::string& path) {
  std::vector<std::string> lines;
  if (!is_regular_file(path)) return lines;
  std::istringstream text(read_file(path));
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

/// The state of a run that nobody is making.
void read_rest(const Sweep& sweep, size_t run, RunStatus& status) {
  const std::string folder = sweep.path_of(sweep.runs[run]);
  if (const auto summary = summary_at_end(folder)) {
    const bool diverged = summary->value("stop_reason", "") == "diverged";
    status.state = diverged ? RunState::kFailed : RunState::kDone;
    status.epochs = summary->value("epochs", status.epochs);
    if (diverged) status.sentence = divergence_sentence(*summary);
    return;
  }
  status.sentence = failure_in(sweep.log_of(run));
  if (!status.sentence.empty()) {
    status.state = RunState::kFailed;
  } else if (fs::exists(folder + "/config.toml")) {
    status.state = RunState::kStopped;
  }
}

int64_t count(const std::vector<RunStatus>& all, RunState state) {
  return std::count_if(all.begin(), all.end(),
                       [&](const RunStatus& status) { return status.state == state; });
}

}  // namespace

std::string to_string(RunState state) { return kStates[static_cast<size_t>(state)]; }

std::string failure_in(const std::string& log) {
  const auto lines = lines_in(log);
  const std::string own = "tetlo: ";
  if (lines.empty() || !lines.back().starts_with(own)) return "";
  std::string sentence = lines.back().substr(own.size());
  for (const std::string reason : {kInterrupted, kTimeLimit}) {
    if (sentence.starts_with(reason + ";")) return "";
  }
  return sentence;
}

RunStatus status_of(const Sweep& sweep, size_t run) {
  const std::string folder = sweep.path_of(sweep.runs[run]);
  RunStatus status{.name = sweep.runs[run].name};
  const bool running = is_locked(folder);
  if (const auto progress = progress_in(folder)) {
    status.epochs = progress->epochs;
    status.of = progress->of;
    if (running) status.seconds_left = progress->seconds_left;
  }
  if (running) {
    status.state = RunState::kRunning;
  } else {
    read_rest(sweep, run, status);
  }
  return status;
}

std::vector<RunStatus> status_of(const Sweep& sweep) {
  std::vector<RunStatus> all;
  for (size_t i = 0; i < sweep.runs.size(); ++i) all.push_back(status_of(sweep, i));
  return all;
}

std::string progress_text(const RunStatus& status) {
  if (!status.sentence.empty()) return status.sentence;
  if (status.of == 0) return "";
  std::string text = fmt::format("{}/{} epochs", status.epochs, status.of);
  if (status.seconds_left) text += fmt::format(", {} left", duration(*status.seconds_left));
  return text;
}

std::string summary_text(const std::vector<RunStatus>& all) {
  std::string text = fmt::format("{} of {} runs are done", count(all, RunState::kDone), all.size());
  for (const RunState state : {RunState::kRunning, RunState::kStopped, RunState::kFailed}) {
    const int64_t number = count(all, state);
    if (number > 0) text += fmt::format(", {} {}", number, to_string(state));
  }
  return text;
}

std::string table_text(const std::vector<RunStatus>& all) {
  Report table{.columns = {"run", "state", "progress"}};
  for (const RunStatus& status : all) {
    table.rows.push_back({status.name, to_string(status.state), progress_text(status)});
  }
  return to_text(table) + summary_text(all) + "\n";
}

nlohmann::json to_json(const std::vector<RunStatus>& all) {
  nlohmann::json list = nlohmann::json::array();
  for (const RunStatus& status : all) {
    nlohmann::json one{
        {"folder", status.name}, {"state", to_string(status.state)}, {"epochs", status.epochs}};
    if (status.of > 0) one["of"] = status.of;
    if (status.seconds_left) one["seconds_left"] = *status.seconds_left;
    if (!status.sentence.empty()) one["sentence"] = status.sentence;
    list.push_back(one);
  }
  return list;
}

}  // namespace tetlo
