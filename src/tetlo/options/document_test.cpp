// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/document.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Bases : public testing::Test {
 protected:
  Bases() {
    fs::remove_all(folder);
    fs::create_directories(folder / "sub");
  }
  ~Bases() override { fs::remove_all(folder); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder / name) << text;
  }
  std::string error_of(const std::string& name) const {
    const std::string path = folder / name;
    return tetlo::error_of([&] { with_bases({path, parse_toml(configuration_text(path), path)}); });
  }

  fs::path folder = fs::path(testing::TempDir()) / "tetlo_bases";
};

TEST_F(Bases, ComeBeforeWhatIsBasedOnThem) {
  write("a.toml", "x = 1");
  write("sub/b.toml", "base = '../a.toml'\nx = 2");
  const std::string path = folder / "sub/b.toml";
  const auto documents = with_bases({path, parse_toml(configuration_text(path), path)});
  ASSERT_EQ(documents.size(), 2U);
  EXPECT_EQ(std::get<int64_t>(find_key(documents[0].content, "x")->value), 1);
  EXPECT_EQ(std::get<int64_t>(find_key(documents[1].content, "x")->value), 2);
}

TEST_F(Bases, LeadBackToTheFileByNoPath) {
  write("self.toml", "base = 'self.toml'");
  write("dots.toml", "base = 'sub/../dots.toml'");
  write("one.toml", "base = 'sub/two.toml'");
  write("sub/two.toml", "base = '../sub/../one.toml'");
  fs::create_symlink(folder / "linked.toml", folder / "sub/link.toml");
  write("linked.toml", "base = 'sub/link.toml'");
  fs::create_directory_symlink(".", folder / "here");
  write("winding.toml", "base = 'here/winding.toml'");
  for (const char* name : {"self.toml", "dots.toml", "one.toml", "linked.toml", "winding.toml"}) {
    EXPECT_THAT(error_of(name), HasSubstr("which is based on this file.")) << name;
  }
}

TEST_F(Bases, AreAtMostSixteenDeep) {
  for (int i = 1; i <= 20; ++i) {
    write(fmt::format("{}.toml", i), i == 1 ? "" : fmt::format("base = '{}.toml'", i - 1));
  }
  EXPECT_EQ(error_of("16.toml"), "no error");
  EXPECT_THAT(error_of("17.toml"), HasSubstr("but 16 files are already based on one another."));
}

TEST_F(Bases, AreFilesThatCanBeRead) {
  write("a.toml", "base = 'b.toml'");
  write("folder.toml", "base = 'sub'");
  write("long.toml", "base = '" + std::string(5000, 'a') + "'");
  fs::create_symlink("loop", folder / "loop");
  write("loops.toml", "base = 'loop'");
  for (const char* name : {"a.toml", "folder.toml", "long.toml", "loops.toml"}) {
    EXPECT_THAT(error_of(name), HasSubstr("cannot be read.")) << name;
    EXPECT_LT(error_of(name).size(), 400U) << name;
  }
}

TEST_F(Bases, AreNoLargerThanAMegabyte) {
  write("fits.toml", std::string(1'000'000, '\n'));
  EXPECT_EQ(error_of("fits.toml"), "no error");
  write("large.toml", std::string(1'000'001, '\n'));
  EXPECT_THAT(error_of("large.toml"), HasSubstr("large.toml is larger than 1 MB."));
}

}  // namespace
}  // namespace tetlo
