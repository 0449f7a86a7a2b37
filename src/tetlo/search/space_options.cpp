// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/space_options.h"

#include "tetlo/net/operations.h"
#include "tetlo/options/document.h"
#include "tetlo/space/space_file.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr const char* kFile = "file";

}  // namespace

Section SpaceOptions::section() {
  const Condition from_file{.option = "space.name", .values = {kFile}};
  auto names = values_in(spaces());
  names.push_back({kFile, "candidates from space.file", "docs/decisions.md"});
  return {"space",
          "The cells that can be found.",
          {{"name", {&name, names}, "the search space", ""},
           {"file", Target::file(&file),
            "file with the candidates of every edge, as `tetlo space` prints it; its name is "
            "relative to the configuration file that contains it",
            "", from_file},
           {"content", &content,
            "the content of that file, which takes the place of its name in a run's config.toml",
            "", from_file}}};
}

void SpaceOptions::read_file() {
  if (name != kFile) return;
  require(!file.empty() || !content.empty(),
          "space.name is file, but space.file, the name of the file, is missing.");
  const std::string origin = file.empty() ? "space.content" : file;
  const std::string text = file.empty() ? content : configuration_text(file);
  content = space_text(parse_space(text, origin, operation_names()));
  file.clear();
}

Space SpaceOptions::chosen() const {
  return name == kFile ? parse_space(content, "space.content", operation_names())
                       : find_space(name);
}

}  // namespace tetlo
