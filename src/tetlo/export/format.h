// SPDX-License-Identifier: Apache-2.0
// The formats in which a trained network can be used by other programs. Each has a file here and an
// entry in table.cpp.
//
// All of them take the same input: images in red, green and blue, or grey, as float32 from 0 to 1,
// [N, C, S, S] with the side S of the run. The normalisation is part of the network in the formats
// that have computations; in a file of weights alone it is in the metadata.
#pragma once

#include <string>
#include <vector>

#include "tetlo/evaluate/trained_network.h"

namespace tetlo {

struct ExportFormat {
  std::string name;
  std::string meaning;
  /// Writes the network to a path, a file or a folder, and returns the paths of all files written.
  std::vector<std::string> (*write)(const TrainedNetwork& trained, const std::string& path);
};

const std::vector<ExportFormat>& export_formats();

extern const ExportFormat kPythonFormat, kSafetensorsFormat, kOnnxFormat;

}  // namespace tetlo
