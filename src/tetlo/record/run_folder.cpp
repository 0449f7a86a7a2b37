// SPDX-License-Identifier: Apache-2.0
#include "tetlo/record/run_folder.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <filesystem>
#include <memory>
#include <sstream>

#include "tetlo/util/error.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

namespace fs = std::filesystem;

void make_folder(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  require(!error, "The folder {} cannot be created: {}.", folder, error.message());
}

/// The text of a configuration without its header.
std::string without_comments(const std::string& text) {
  std::istringstream lines(text);
  std::string result;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with('#')) result += line + "\n";
  }
  return result;
}

/// Throws an Error that quotes the first line in which the two configurations differ.
void require_same(const std::string& now, const std::string& then, const std::string& folder) {
  std::istringstream now_lines(now), then_lines(then);
  std::string section, ours, theirs;
  while (std::getline(now_lines, ours) && std::getline(then_lines, theirs)) {
    if (ours.starts_with('[')) section = ours + " ";
    require(ours == theirs,
            "The run in {} was started with {}{}, not {}; it can only be resumed with the same "
            "options.",
            folder, section, theirs, ours);
  }
  require(now == then,
          "The run in {} was started with other options; it can only be resumed with the same "
          "options.",
          folder);
}

}  // namespace

std::string free_run_folder(const std::string& name) {
  std::string folder = "runs/" + name;
  for (int i = 2; fs::exists(folder); ++i) folder = fmt::format("runs/{}-{}", name, i);
  return folder;
}

Checkpoint open_run_folder(const std::string& folder, bool resume,
                           const Configuration& configuration, const std::string& header) {
  const std::string config = folder + "/config.toml";
  const std::string ours = configuration.to_toml("");
  if (!resume) {
    require(!fs::exists(folder) || fs::is_directory(folder),
            "--out is {}, which is a file; it must be a folder.", folder);
    require(!fs::exists(folder) || fs::is_empty(folder),
            "The folder {} is not empty; continue its run with --resume or choose another --out.",
            folder);
    make_folder(folder);
    write_file(config, configuration.to_toml(header));
    return {.configuration = ours};
  }
  require(fs::exists(config), "The folder {} has no run to resume: there is no {}.", folder,
          config);
  require_same(ours, without_comments(read_file(config)), folder);
  auto start = find_last_checkpoint(folder);
  if (!start) return {.configuration = ours};
  require_same(ours, start->configuration, folder);
  return std::move(*start);
}

void log_to(const std::string& folder) {
  auto screen = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  screen->set_pattern("%v");
  try {
    auto file = std::make_shared<spdlog::sinks::basic_file_sink_mt>(folder + "/log.txt");
    file->set_pattern("%Y-%m-%d %H:%M:%S  %v");
    const auto logger =
        std::make_shared<spdlog::logger>("tetlo", spdlog::sinks_init_list{screen, file});
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(logger);
  } catch (const spdlog::spdlog_ex& error) {
    fail("{}/log.txt cannot be written: {}.", folder, error.what());
  }
}

}  // namespace tetlo
