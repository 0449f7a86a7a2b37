// SPDX-License-Identifier: Apache-2.0
#include "tetlo/reproduce/table_folder.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <tuple>

#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

/// The names of all tables, then those of all figures, each in the paper's order.
std::vector<std::string> known_names(const std::string& folder) {
  require(std::filesystem::is_directory(folder),
          "The folder {} is not there; --configs names the folder of this program's "
          "configurations.",
          folder);
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() == ".toml") names.push_back(file.path().stem().string());
  }
  const auto number = [](const std::string& name) { return std::atoi(&name[name.find('-') + 1]); };
  std::sort(names.begin(), names.end(), [&](const std::string& a, const std::string& b) {
    return std::tuple(a.front() == 'f', number(a)) < std::tuple(b.front() == 'f', number(b));
  });
  return names;
}

/// "table-2" of "2", "table-2" or "Table 2".
std::string full_name(std::string name) {
  for (char& c : name) {
    c = c == ' ' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  const bool is_number = !name.empty() && name.find_first_not_of("0123456789") == std::string::npos;
  return is_number ? "table-" + name : name;
}

}  // namespace

std::vector<PublishedTable> tables_in(const std::string& folder,
                                      const std::vector<std::string>& names) {
  const auto known = known_names(folder);
  std::vector<std::string> wanted;
  for (const std::string& given : names) {
    if (given == kAllTables) {
      wanted = known;
      break;
    }
    wanted.push_back(full_name(given));
    require(std::find(known.begin(), known.end(), wanted.back()) != known.end(),
            "There is no {} in {}; there are {}.", excerpt(given), folder, fmt::join(known, ", "));
  }
  std::vector<PublishedTable> tables;
  tables.reserve(wanted.size());
  for (const std::string& name : wanted) {
    tables.push_back(read_published_table(fmt::format("{}/{}.toml", folder, name)));
  }
  return tables;
}

}  // namespace tetlo
