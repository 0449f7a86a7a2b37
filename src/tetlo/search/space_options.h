// SPDX-License-Identifier: Apache-2.0
// The choice of a search space: one of the table, or one from a file.
//
// The content of the file takes the place of its name when a configuration is loaded. A run
// folder's config.toml therefore holds the whole space, and the run can be resumed or repeated when
// the file has changed or is gone.
#pragma once

#include <string>

#include "tetlo/options/field.h"
#include "tetlo/space/space.h"

namespace tetlo {

struct SpaceOptions {
  std::string name = "darts";
  std::string file;
  std::string content;  ///< in the form of space_file.h

  Section section();
  /// Replaces the name of the file by its content. Throws Error if a space from a file is chosen
  /// and there is no file, or if it is malformed.
  void read_file();
  /// The chosen space.
  Space chosen() const;
};

}  // namespace tetlo
