// SPDX-License-Identifier: Apache-2.0
// Configuration files: a file, those that it is based on, and its scales.
#pragma once

#include <string>
#include <vector>

#include "tetlo/options/toml.h"

namespace tetlo {

/// A configuration file, and what it is called in errors.
struct Document {
  std::string name;
  TomlTable content;
};

/// The text of the file. Error where it cannot be read or is larger than 1 MB.
std::string configuration_text(const std::string& path);

/// The file after those that it is based on, the most basic first. Error where a file is based on
/// itself by any path, or more than 16 are based on one another.
std::vector<Document> with_bases(Document file);

/// The scale that the last assignment chooses, or else the last file to name one, or else "paper".
/// Error where no file has such a scale.
std::string choose_scale(const std::vector<Document>& documents,
                         const std::vector<std::string>& assignments);

}  // namespace tetlo
