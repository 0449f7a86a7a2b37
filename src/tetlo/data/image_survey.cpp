// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/image_survey.h"

#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "tetlo/images/colour.h"
#include "tetlo/images/encoded_image.h"
#include "tetlo/images/resize.h"
#include "tetlo/util/digest.h"
#include "tetlo/util/error.h"
#include "tetlo/util/file.h"
#include "tetlo/util/terminal_line.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// What is found in one file.
struct Finding {
  std::string fault;  ///< why it cannot be used; empty: it can
  bool grey = true;
  std::vector<ChannelSums> channels;  ///< of a training image: red, green and blue
  ChannelSums of_grey;
};

/// Decodes the whole file, so that damage is found anywhere in it.
Finding look_at(const std::string& path, bool training, const SurveyOptions& options) {
  Finding finding;
  try {
    const EncodedImage image = read_image(path);
    const Tensor whole = image.decode();
    finding.grey = image.grey();
    if (!training) return finding;
    const Box box = middle(image.size(), options.middle);
    const Tensor seen = resized(Decoded{whole, region_of(box)}, {options.side, options.side});
    finding.channels = channel_sums(planes(seen));
    finding.of_grey = channel_sums(planes(to_grey(seen))).front();
  } catch (const Error& error) {
    finding.fault = error.what();
  }
  return finding;
}

/// All files, those of the training part first.
std::vector<std::string> paths_of(const ImageList& images) {
  std::vector<std::string> paths;
  for (const auto* part : {&images.train, &images.validation, &images.test}) {
    for (const ListedImage& image : *part) paths.push_back(image.path);
  }
  return paths;
}

std::vector<Finding> look_at_all(const std::vector<std::string>& paths, size_t training,
                                 const SurveyOptions& options) {
  std::vector<Finding> findings(paths.size());
  std::atomic<size_t> next = 0, done = 0;
  const auto work = [&] {
    for (size_t i = next++; i < paths.size(); i = next++) {
      findings[i] = look_at(paths[i], i < training, options);
      ++done;
    }
  };
  std::vector<std::jthread> workers;
  for (int64_t i = 0; i < options.workers; ++i) workers.emplace_back(work);
  const auto started = std::chrono::steady_clock::now();
  TerminalLine line;
  while (done < paths.size()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    if (done == 0 || !line.due()) continue;
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - started;
    const double share = static_cast<double>(done) / static_cast<double>(paths.size());
    line.show(fmt::format("reading images  {}/{}  {} left", done.load(), paths.size(),
                          duration(taken.count() * (1 / share - 1))));
  }
  return findings;
}

Survey summary_of(const std::vector<std::string>& paths, const std::vector<Finding>& findings) {
  Survey survey;
  std::vector<ChannelSums> colours(3), grey(1);
  for (size_t i = 0; i < paths.size(); ++i) {
    const Finding& finding = findings[i];
    if (!finding.fault.empty()) {
      survey.unreadable.push_back({paths[i], finding.fault});
      continue;
    }
    survey.grey = survey.grey && finding.grey;
    for (size_t c = 0; c < finding.channels.size(); ++c) colours[c] += finding.channels[c];
    grey.front() += finding.of_grey;
  }
  const std::vector<ChannelSums>& seen = survey.grey ? grey : colours;
  if (seen.front().count > 0) survey.normalisation = statistics_of(seen);
  return survey;
}

/// A digest of everything that the survey depends on.
std::string key_of(const std::vector<std::string>& paths, size_t training,
                   const SurveyOptions& options) {
  std::string text = fmt::format("1 {} {} {}\n", options.side, options.middle, training);
  for (const std::string& path : paths) {
    struct stat file {};
    stat(path.c_str(), &file);
    text += fmt::format("{}\t{}\t{}.{}\n", fs::absolute(path).string(), file.st_size,
                        file.st_mtim.tv_sec, file.st_mtim.tv_nsec);
  }
  return md5(text);
}

/// The file in which a survey is remembered; empty if the user has no folder for such files.
fs::path memory_of(const std::string& key) {
  const char* const cache = std::getenv("XDG_CACHE_HOME");
  const char* const home = std::getenv("HOME");
  if (cache == nullptr && home == nullptr) return {};
  const fs::path folder = cache != nullptr ? fs::path(cache) : fs::path(home) / ".cache";
  return folder / "tetlo" / ("images-" + key + ".json");
}

json to_json(const Survey& survey) {
  json unreadable = json::array();
  for (const auto& [path, reason] : survey.unreadable) unreadable.push_back({path, reason});
  return {{"grey", survey.grey},
          {"mean", survey.normalisation.mean},
          {"deviation", survey.normalisation.deviation},
          {"unreadable", unreadable}};
}

Survey from_json(const json& saved) {
  Survey survey{.grey = saved.at("grey"),
                .normalisation = {.mean = saved.at("mean"), .deviation = saved.at("deviation")},
                .unreadable = {}};
  for (const json& fault : saved.at("unreadable"))
    survey.unreadable.push_back({fault[0], fault[1]});
  return survey;
}

void remember(const Survey& survey, const fs::path& file) {
  if (file.empty()) return;
  try {
    fs::create_directories(file.parent_path());
    write_file(file.string(), to_json(survey).dump());
  } catch (const std::exception&) {
    // Without a place to remember it, the next run makes the survey again.
  }
}

}  // namespace

Survey survey(const ImageList& images, const SurveyOptions& options) {
  const std::vector<std::string> paths = paths_of(images);
  const size_t training = images.train.size();
  const fs::path file = memory_of(key_of(paths, training, options));
  if (is_regular_file(file.string())) {
    return from_json(json::parse(read_file(file.string())));
  }
  const Survey made = summary_of(paths, look_at_all(paths, training, options));
  remember(made, file);
  return made;
}

}  // namespace tetlo
