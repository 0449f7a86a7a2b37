// SPDX-License-Identifier: Apache-2.0
// Folders of image files as data sets.
#include "tetlo/data/image_folder.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>

#include "tetlo/data/image_survey.h"
#include "tetlo/data/test_data.h"
#include "tetlo/images/encoded_image.h"
#include "tetlo/images/resize.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

namespace fs = std::filesystem;

/// A folder of copies of files in tests/images, with an empty cache folder.
class ImageFolder : public testing::Test {
 protected:
  ImageFolder() { setenv("XDG_CACHE_HOME", cache_.path().c_str(), 1); }
  ~ImageFolder() override { unsetenv("XDG_CACHE_HOME"); }

  void add(const std::string& name, const std::string& source) {
    write(name, read_file("tests/images/" + source));
  }
  void write(const std::string& name, const std::string& content) {
    fs::create_directories(fs::path(folder_.path(name)).parent_path());
    write_file(folder_.path(name), content);
  }
  /// Ten images of each of two classes.
  void add_two_classes() {
    for (int i = 0; i < 10; ++i) {
      add(fmt::format("cats/{}.jpg", i), "half-colour.jpg");
      add(fmt::format("dogs/{}.JPEG", i), "rgb.png");
    }
  }
  DataSource open() const { return open_image_folder(folder_.path(), options_); }

  TemporaryFolder folder_, cache_;
  DataOptions options_;
};

TEST_F(ImageFolder, KeepsAShareOfEachClassForTheTestWhateverTheSeedOfTheRun) {
  add_two_classes();
  const DataSource source = open();
  EXPECT_EQ(source.train->size(), 16);
  EXPECT_THAT(images_per_class(*source.test, 2), ElementsAre(2, 2));
  EXPECT_EQ(source.validation, nullptr);
  EXPECT_THAT(source.class_names, ElementsAre("cats", "dogs"));
  EXPECT_EQ(source.channels, 3);
  EXPECT_EQ(source.train->image(0, nullptr).sizes(), (torch::IntArrayRef{3, 32, 32}));
}

TEST_F(ImageFolder, DrawsItsTestImagesByTheirOwnSeed) {
  add_two_classes();
  // A file that no other is like, which is in the test for about a fifth of the seeds.
  add("cats/large.jpg", "large.jpg");
  int tested = 0;
  for (options_.files.test_seed = 0; options_.files.test_seed < 40; ++options_.files.test_seed) {
    const DataSource source = open();
    const Tensor large = ImageFiles({{folder_.path("cats/large.jpg"), 0}}, {.side = 32},
                                    std::make_shared<FileStore>(0))
                             .image(0, nullptr);
    for (int64_t i = 0; i < source.test->size(); ++i) {
      tested += torch::equal(source.test->image(i, nullptr), large) ? 1 : 0;
    }
  }
  EXPECT_GE(tested, 1);
  EXPECT_LE(tested, 20);
}

TEST_F(ImageFolder, TestsOnValUnlessThereIsATestPart) {
  for (const char* part : {"train", "val"}) {
    add(fmt::format("{}/a/1.jpg", part), "half-colour.jpg");
    add(fmt::format("{}/b/1.png", part), "rgb.png");
  }
  add("val/b/2.png", "rgba.png");
  EXPECT_EQ(open().test->size(), 3);
  EXPECT_EQ(open().validation, nullptr);
  add("test/a/1.jpg", "half-colour.jpg");
  add("test/b/1.jpg", "half-colour.jpg");
  EXPECT_EQ(open().test->size(), 2);
  EXPECT_EQ(open().validation->size(), 3);
}

// One image of one grey level a channel would be constant; these vary.
TEST_F(ImageFolder, IsNormalisedByItsTrainingImagesAsTheyAreSeenInATest) {
  add("train/a/1.png", "rgb.png");
  add("train/b/1.jpg", "half-colour.jpg");
  add("test/a/1.png", "black-and-white.png");
  add("test/b/1.png", "black-and-white.png");
  options_.files.image_size = 20;
  options_.files.test_middle = 1;
  const DataSource source = open();
  const ChannelStatistics expected = channel_statistics(*source.train);
  for (size_t c = 0; c < 3; ++c) {
    EXPECT_DOUBLE_EQ(source.normalisation.mean[c], expected.mean[c]);
    EXPECT_DOUBLE_EQ(source.normalisation.deviation[c], expected.deviation[c]);
  }
}

TEST_F(ImageFolder, OfGreyImagesHasOneChannel) {
  for (const char* name : {"train/a/1.jpg", "train/b/1.jpg", "test/a/1.jpg", "test/b/1.jpg"}) {
    add(name, "grey.jpg");
  }
  EXPECT_EQ(open().channels, 1);
  EXPECT_EQ(open().normalisation.mean.size(), 1U);
  add("train/a/2.jpg", "half-colour.jpg");
  EXPECT_EQ(open().channels, 3);
}

TEST_F(ImageFolder, StopsAtUnreadableFilesOrSkipsThem) {
  add_two_classes();
  write("cats/broken.jpg", read_file("tests/images/half-colour.jpg").substr(0, 500));
  fs::create_symlink("itself.jpg", folder_.path("dogs/itself.jpg"));
  EXPECT_THAT(error_of([&] { open(); }), AllOf(HasSubstr("2 of 22 image files cannot be used"),
                                               HasSubstr("broken.jpg is truncated")));
  options_.files.unreadable = Unreadable::kSkip;
  const DataSource source = open();
  EXPECT_EQ(source.train->size() + source.test->size(), 20);
  EXPECT_EQ(source.record["skipped"].size(), 2U);
  EXPECT_THAT(source.record["skipped"][1].get<std::string>(),
              HasSubstr("itself.jpg cannot be read"));
}

TEST_F(ImageFolder, IsSurveyedAgainOnlyIfAFileHasChanged) {
  add_two_classes();
  open();
  const std::string file = fs::directory_iterator(cache_.path("tetlo"))->path().string();
  auto remembered = nlohmann::json::parse(read_file(file));
  remembered["mean"] = {0.1, 0.2, 0.3};
  write_file(file, remembered.dump());
  EXPECT_THAT(open().normalisation.mean, ElementsAre(0.1, 0.2, 0.3));
  add("cats/1.jpg", "full-colour.jpg");
  EXPECT_THAT(open().normalisation.mean, testing::Not(ElementsAre(0.1, 0.2, 0.3)));
}

TEST_F(ImageFolder, HasTheSameImagesWithAndWithoutMemoryForItsFiles) {
  add_two_classes();
  options_.files.image_size = 16;
  const DataSource kept = open();
  options_.files.memory = 0;
  const DataSource read = open();
  for (int64_t i = 0; i < kept.train->size(); ++i) {
    for (int pass = 0; pass < 2; ++pass) {
      Random a(7, purpose("test"), static_cast<uint64_t>(i)), b = a;
      EXPECT_TRUE(torch::equal(kept.train->image(i, &a), read.train->image(i, &b)));
      EXPECT_TRUE(torch::equal(kept.train->image(i, nullptr), read.train->image(i, nullptr)));
    }
  }
}

TEST(ImageFiles, AreSeenAsTheResizedMiddle) {
  const ImageFiles files({{"tests/images/large.jpg", 0}}, {.side = 79, .middle = 1},
                         std::make_shared<FileStore>(0));
  // 158 x 203 pixels, of which the middle 158 are decoded at half the size.
  const Tensor whole = read_image("tests/images/large.jpg").decode();
  const Tensor middle = resized(whole.narrow(1, 22, 158).contiguous(), {79, 79});
  const Tensor image = files.image(0, nullptr);
  ASSERT_EQ(image.sizes(), (torch::IntArrayRef{3, 79, 79}));
  const Tensor difference = image.permute({1, 2, 0}).to(torch::kFloat32) - middle;
  EXPECT_LT(difference.abs().mean().item<float>(), 2.5);
}

TEST(FileStore, KeepsFilesUpToItsLimit) {
  const TemporaryFolder folder;
  const std::string a = folder.write("a", Bytes(1000, 'a')),
                    b = folder.write("b", Bytes(1000, 'b'));
  FileStore store(1500);
  EXPECT_EQ(*store.read(a), std::string(1000, 'a'));
  EXPECT_EQ(*store.read(b), std::string(1000, 'b'));
  EXPECT_LE(store.kept(), 1500);
  EXPECT_GE(store.kept(), 1000);
  fs::remove(a);
  fs::remove(b);
  EXPECT_EQ(*store.read(a), std::string(1000, 'a'));
  EXPECT_EQ(error_of([&] { store.read(b); }), b + " cannot be read.");
}

TEST(FileStore, DoesNotWaitForAPipe) {
  const TemporaryFolder folder;
  ASSERT_EQ(mkfifo(folder.path("pipe").c_str(), 0600), 0);
  EXPECT_EQ(error_of([&] { FileStore(0).read(folder.path("pipe")); }),
            folder.path("pipe") + " cannot be read.");
}

}  // namespace
}  // namespace tetlo
