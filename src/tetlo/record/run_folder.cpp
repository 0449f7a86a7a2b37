// SPDX-License-Identifier: Apache-2.0
#include "tetlo/record/run_folder.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "tetlo/record/difference.h"
#include "tetlo/util/error.h"
#include "tetlo/util/file.h"
#include "tetlo/util/stop_request.h"

namespace tetlo {
namespace {

namespace fs = std::filesystem;

void make_folder(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  require(!error, "The folder {} cannot be created: {}.", folder, error.message());
}

}  // namespace

bool is_unused(const std::string& folder, const std::string& first_file) {
  const fs::directory_iterator files(folder);
  return std::all_of(begin(files), end(files), [&](const fs::directory_entry& file) {
    const std::string name = file.path().filename();
    return name == kLockFile || name == first_file + ".new";  // as write_file() begins it
  });
}

std::string free_run_folder(const std::string& name) {
  std::string folder = "runs/" + name;
  for (int i = 2; fs::exists(folder); ++i) folder = fmt::format("runs/{}-{}", name, i);
  return folder;
}

void refuse_other_files(const std::string& folder, bool resume) {
  if (!fs::exists(folder)) return;
  require(fs::is_directory(folder), "--out is {}, which is a file; it must be a folder.", folder);
  if (is_unused(folder, "config.toml")) return;
  require(resume,
          "The folder {} is not empty; continue its run with --resume or choose another --out.",
          folder);
  const std::string config = folder + "/config.toml";
  require(fs::exists(config), "The folder {} has no run to resume: there is no {}.", folder,
          config);
}

OpenedRun open_run_folder(const std::string& folder, bool resume,
                          const Configuration& configuration, const std::string& header) {
  const std::string config = folder + "/config.toml";
  const std::string ours = configuration.to_toml("");
  // Before the lock, which would leave a file in a folder that is not ours.
  refuse_other_files(folder, resume);
  make_folder(folder);
  FolderLock lock(folder);
  refuse_other_files(folder, resume);
  if (!fs::exists(config)) {
    write_file(config, configuration.to_toml(header));
    return {std::move(lock), {.configuration = ours}};
  }
  require_same(ours, without_comments(read_file(config)), folder);
  auto start = find_last_checkpoint(folder);
  if (!start) return {std::move(lock), {.configuration = ours}};
  require_same(ours, start->configuration, folder);
  return {std::move(lock), std::move(*start)};
}

std::optional<nlohmann::json> summary_at_end(const std::string& folder) {
  const std::string file = folder + "/summary.json";
  if (!fs::exists(file)) return {};
  auto summary = nlohmann::json::parse(read_file(file));
  if (is_stop_request(summary["stop_reason"])) return {};
  return summary;
}

std::string divergence_sentence(const nlohmann::json& summary) {
  return fmt::format("{} is no longer finite; lower {}.", summary.value("not_finite", "the loss"),
                     summary.value("rate", "the learning rate"));
}

std::optional<int64_t> extendable_from(const std::string& folder,
                                       const Configuration& configuration,
                                       const std::string& section) {
  const auto summary = summary_at_end(folder);
  if (!summary || (*summary)["stop_reason"] != "finished") return {};
  const auto then = without_comments(read_file(folder + "/config.toml"));
  const auto all = differences(configuration.to_toml(""), then);
  const std::string key = "epochs = ";
  if (all.size() != 1 || all.front().section != fmt::format("[{}]", section) ||
      !all.front().ours.starts_with(key) || !all.front().theirs.starts_with(key)) {
    return {};
  }
  const int64_t now = std::stoll(all.front().ours.substr(key.size())),
                before = std::stoll(all.front().theirs.substr(key.size()));
  if (now <= before) return {};
  return before;
}

void require_resumable(const std::string& folder, const Configuration& configuration,
                       const std::string& section) {
  refuse_other_files(folder, /*resume=*/true);
  const std::string config = folder + "/config.toml";
  if (!fs::exists(config) || extendable_from(folder, configuration, section)) return;
  require_same(configuration.to_toml(""), without_comments(read_file(config)), folder);
}

void extend(const std::string& folder, const Configuration& configuration,
            const std::string& header, int64_t from) {
  const FolderLock lock(folder);
  // In this order, so that the same command goes on if it is killed in between.
  Checkpoint last = load_last_checkpoint(folder);
  if (last.configuration != configuration.to_toml("")) {
    last.configuration = configuration.to_toml("");
    last.extended_from.push_back(from);
    save_last_checkpoint(last, folder);
  }
  write_file(folder + "/config.toml", configuration.to_toml(header));
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
