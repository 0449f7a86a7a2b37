// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/search_on_record.h"

#include <filesystem>

#include "tetlo/util/file.h"

namespace tetlo {
namespace {

constexpr const char* kFile = "search.toml";

/// Whether a search made the folder with this config.toml, or the searches of which it is the best.
bool is_of_search(const std::string& configuration) {
  const std::string header = configuration.substr(0, configuration.find('\n'));
  return header.find(", search") != std::string::npos;
}

}  // namespace

std::map<std::string, std::string> search_in(const std::string& folder) {
  const std::string own = folder + "/config.toml", before = folder + "/" + kFile;
  if (is_regular_file(before)) return {{kFile, read_file(before)}};
  if (!is_regular_file(own)) return {};
  const std::string configuration = read_file(own);
  if (!is_of_search(configuration)) return {};
  return {{kFile, configuration}};
}

std::map<std::string, std::string> search_of(const std::string& genotype) {
  const std::filesystem::path file = genotype;
  if (file.filename() != "genotype.txt" || !is_regular_file(genotype)) return {};
  return search_in(std::filesystem::absolute(file).parent_path().string());
}

}  // namespace tetlo
