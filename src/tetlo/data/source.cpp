// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/source.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tetlo/data/cifar.h"
#include "tetlo/data/idx.h"
#include "tetlo/util/table.h"

namespace tetlo {
namespace {

std::string resolve_folder(const SourceEntry& entry, const std::string& folder) {
  if (!folder.empty()) return folder;
  require(!entry.folder.empty(),
          "The data set \"{}\" has no folder of its own; the folder of its files must be given.",
          entry.name);
  const char* data = std::getenv("TETLO_DATA");
  // The operator / replaces its left operand if the right one is an absolute path.
  return (std::filesystem::path(data != nullptr ? data : "data") / entry.folder).string();
}

void check_shape(const Tensor& images, const std::string& name) {
  const int64_t channels = images.size(1), height = images.size(2), width = images.size(3);
  require((channels == 1 || channels == 3) && height == width && (height == 28 || height == 32),
          "The {} are {}x{}x{}; they must be 28x28 or 32x32 with one or three channels.", name,
          channels, height, width);
}

/// The lines of the file of names, or the numbers of the classes if it is absent or incomplete.
std::vector<std::string> class_names(const std::filesystem::path& file, int64_t classes) {
  std::vector<std::string> names;
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) names.push_back(line);
  }
  if (std::ssize(names) == classes) return names;
  names.clear();
  for (int64_t i = 0; i < classes; ++i) names.push_back(std::to_string(i));
  return names;
}

}  // namespace

const std::vector<SourceEntry>& source_table() {
  static const std::vector<SourceEntry> table{
      {"fashion-mnist",
       "70,000 grey 28x28 pictures of clothes in 10 classes (Debian: dataset-fashion-mnist)",
       "/usr/share/datasets/fashion-mnist",
       10,
       {},
       &read_idx},
      {"idx", "any folder of IDX files, grey or colour, plain or .gz", "", 0, {}, &read_idx},
      {"cifar-10",
       "60,000 colour 32x32 photographs in 10 classes, binary version",
       "cifar-10",
       10,
       {{.49139968, .48215827, .44653124}, {.24703233, .24348505, .26158768}},
       [](const std::string& folder, Part part, int64_t) { return read_cifar10(folder, part); },
       "batches.meta.txt"},
      {"cifar-100",
       "60,000 colour 32x32 photographs in 100 (fine) classes, binary version",
       "cifar-100",
       100,
       {{.5071, .4867, .4408}, {.2675, .2565, .2761}},
       [](const std::string& folder, Part part, int64_t) { return read_cifar100(folder, part); },
       "fine_label_names.txt"},
  };
  return table;
}

DataSource open_source(const std::string& name, const std::string& folder) {
  const SourceEntry& entry = find_entry(source_table(), name, "data set");
  const std::string place = resolve_folder(entry, folder);
  const auto train = entry.read(place, Part::kTrain, entry.classes);
  const auto test = entry.read(place, Part::kTest, train->classes());
  check_shape(train->images(), fmt::format("training images in {}", place));
  check_shape(test->images(), fmt::format("test images in {}", place));
  require(train->images().sizes().slice(1) == test->images().sizes().slice(1),
          "{} has training images of {} and test images of {}; their shapes must agree.", place,
          fmt::join(train->images().sizes().slice(1), "x"),
          fmt::join(test->images().sizes().slice(1), "x"));
  return {.train = train,
          .test = test,
          .classes = train->classes(),
          .channels = train->images().size(1),
          .height = train->images().size(2),
          .width = train->images().size(3),
          .normalisation = entry.normalisation,
          .class_names =
              class_names(std::filesystem::path(place) / entry.names_file, train->classes())};
}

}  // namespace tetlo
