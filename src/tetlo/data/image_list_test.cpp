// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/image_list.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "tetlo/data/test_data.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A folder in which empty files can be made.
struct Files : TemporaryFolder {
  explicit Files(const std::vector<std::string>& names) {
    for (const std::string& name : names) add(name);
  }
  void add(const std::string& name, const std::string& content = "") const {
    std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
    write_file(path(name), content);
  }
};

/// Paths within the folder, with their labels.
std::vector<std::string> shown(const std::vector<ListedImage>& images, const Files& files) {
  std::vector<std::string> all;
  for (const auto& [path, label] : images) {
    all.push_back(fmt::format("{} {}", path.substr(files.path().size()), label));
  }
  return all;
}

std::string error_of(const Files& files, const std::string& labels = "") {
  return tetlo::error_of([&] { list_images(files.path(), labels); });
}

TEST(ImageList, HasTheFilesOfEachFolderInTheOrderOfTheirBytes) {
  const Files files({"b/2.JPEG", "b/1.jpg", "B/x.Png", "b/deep/3.jpeg", "b/notes.txt",
                     "b/.hidden.jpg", ".git/a.jpg", "readme.md"});
  const ImageList list = list_images(files.path());
  EXPECT_THAT(list.classes, ElementsAre("B", "b"));
  EXPECT_THAT(shown(list.train, files),
              ElementsAre("B/x.Png 0", "b/1.jpg 1", "b/2.JPEG 1", "b/deep/3.jpeg 1"));
  EXPECT_THAT(list.validation, IsEmpty());
  EXPECT_THAT(list.test, IsEmpty());
}

TEST(ImageList, HasTheParts) {
  const Files files(
      {"train/a/1.jpg", "train/b/2.jpg", "val/a/3.jpg", "val/b/4.jpg", "more/c/5.jpg"});
  const ImageList list = list_images(files.path());
  EXPECT_THAT(shown(list.train, files), ElementsAre("train/a/1.jpg 0", "train/b/2.jpg 1"));
  EXPECT_THAT(shown(list.validation, files), ElementsAre("val/a/3.jpg 0", "val/b/4.jpg 1"));
  EXPECT_THAT(list.test, IsEmpty());
}

TEST(ImageList, OfACsvFileHasItsLabels) {
  const Files files({});
  files.add("labels.csv", "path,label\nsome, where.jpg,cat\nx.png,dog\r\na/b.jpg,cat\n");
  const ImageList list = list_images(files.path(), files.path("labels.csv"));
  EXPECT_THAT(list.classes, ElementsAre("cat", "dog"));
  EXPECT_THAT(shown(list.train, files), ElementsAre("a/b.jpg 0", "some, where.jpg 0", "x.png 1"));
}

TEST(ImageList, OfACsvFileHasThePartsWithWhichAllPathsBegin) {
  const Files files({});
  files.add("labels.csv", "train/1.jpg,a\ntrain/2.jpg,b\ntest/3.jpg,a\ntest/4.jpg,b\n");
  const ImageList list = list_images(files.path(), files.path("labels.csv"));
  EXPECT_EQ(list.train.size(), 2U);
  EXPECT_THAT(shown(list.test, files), ElementsAre("test/3.jpg 0", "test/4.jpg 1"));
}

TEST(ImageList, IsRefusedWithTheNameConcerned) {
  EXPECT_EQ(error_of(Files({"train/cats/1.jpg", "train/dogs/1.jpg", "val/cats/2.jpg"})),
            "The class \"dogs\" is in the part train, but not in val.");
  EXPECT_EQ(error_of(Files({"train/cats/1.jpg", "val/cats/1.jpg", "val/dogs/2.jpg"})),
            "The class \"dogs\" is in the part val, but not in train.");
  const Files one({"cats/1.jpg"});
  EXPECT_EQ(error_of(one), one.path() + " has 1 classes; there must be at least two.");
  const Files none({"cats/1.jpg", "dogs/1.webp"});
  EXPECT_EQ(error_of(none), "The folder " + none.path("dogs") +
                                " has no images (files that end in .jpg, .jpeg or .png).");
  const Files csv({});
  csv.add("labels.csv", "1.jpg,a\n2.jpg\n");
  EXPECT_EQ(error_of(csv, csv.path("labels.csv")),
            csv.path("labels.csv") + ":2: \"2.jpg\" is not of the form path,label.");
  EXPECT_EQ(
      tetlo::error_of([] { list_images("/dev/null"); }),
      "/dev/null is no folder; data.folder must be one with a folder of images for each class.");
}

TEST(ImageList, FollowsNoLinkInACircle) {
  const Files files({"a/1.jpg", "b/2.jpg"});
  std::filesystem::create_directory_symlink(files.path(), files.path("a/circle"));
  std::filesystem::create_symlink("itself.jpg", files.path("a/itself.jpg"));
  EXPECT_THAT(shown(list_images(files.path()).train, files),
              ElementsAre("a/1.jpg 0", "a/itself.jpg 0", "b/2.jpg 1"));
}

}  // namespace
}  // namespace tetlo
