// SPDX-License-Identifier: Apache-2.0
// One pass over all files of an image data set before it is used: whether each can be decoded,
// whether there are colours, and the mean and standard deviation of the training images, as they
// are seen in a test. The result is remembered in the user's cache folder under the names, sizes
// and times of the files, so that a second run does not wait for it.
#pragma once

#include <string>
#include <vector>

#include "tetlo/data/image_files.h"
#include "tetlo/data/normalisation.h"

namespace tetlo {

struct Survey {
  struct Fault {
    std::string path, reason;
  };

  bool grey = true;  ///< whether no image has colours
  ChannelStatistics normalisation;
  std::vector<Fault> unreadable;
};

struct SurveyOptions {
  int64_t side = 224;     ///< as in View
  double middle = 0.875;  ///< as in View
  int64_t workers = 1;    ///< threads that decode
};

/// Surveys the images of all parts, or reads what is remembered about them. Shows its progress on
/// the terminal.
Survey survey(const ImageList& images, const SurveyOptions& options);

}  // namespace tetlo
