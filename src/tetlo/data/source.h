// SPDX-License-Identifier: Apache-2.0
// The table of data sets that can be named in a configuration, and how one is opened.
//
// The published channel statistics are those of the authors' code: DARTS [Liu2019] for CIFAR-10 and
// P-DARTS [Chen2019] for CIFAR-100. The code of PC-DARTS normalises CIFAR-100 with the statistics
// of CIFAR-10; tetlo does not.
//
// Checkable: fashion-mnist has 60,000 + 10,000 images of 1x28x28 in 10 classes.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tetlo/data/dataset.h"
#include "tetlo/data/normalisation.h"

namespace tetlo {

/// One data set of the table.
struct SourceEntry {
  std::string name;
  std::string summary;
  std::string folder;  ///< absolute, or within the data folder, or empty: the user must name one
  int64_t classes;     ///< 0: the largest training label plus one
  ChannelStatistics normalisation;  ///< empty if none are published
  std::shared_ptr<const MemoryDataset> (*read)(const std::string& folder, Part part,
                                               int64_t classes);
  std::string names_file = {};  ///< the file in its folder with the names of the classes, if any
};

const std::vector<SourceEntry>& source_table();

struct DataSource {
  std::shared_ptr<const Dataset> train;
  std::shared_ptr<const Dataset> test;
  int64_t classes = 0;
  int64_t channels = 0;
  int64_t height = 0;
  int64_t width = 0;
  ChannelStatistics normalisation;            ///< empty: to be computed from the training images
  std::vector<std::string> class_names = {};  ///< their numbers if no names are known
};

/// Opens the data set `name` of the table. If `folder` is empty, the folder in the table is used;
/// if it is relative, it lies in the folder named by the environment variable TETLO_DATA or, if
/// that is not set, in ./data.
/// Throws Error on an unknown name, an unreadable file, or images other than 28x28 or 32x32 with
/// one or three channels, the same for train and test.
DataSource open_source(const std::string& name, const std::string& folder = "");

}  // namespace tetlo
