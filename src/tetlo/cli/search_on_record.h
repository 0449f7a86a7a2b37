// SPDX-License-Identifier: Apache-2.0
// The search that found the cells of a training. Its options are kept in the training's folder, in
// search.toml, so that trainings of what several searches found can be told from each other when
// the folders of the searches are elsewhere.
#pragma once

#include <map>
#include <string>

namespace tetlo {

/// The file search.toml for trainings of what was found by the search in a folder, or of the cells
/// that were trained there. Nothing if no search is on record there.
std::map<std::string, std::string> search_in(const std::string& folder);

/// The same of the folder in which a genotype lies if it is the genotype.txt of a run.
std::map<std::string, std::string> search_of(const std::string& genotype);

}  // namespace tetlo
