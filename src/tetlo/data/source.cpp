// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/source.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tetlo/data/cifar.h"
#include "tetlo/data/idx.h"
#include "tetlo/data/image_folder.h"
#include "tetlo/data/noise_images.h"
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

using Reader = std::shared_ptr<const MemoryDataset> (*)(const std::string& folder, Part part,
                                                        int64_t classes);

/// A published data set whose images are all read into memory.
struct Published {
  int64_t classes;                       ///< 0: the largest training label plus one
  ChannelStatistics normalisation = {};  ///< empty if none are published
  std::string names_file = {};  ///< the file in its folder with the names of the classes, if any
  int64_t train = 0, test = 0;  ///< numbers of images; 0: any
};

/// Says so if a data set has fewer images than were published.
std::string remark_on(const std::string& place, const Published& published, const Dataset& train,
                      const Dataset& test) {
  if (train.size() >= published.train && test.size() >= published.test) return "";
  return fmt::format("{} has {} training and {} test images; {} and {} were published.", place,
                     train.size(), test.size(), published.train, published.test);
}

DataSource read_into_memory(const std::string& place, const Published& published, Reader read) {
  const auto train = read(place, Part::kTrain, published.classes);
  const auto test = read(place, Part::kTest, train->classes());
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
          .normalisation = published.normalisation,
          .class_names =
              class_names(std::filesystem::path(place) / published.names_file, train->classes()),
          .remark = remark_on(place, published, *train, *test)};
}

/// The same as a function of the table.
std::function<DataSource(const std::string&, const DataOptions&)> in_memory(
    const Published& published, Reader read) {
  return [=](const std::string& place, const DataOptions&) {
    return read_into_memory(place, published, read);
  };
}

}  // namespace

const std::vector<SourceEntry>& source_table() {
  static const std::vector<SourceEntry> table{
      {"fashion-mnist",
       "70,000 grey 28x28 pictures of clothes in 10 classes (Debian: dataset-fashion-mnist)",
       "/usr/share/datasets/fashion-mnist",
       in_memory({.classes = 10, .train = 60'000, .test = 10'000}, &read_idx)},
      {"idx", "any folder of IDX files, grey or colour, plain or .gz", "",
       in_memory({.classes = 0}, &read_idx)},
      {"cifar-10", "60,000 colour 32x32 photographs in 10 classes, binary version", "cifar-10",
       in_memory(
           {.classes = 10,
            .normalisation = {{.49139968, .48215827, .44653124}, {.24703233, .24348505, .26158768}},
            .names_file = "batches.meta.txt",
            .train = 50'000,
            .test = 10'000},
           [](const std::string& folder, Part part, int64_t) {
             return read_cifar10(folder, part);
           })},
      {"cifar-100", "60,000 colour 32x32 photographs in 100 (fine) classes, binary version",
       "cifar-100",
       in_memory({.classes = 100,
                  .normalisation = {{.5071, .4867, .4408}, {.2675, .2565, .2761}},
                  .names_file = "fine_label_names.txt",
                  .train = 50'000,
                  .test = 10'000},
                 [](const std::string& folder, Part part, int64_t) {
                   return read_cifar100(folder, part);
                 })},
      {kImageFolder, "JPEG and PNG files of any size, in a folder for each class", "",
       &open_image_folder},
      {kNoiseImages, "random pixels, as many images as ImageNet has, to measure what it would cost",
       ".", &noise_images},
  };
  return table;
}

DataSource open_source(const DataOptions& options) {
  const SourceEntry& entry = find_entry(source_table(), options.name, "data set");
  return entry.open(resolve_folder(entry, options.folder), options);
}

Augmentation augmentation_for(const DataOptions& options, const DataSource& source,
                              const Dataset& training) {
  const bool published = !source.normalisation.mean.empty();
  return {.crop_padding = static_cast<int>(options.crop_padding),
          .flip = options.flip,
          .cutout = static_cast<int>(options.cutout),
          .jitter = options.jitter,
          .normalisation = published ? source.normalisation : channel_statistics(training)};
}

}  // namespace tetlo
