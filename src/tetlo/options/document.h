// SPDX-License-Identifier: Apache-2.0
// Configuration files: a file, its bases, and its scales.
#pragma once

#include <string>
#include <vector>

#include "tetlo/options/toml.h"

namespace tetlo {

/// A configuration file, and its name in error messages.
struct Document {
  std::string name;
  TomlTable content;
};

/// The text of the file. Throws Error if it cannot be read or is larger than 1 MB.
std::string configuration_text(const std::string& path);

/// The file and all its bases, in the order in which they are read: the base without a base first,
/// the file last. Throws Error if a file is its own base by any path, or if more than 16 files are
/// based on one another.
std::vector<Document> with_bases(Document file);

/// The scale that the last assignment chooses; otherwise the one in the last file that names one;
/// otherwise "paper". Throws Error if no file has such a scale.
std::string choose_scale(const std::vector<Document>& documents,
                         const std::vector<std::string>& assignments);

}  // namespace tetlo
