// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/gather.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <sstream>

#include "tetlo/options/toml.h"
#include "tetlo/util/error.h"
#include "tetlo/util/file.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

using nlohmann::json;

std::string plain(const TomlNode& node) {
  return std::visit(
      [](const auto& value) -> std::string {
        using T = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<T, std::string>) {
          return value;
        } else if constexpr (std::is_same_v<T, std::vector<double>>) {
          return fmt::format("[{}]", fmt::join(value, ", "));
        } else if constexpr (std::is_arithmetic_v<T>) {
          return fmt::format("{}", value);
        } else {
          return "";
        }
      },
      node.value);
}

std::map<std::string, std::string> options_in(const std::string& text, const std::string& file) {
  std::map<std::string, std::string> options;
  for (const TomlEntry& section : parse_toml(text, file)) {
    const auto* table = std::get_if<TomlTable>(&section.node.value);
    if (!table) {
      options[section.key] = plain(section.node);
      continue;
    }
    for (const TomlEntry& option : *table) {
      options[section.key + "." + option.key] = plain(option.node);
    }
  }
  return options;
}

/// The objects in the lines of a file that are complete.
std::vector<json> lines_of(const std::string& file) {
  std::vector<json> figures;
  if (!is_regular_file(file)) return figures;
  std::string text = read_file(file);
  text.resize(text.find_last_of('\n') + 1);  // npos + 1 is 0: no line is complete
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    figures.push_back(json::parse(line, nullptr, /*allow_exceptions=*/false));
    require(figures.back().is_object(), "{}, line {} is not a JSON object.", file, figures.size());
  }
  return figures;
}

/// The first line of config.toml is "# PROGRAM VERSION, COMMAND".
void read_header(RunRecord& run) {
  const std::string line = run.configuration.substr(0, run.configuration.find('\n'));
  const size_t comma = line.find(", ");
  require(line.starts_with("# ") && comma != std::string::npos,
          "{}/config.toml does not begin with the program and the command that made it.",
          run.folder);
  run.program = line.substr(2, comma - 2);
  run.command = line.substr(comma + 2);
}

/// The lines of times.jsonl belong to those of metrics.jsonl.
void read_epochs(RunRecord& run) {
  const auto times = lines_of(run.folder + "/times.jsonl");
  size_t line = 0;
  for (json& figures : lines_of(run.folder + "/metrics.jsonl")) {
    const size_t at = line++;
    if (figures.contains("preparation")) {
      ++run.preparation;
      continue;
    }
    run.epochs.push_back(std::move(figures));
    if (at < times.size()) run.seconds.push_back(times[at].value("seconds", 0.0));
  }
}

json summary_in(const std::string& file) {
  if (!is_regular_file(file)) return nullptr;
  json summary = json::parse(read_file(file), nullptr, /*allow_exceptions=*/false);
  require(summary.is_object(), "{} is not a JSON object.", file);
  return summary;
}

const json* find(const json& figures, const std::string& path) {
  const json* at = &figures;
  std::istringstream parts(path);
  for (std::string part; std::getline(parts, part, '.');) {
    const auto next = at->find(part);
    if (next == at->end()) return nullptr;
    at = &*next;
  }
  return at;
}

}  // namespace

std::string RunRecord::option(const std::string& key) const {
  const auto found = options.find(key);
  return found == options.end() ? "" : found->second;
}

std::string RunRecord::seed() const {
  const std::string own = option("run.seed");
  const auto found = search.find("run.seed");
  return found == search.end() || found->second == own ? own : own + ", search " + found->second;
}

std::vector<double> RunRecord::figure(const std::string& path) const {
  std::vector<double> values;
  for (const json& figures : epochs) {
    const json* value = find(figures, path);
    values.push_back(value && value->is_number() ? value->get<double>()
                                                 : std::numeric_limits<double>::quiet_NaN());
  }
  return values;
}

bool RunRecord::has(const std::string& path) const {
  const auto values = figure(path);
  return std::any_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

std::string RunRecord::state() const {
  if (active) return "running";
  return summary.is_object() ? summary.value("stop_reason", "not finished") : "not finished";
}

RunRecord gather(const std::string& folder) {
  const std::string file = folder + "/config.toml";
  require(is_regular_file(file), "{} is no run folder; it has no config.toml.", folder);
  RunRecord run;
  run.folder = folder;
  run.name = std::filesystem::absolute(folder).lexically_normal().filename();
  if (run.name.empty()) {  // the path ends in a slash
    run.name = std::filesystem::absolute(folder).lexically_normal().parent_path().filename();
  }
  run.configuration = read_file(file);
  read_header(run);
  run.options = options_in(run.configuration, file);
  const std::string search = folder + "/search.toml";
  if (is_regular_file(search)) run.search = options_in(read_file(search), search);
  read_epochs(run);
  // The summary of an active run is that of its last interruption.
  run.active = is_locked(folder);
  if (!run.active) run.summary = summary_in(folder + "/summary.json");
  return run;
}

}  // namespace tetlo
