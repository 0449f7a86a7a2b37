// SPDX-License-Identifier: Apache-2.0
// The table of data sets that can be named in a configuration, and how one is opened.
//
// The published channel statistics are those of the authors' code: DARTS [Liu2019] for CIFAR-10 and
// P-DARTS [Chen2019] for CIFAR-100. The code of PC-DARTS normalises CIFAR-100 with the statistics
// of CIFAR-10; tetlo does not.
//
// Checkable: fashion-mnist has 60,000 + 10,000 images of 1x28x28 in 10 classes.
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tetlo/data/augmentation.h"
#include "tetlo/data/data_options.h"
#include "tetlo/data/dataset.h"

namespace tetlo {

struct DataSource {
  std::shared_ptr<const Dataset> train;
  std::shared_ptr<const Dataset> test;
  /// The images that are to judge the architecture in a search; null: a half of the training
  /// images.
  std::shared_ptr<const Dataset> validation = nullptr;
  int64_t classes = 0;
  int64_t channels = 0;
  int64_t height = 0;
  int64_t width = 0;
  int64_t growth = 0;  ///< bytes that it may take in use, in addition to those that it has taken
  ChannelStatistics normalisation;            ///< empty: to be computed from the training images
  std::vector<std::string> class_names = {};  ///< their numbers if no names are known
  /// What a run folder notes about the data set; null: nothing.
  nlohmann::json record = nullptr;
  std::string remark = {};  ///< what a user should know of it, in one line; empty: nothing
};

/// One data set of the table.
struct SourceEntry {
  std::string name;
  std::string summary;
  std::string folder;  ///< absolute, or within the data folder, or empty: the user must name one
  /// Opens the data set in a folder.
  std::function<DataSource(const std::string& folder, const DataOptions& options)> open;
};

/// The name of the data sets that are image files.
constexpr const char* kImageFolder = "folder";
/// The name of random pixels (noise_images.h).
constexpr const char* kNoiseImages = "noise";

const std::vector<SourceEntry>& source_table();

/// Opens the data set that is chosen. If options.folder is empty, the folder in the table is used;
/// if it is relative, it lies in the folder named by the environment variable TETLO_DATA or, if
/// that is not set, in ./data.
/// Throws Error on an unknown name, an unreadable file, or images that cannot be used.
DataSource open_source(const DataOptions& options);

/// The augmentation that the options describe. It normalises with the published statistics of the
/// source or, if there are none, with those of the training images.
Augmentation augmentation_for(const DataOptions& options, const DataSource& source,
                              const Dataset& training);

}  // namespace tetlo
