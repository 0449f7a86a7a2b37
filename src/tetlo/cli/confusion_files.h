// SPDX-License-Identifier: Apache-2.0
// What is taken for what, as a table for people and as files.
#pragma once

#include <string>
#include <vector>

#include "tetlo/evaluate/confusion.h"
#include "tetlo/studies/report.h"

namespace tetlo {

/// Each class with its images, its recall and what its images are taken for.
Report report_of(const Confusion& confusion, const std::vector<std::string>& classes);

/// "85.00 % (17 of 20 images)".
std::string accuracy_of(const Confusion& confusion);

/// Writes the report as confusion.txt and confusion.csv, and as a picture, confusion.svg.
void write_confusion(const Confusion& confusion, const std::vector<std::string>& classes,
                     const std::string& folder);

}  // namespace tetlo
