// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/data_options.h"

#include "tetlo/data/source.h"

namespace tetlo {
namespace {

constexpr const char* kJitter = "[Liu2019]";

}  // namespace

std::vector<Field> ImageFileOptions::fields() {
  const Condition of_files{"data.name", {kImageFolder}};
  const Condition of_any_size{"data.name", {kImageFolder, kNoiseImages}};
  const Condition random{"data.training_crop", {"rectangle"}};
  return {
      {"labels", Target::file(&labels),
       "CSV file of path,label, with paths within the folder; empty: a folder for each class", "",
       of_files},
      {"image_size",
       {&image_size, {16, 4096, "pixels"}},
       "side of the square images that a network sees",
       "",
       of_any_size},
      {"training_crop", &training_crop, "the part of an image that is seen in training", "",
       of_files},
      {"least_area",
       {&least_area, positive(1)},
       "least area of the rectangle, as a share of the image's",
       "[Szegedy2015, section 6]",
       random},
      {"test_middle",
       {&test_middle, positive(1)},
       "share of the shorter side that is seen in a test",
       "[Szegedy2015, section 7]",
       of_files},
      {"test_share",
       {&test_share, positive(0.9)},
       "share of each class that is kept for the test, if there is no folder val or test",
       "",
       of_files},
      {"test_seed",
       {&test_seed, {0, 1'000'000'000}},
       "seed with which these images are drawn",
       "",
       of_files},
      {"memory",
       {&memory, {0, 1'000'000, "MiB"}},
       "memory for the contents of files; others are read whenever they are needed",
       "",
       of_files},
      {"unreadable", &unreadable, "what is done about files that cannot be decoded", "", of_files}};
}

Preset DataOptions::preset() {
  return {.when = {"data.name", {kImageFolder}}, .toml = "[data]\ncrop_padding = 0\n"};
}

Section DataOptions::section() {
  Section section{
      "data",
      "The images.",
      {{"name", {&name, values_in(source_table())}, "the data set", ""},
       {"folder", &folder,
        "folder of its files; empty: the data set's own folder in $TETLO_DATA or, if unset, in "
        "./data",
        ""},
       {"limit",
        {&limit, {0, 1'000'000'000, "images"}},
        "number of training images that are used, the first in the order of the split; 0: all",
        ""},
       {"workers",
        {&workers, {1, 256, "threads"}},
        "threads that prepare each sequence of batches ahead of their use",
        ""},
       {"crop_padding",
        {&crop_padding, {0, 64, "pixels"}},
        "padding before a random crop; 0: no crop",
        "[Liu2019, appendix A]"},
       {"flip", &flip, "whether half of the images are mirrored", "[Liu2019, appendix A]"},
       {"cutout",
        {&cutout, {0, 4096, "pixels"}},
        "side of the square that is blanked; 0: none",
        "[DeVries2017]"},
       {"brightness",
        {&jitter.brightness, fraction()},
        "strength of random changes of brightness; 0: none",
        kJitter},
       {"contrast", {&jitter.contrast, fraction()}, "the same of contrast", kJitter},
       {"saturation", {&jitter.saturation, fraction()}, "the same of saturation", kJitter},
       {"hue", {&jitter.hue, {0, 0.5}}, "the same of hue, in turns", kJitter}}};
  const auto own = files.fields();
  section.fields.insert(section.fields.end(), own.begin(), own.end());
  return section;
}

}  // namespace tetlo
