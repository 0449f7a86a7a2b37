// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/space_options.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "tetlo/data/test_data.h"
#include "tetlo/search/options.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

constexpr const char* kFile = "nodes = 1\nnormal = ['noise']\nreduce = ['skip_connect']\n";

class SpaceFromFile : public testing::Test {
 protected:
  SpaceFromFile() {
    write_file(folder.path("space.toml"), kFile);
    write_file(folder.path("config.toml"), "[space]\nname = 'file'\nfile = 'space.toml'\n");
  }

  /// The options of a file in the folder.
  static SpaceOptions options_of(const std::string& config,
                                 const std::vector<std::string>& assignments = {}) {
    SearchOptions options;
    options.configuration().load(config, assignments);
    return options.space;
  }
  static std::string error_of(const std::vector<std::string>& assignments) {
    return tetlo::error_of([&] { options_of("", assignments); });
  }

  TemporaryFolder folder;
};

TEST_F(SpaceFromFile, IsRelativeToTheConfiguration) {
  EXPECT_EQ(options_of(folder.path("config.toml")).chosen().nodes, 1);
}

TEST_F(SpaceFromFile, IsKeptByTheConfigurationOfARun) {
  SearchOptions options;
  Configuration configuration = options.configuration();
  configuration.load(folder.path("config.toml"));
  write_file(folder.path("run.toml"), configuration.to_toml(""));
  std::filesystem::remove(folder.path("space.toml"));
  const Space kept = options_of(folder.path("run.toml")).chosen();
  EXPECT_EQ(kept.nodes, 1);
  EXPECT_EQ(kept.normal, options.space.chosen().normal);

  // Comments and layout make no difference to the run.
  write_file(folder.path("space.toml"), "# Mine\n" + std::string(kFile));
  EXPECT_EQ(options_of(folder.path("config.toml")).content, options.space.content);
}

TEST_F(SpaceFromFile, ReplacesTheSpaceThatARunHasKept) {
  SearchOptions options;
  Configuration configuration = options.configuration();
  configuration.load(folder.path("config.toml"));
  write_file(folder.path("run.toml"), configuration.to_toml(""));
  write_file(folder.path("other.toml"), "nodes = 2\nnormal = ['noise']\nreduce = ['noise']\n");
  const std::string assignment = "space.file=" + folder.path("other.toml");
  EXPECT_EQ(options_of(folder.path("run.toml"), {assignment}).chosen().nodes, 2);
}

TEST_F(SpaceFromFile, MustBeThereAndChosen) {
  EXPECT_EQ(error_of({"space.name=file"}),
            "space.name is file, but space.file, the name of the file, is missing.");
  EXPECT_EQ(error_of({"space.name=file", "space.file=none.toml"}),
            "The configuration file none.toml cannot be read.");
  EXPECT_EQ(
      error_of({"space.file=none.toml"}),
      "--set space.file=none.toml: space.file belongs to space.name = \"file\"; space.name is "
      "\"darts\".");
  EXPECT_EQ(error_of({"space.name=file", "space.content=nodes = 0"}),
            "space.content:1:9: nodes is the integer 0; it must be an integer from 1 to 16.");
}

}  // namespace
}  // namespace tetlo
