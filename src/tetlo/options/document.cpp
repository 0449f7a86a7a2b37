// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/document.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "tetlo/options/assignment.h"
#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

constexpr size_t kMostBases = 16;
constexpr size_t kMostBytes = 1'000'000;
constexpr size_t kLongestPath = 300;

/// The canonical path of a file, without links and "..".
std::filesystem::path canonical(const std::string& path) {
  std::error_code error;
  const auto result = std::filesystem::weakly_canonical(path, error);
  return error ? std::filesystem::path(path) : result;
}

/// The names of all scales in the files, and that of the scale to which the other values belong.
std::vector<std::string> scales_of(const std::vector<Document>& documents, const std::string& own) {
  std::vector<std::string> names;
  for (const Document& document : documents) {
    const TomlNode* scales = find_key(document.content, "scales");
    if (!scales) continue;
    for (const TomlEntry& scale : table_in(*scales, "scales")) {
      if (scale.key != "paper" && std::find(names.begin(), names.end(), scale.key) == names.end()) {
        names.push_back(scale.key);
      }
    }
  }
  names.insert(names.begin(), names.empty() ? own : "paper");
  return names;
}

}  // namespace

std::string configuration_text(const std::string& path) {
  std::ifstream file(path);
  require(file.good() && !std::filesystem::is_directory(path),
          "The configuration file {} cannot be read.", excerpt(path, kLongestPath));
  std::string text(kMostBytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(file.gcount()));
  require(text.size() <= kMostBytes, "The configuration file {} is larger than 1 MB.", path);
  return text;
}

std::vector<Document> with_bases(Document file) {
  std::vector<Document> documents{std::move(file)};
  std::vector<std::filesystem::path> paths{canonical(documents.front().name)};
  while (const TomlNode* base = find_key(documents.back().content, "base")) {
    const std::string where = base->where;
    const std::filesystem::path folder = std::filesystem::path(documents.back().name).parent_path();
    const std::string path = folder / string_in(*base, "base", "the name of a file");
    const std::string text = configuration_text(path);
    require(std::find(paths.begin(), paths.end(), canonical(path)) == paths.end(),
            "{}: base is {}, which is based on this file.", where, path);
    require(paths.size() < kMostBases,
            "{}: base is {}, but {} files are already based on one another.", where, path,
            kMostBases);
    paths.push_back(canonical(path));
    documents.push_back({path, parse_toml(text, path)});
  }
  std::reverse(documents.begin(), documents.end());
  return documents;
}

std::string choose_scale(const std::vector<Document>& documents,
                         const std::vector<std::string>& assignments) {
  const std::string file = documents.back().name;
  std::string chosen = "paper", where = file;
  for (const Document& document : documents) {
    const TomlNode* scale = find_key(document.content, "scale");
    if (!scale) continue;
    where = scale->where;
    chosen = string_in(*scale, "scale", "a string");
  }
  const std::vector<std::string> known = scales_of(documents, chosen);
  for (const std::string& text : assignments) {
    const Assignment assignment = split_assignment(text);
    if (assignment.key != "scale") continue;
    chosen = std::get<std::string>(assigned_value(assignment, true).value);
    where = assignment.where;
  }
  require(std::find(known.begin(), known.end(), chosen) != known.end(),
          "{}: There is no scale \"{}\" in {}; it has {}.", where, excerpt(chosen), file,
          fmt::join(known, ", "));
  return chosen;
}

}  // namespace tetlo
