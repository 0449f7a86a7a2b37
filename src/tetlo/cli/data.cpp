// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "tetlo/cli/commands.h"
#include "tetlo/cli/run_command.h"
#include "tetlo/data/batches.h"
#include "tetlo/data/source.h"
#include "tetlo/draw/contact_sheet.h"
#include "tetlo/search/options.h"
#include "tetlo/studies/report.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr int64_t kMostRows = 12, kViews = 7;
constexpr Purpose kShown = purpose("images of the sheet");

struct Flags {
  std::string action;
  RunFlags run;
};

/// The images that a search with these flags would use. Files that cannot be decoded are left out.
DataOptions options_of(const Flags& flags) {
  SearchOptions options;
  Configuration configuration = options.configuration();
  load(configuration, flags.run, "data");
  options.data.files.unreadable = Unreadable::kSkip;
  return options.data;
}

/// The images of each class in each part.
Report counts_of(const DataSource& source) {
  Report report{.columns = {"class"}};
  std::vector<std::vector<int64_t>> parts;
  const auto add = [&](const char* part, const std::shared_ptr<const Dataset>& images) {
    if (!images) return;
    report.columns.emplace_back(part);
    parts.push_back(images_per_class(*images, source.classes));
  };
  add("training", source.train);
  add("validation", source.validation);
  add("test", source.test);
  for (size_t c = 0; c < source.class_names.size(); ++c) {
    report.rows.push_back({source.class_names[c]});
    for (const auto& part : parts) report.rows.back().push_back(std::to_string(part[c]));
  }
  return report;
}

void check(const Flags& flags) {
  const DataOptions options = options_of(flags);
  const DataSource source = open_source(options);
  const auto faults = source.record.is_null() ? nlohmann::json::array() : source.record["skipped"];
  const ChannelStatistics& seen =
      source.normalisation.mean.empty() ? channel_statistics(*source.train) : source.normalisation;
  const Report counts = counts_of(source);
  if (flags.run.json) {
    fmt::print("{}\n", nlohmann::json({{"name", options.name},
                                       {"channels", source.channels},
                                       {"side", source.height},
                                       {"mean", seen.mean},
                                       {"deviation", seen.deviation},
                                       {"columns", counts.columns},
                                       {"rows", counts.rows},
                                       {"unreadable", faults}})
                           .dump());
  } else {
    fmt::print("{}\nSeen as     {}x{} pixels, {}\n", to_text(counts), source.height, source.width,
               source.channels == 1 ? "grey" : "in colour");
    fmt::print("Mean        {:.4f}\nDeviation   {:.4f}\n", fmt::join(seen.mean, " "),
               fmt::join(seen.deviation, " "));
    for (const auto& fault : faults) fmt::print("Unusable    {}\n", fault.get<std::string>());
    if (!source.remark.empty()) fmt::print("Remark      {}\n", source.remark);
  }
  if (!faults.empty()) throw Exit{1};
}

/// Normalised numbers as the pixels of which they were made.
Tensor pixels_of(const Tensor& image, const ChannelStatistics& normalisation) {
  const auto column = [&](const std::vector<double>& values) {
    return torch::tensor(values).to(torch::kFloat32).view({-1, 1, 1});
  };
  const Tensor values = image * column(normalisation.deviation) + column(normalisation.mean);
  return (255 * values).round().clamp(0, 255).to(torch::kUInt8);
}

/// An image of each class at most, as it is seen in a test and in several epochs of training.
ContactSheet sheet_of(const DataSource& source, const DataOptions& options) {
  const Augmentation augmentation = augmentation_for(options, source, *source.train);
  ContactSheet sheet{
      .groups = {{.title = "test"}, {.title = "training", .columns = static_cast<size_t>(kViews)}},
      .rows = {},
      .note = fmt::format("{}x{} pixels", source.height, source.width)};
  const auto labels = labels_of(*source.train);
  const auto order = Random(0, kShown).permutation(source.train->size());
  std::vector<bool> shown(static_cast<size_t>(source.classes));
  for (const int64_t image : order) {
    const auto label = static_cast<size_t>(labels[static_cast<size_t>(image)]);
    if (std::ssize(sheet.rows) == kMostRows) break;
    if (shown[label]) continue;
    shown[label] = true;
    std::vector<Tile> row = {{source.train->image(image, nullptr), source.class_names[label]}};
    for (uint64_t view = 0; view < static_cast<uint64_t>(kViews); ++view) {
      Random random(view, kShown, static_cast<uint64_t>(image));
      const Tensor pixels = source.train->image(image, &random);
      row.push_back({pixels_of(augment(pixels, augmentation, random), augmentation.normalisation)});
    }
    sheet.rows.push_back(row);
  }
  return sheet;
}

void draw_sheet(const Flags& flags) {
  const DataOptions options = options_of(flags);
  const DataSource source = open_source(options);
  const std::string file = flags.run.out.empty() ? "data.png" : flags.run.out;
  draw_contact_sheet(sheet_of(source, options), file);
  fmt::print("{}\n", file);
}

}  // namespace

Command data_command() {
  auto flags = std::make_shared<Flags>();
  return {
      .name = "data",
      .meaning =
          "Read all images and list what is wrong (check), or draw what a network sees "
          "of them (sheet).",
      .arguments = {{"action", "check or sheet", &flags->action, {.required = true}},
                    {"--config", "TOML file of a search", &flags->run.config},
                    {"--set", "section.option=value; overrides the file", &flags->run.assignments},
                    {"--out", "PNG file of the sheet; default: data.png", &flags->run.out},
                    {"--json", "print one JSON object (check)", &flags->run.json}},
      .run = [flags] {
        require(flags->action == "check" || flags->action == "sheet",
                "The action of tetlo data is \"{}\"; it must be check or sheet.", flags->action);
        flags->action == "check" ? check(*flags) : draw_sheet(*flags);
      }};
}

}  // namespace tetlo
