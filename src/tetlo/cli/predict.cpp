// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "tetlo/cli/commands.h"
#include "tetlo/cli/confusion_files.h"
#include "tetlo/cli/trained_run.h"
#include "tetlo/evaluate/predictor.h"
#include "tetlo/studies/report.h"
#include "tetlo/util/error.h"
#include "tetlo/util/threads.h"

namespace tetlo {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Flags {
  std::string run, out;
  std::vector<std::string> images;
  int64_t top = 3, threads = 0;
  bool json = false, csv = false;
};

/// The images that were asked for, with labels if they lie in folders that are called as the
/// classes.
struct Asked {
  std::vector<ListedImage> images;
  bool labelled = false;
};

Asked images_of(const Flags& flags, const std::vector<std::string>& classes) {
  Asked asked;
  if (flags.images.size() == 1 && fs::is_directory(flags.images.front())) {
    for (size_t c = 0; c < classes.size(); ++c) {
      const fs::path folder = fs::path(flags.images.front()) / classes[c];
      if (!fs::is_directory(folder)) continue;
      for (const std::string& path : image_paths(folder.string())) {
        asked.images.push_back({path, static_cast<int64_t>(c)});
      }
    }
    asked.labelled = !asked.images.empty();
    if (asked.labelled) return asked;
  }
  for (const std::string& name : flags.images) {
    for (const std::string& path : image_paths(name)) asked.images.push_back({path, 0});
  }
  require(!asked.images.empty(), "{} has no images.", fmt::join(flags.images, ", "));
  return asked;
}

struct Guess {
  std::string name;
  double probability;
};

/// The most probable classes of an image, the first one first.
std::vector<Guess> guesses(const Tensor& probabilities, const std::vector<std::string>& classes,
                           int64_t top) {
  const auto count = std::min(top, static_cast<int64_t>(classes.size()));
  const auto [values, indices] = probabilities.topk(count);
  std::vector<Guess> all;
  for (int64_t i = 0; i < count; ++i) {
    all.push_back(
        {classes[static_cast<size_t>(indices[i].item<int64_t>())], values[i].item<double>()});
  }
  return all;
}

Confusion confusion_of(const Asked& asked, const Tensor& probabilities) {
  std::vector<int64_t> labels;
  for (const ListedImage& image : asked.images) labels.push_back(image.label);
  Confusion confusion(probabilities.size(1));
  confusion.add(probabilities, torch::tensor(labels));
  return confusion;
}

void print_json(const Flags& flags, const Asked& asked, const Tensor& probabilities,
                const std::vector<std::string>& classes) {
  json images = json::array();
  for (size_t i = 0; i < asked.images.size(); ++i) {
    json predictions = json::array();
    for (const auto& [name, p] :
         guesses(probabilities[static_cast<int64_t>(i)], classes, flags.top)) {
      predictions.push_back({{"class", name}, {"probability", p}});
    }
    images.push_back({{"path", asked.images[i].path}, {"predictions", predictions}});
  }
  json result = {{"images", images}};
  if (asked.labelled) {
    const Confusion confusion = confusion_of(asked, probabilities);
    const Report report = report_of(confusion, classes);
    result["accuracy"] =
        static_cast<double>(confusion.right()) / static_cast<double>(confusion.all());
    result["columns"] = report.columns;
    result["rows"] = report.rows;
  }
  fmt::print("{}\n", result.dump());
}

void print_images(const Flags& flags, const Asked& asked, const Tensor& probabilities,
                  const std::vector<std::string>& classes) {
  Report table{.columns = {"image", "class", "probability"}};
  for (size_t i = 0; i < asked.images.size(); ++i) {
    const auto all = guesses(probabilities[static_cast<int64_t>(i)], classes, flags.top);
    if (flags.csv) {
      for (const auto& [name, p] : all) {
        table.rows.push_back({asked.images[i].path, name, fmt::format("{:.6f}", p)});
      }
      continue;
    }
    std::vector<std::string> texts;
    for (const auto& [name, p] : all) texts.push_back(fmt::format("{} {:.1f} %", name, 100 * p));
    fmt::print("{}  {}\n", asked.images[i].path, fmt::join(texts, ", "));
  }
  if (flags.csv) fmt::print("{}", to_csv(table));
}

void predict(const Flags& flags) {
  set_threads(static_cast<int>(flags.threads));
  const auto [options, trained] = open_trained_network(flags.run);
  const Predictor predictor(options, trained);
  const std::vector<std::string>& classes = predictor.classes();
  const Asked asked = images_of(flags, classes);
  const Tensor probabilities = predictor.probabilities(asked.images);
  if (flags.json) return print_json(flags, asked, probabilities, classes);
  if (!asked.labelled) return print_images(flags, asked, probabilities, classes);
  const Confusion confusion = confusion_of(asked, probabilities);
  const Report report = report_of(confusion, classes);
  fmt::print("{}", flags.csv ? to_csv(report) : to_text(report));
  if (!flags.csv) fmt::print("\nAccuracy    {}\n", accuracy_of(confusion));
  if (!flags.out.empty()) write_confusion(confusion, classes, flags.out);
}

}  // namespace

Command predict_command() {
  auto flags = std::make_shared<Flags>();
  return {
      .name = "predict",
      .meaning = "Classify image files with a trained network.",
      .arguments =
          {{"run", "run folder of tetlo evaluate", &flags->run, {.required = true}},
           {"images",
            "image files or folders; of a folder that has a folder for each class, the accuracy "
            "and what is taken for what",
            &flags->images,
            {.required = true}},
           {"--top",
            "number of classes that are printed for an image",
            &flags->top,
            {.range = kCount, .value_name = "K"}},
           {"--threads", "processor cores used; 0: all", &flags->threads, {.range = kThreads}},
           {"--out", "an existing folder for confusion.txt, .csv and .svg", &flags->out},
           {"--json", "print one JSON object", &flags->json},
           {"--csv", "print a table as CSV", &flags->csv, {.excludes = "--json"}}},
      .run = [flags] { predict(*flags); }};
}

}  // namespace tetlo
