// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/confusion_files.h"

#include <fmt/format.h>

#include "tetlo/draw/heat_map.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

std::string percent(int64_t part, int64_t whole, int decimals) {
  return fmt::format("{:.{}f}", 100 * static_cast<double>(part) / static_cast<double>(whole),
                     decimals);
}

}  // namespace

Report report_of(const Confusion& confusion, const std::vector<std::string>& classes) {
  Report report{.columns = {"class", "images", "recall (%)"}};
  for (const std::string& name : classes) report.columns.push_back("taken for " + name);
  for (int64_t c = 0; c < confusion.classes(); ++c) {
    const int64_t images = confusion.images(c);
    report.rows.push_back({classes[static_cast<size_t>(c)], std::to_string(images),
                           images > 0 ? percent(confusion.count(c, c), images, 1) : ""});
    for (int64_t taken = 0; taken < confusion.classes(); ++taken) {
      report.rows.back().push_back(std::to_string(confusion.count(c, taken)));
    }
  }
  return report;
}

std::string accuracy_of(const Confusion& confusion) {
  return fmt::format("{} % ({} of {} images)", percent(confusion.right(), confusion.all(), 2),
                     confusion.right(), confusion.all());
}

void write_confusion(const Confusion& confusion, const std::vector<std::string>& classes,
                     const std::string& folder) {
  const Report report = report_of(confusion, classes);
  HeatMap map{.title = "Accuracy " + accuracy_of(confusion),
              .across = "class that the images are taken for",
              .down = "class of the images",
              .names = classes,
              .counts = {}};
  for (int64_t c = 0; c < confusion.classes(); ++c) {
    map.counts.emplace_back();
    for (int64_t taken = 0; taken < confusion.classes(); ++taken) {
      map.counts.back().push_back(confusion.count(c, taken));
    }
  }
  write_file(folder + "/confusion.txt", to_text(report));
  write_file(folder + "/confusion.csv", to_csv(report));
  write_file(folder + "/confusion.svg", svg_of(map));
}

}  // namespace tetlo
