// SPDX-License-Identifier: Apache-2.0
// Searches and trainings on a folder of image files, as a user makes them.
#include <nlohmann/json.hpp>

#include "program.h"

namespace tetlo {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

constexpr const char* kNoSample = "no imagenette-sample in TETLO_DATA or ../shared/data";

/// Twelve files of each of two classes, in several formats, and a cache folder of its own.
struct Photographs : TemporaryFolder {
  Photographs() {
    setenv("XDG_CACHE_HOME", path("cache").c_str(), 1);
    const char* const files[] = {"half-colour.jpg", "rgb.png",     "orientation-6.jpg",
                                 "cmyk.jpg",        "palette.png", "large.jpg"};
    for (int i = 0; i < 12; ++i) {
      add(fmt::format("photos/cats/{}.JPG", i), files[i % 6]);
      add(fmt::format("photos/dogs/{}.jpeg", i), files[(i + 3) % 6]);
    }
  }
  ~Photographs() { unsetenv("XDG_CACHE_HOME"); }

  void add(const std::string& name, const std::string& source) const {
    fs::create_directories(fs::path(path(name)).parent_path());
    fs::copy_file("tests/images/" + source, path(name));
  }

  /// A command on these images that takes about a second for each epoch.
  Arguments command(const std::string& name, const std::string& out,
                    const Arguments& options = {}) const {
    Arguments arguments{name, "--out", out, "--threads", "1"};
    Arguments all{"data.name=folder",   "data.folder=" + path("photos"),
                  "network.channels=4", "network.cells=3",
                  "data.image_size=16", name + ".batch_size=4",
                  name + ".epochs=2"};
    all.insert(all.end(), options.begin(), options.end());
    if (name == "evaluate") {
      all.emplace_back("evaluate.auxiliary_weight=0");
      arguments.insert(arguments.end(), {"--genotype", "DARTS_V1"});
    }
    for (const std::string& option : all) arguments.insert(arguments.end(), {"--set", option});
    return arguments;
  }
};

TEST(ImageFolderSlow, IsSearchedAndTrainedOn) {
  const Photographs photographs;
  const TemporaryFolder folder;
  const std::string out = folder.path("search"), trained = folder.path("trained");
  const Result found = run_program(photographs.command("search", out));
  ASSERT_EQ(found.exit_code, 0) << found.errors;
  const auto images = nlohmann::json::parse(read_file(out + "/images.json"));
  EXPECT_EQ(images["classes"], (std::vector<std::string>{"cats", "dogs"}));
  EXPECT_EQ(images["images_per_class"]["test"], (std::vector<int64_t>{2, 2}));
  const Result result = run_program(photographs.command("evaluate", trained));
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_TRUE(exists(trained + "/images.json"));
}

// On the images of the test, with the accuracy that the training has found there.
TEST(ImageFolderSlow, IsPredictedByWhatWasTrainedOnIt) {
  const Photographs photographs;
  for (int i = 0; i < 12; ++i) {
    for (const char* part : {"train", "test"}) {
      photographs.add(fmt::format("parts/{}/dogs/{}.jpg", part, i), "large.jpg");
      photographs.add(fmt::format("parts/{}/cats/{}.jpg", part, i),
                      i % 2 == 0 ? "half-colour.jpg" : "cmyk.jpg");
    }
  }
  const std::string run = photographs.path("run"), parts = photographs.path("parts");
  const Result trained = run_program(photographs.command(
      "evaluate", run, {"data.folder=" + parts, "evaluate.epochs=1", "evaluate.drop_path=0"}));
  ASSERT_EQ(trained.exit_code, 0) << trained.errors;
  const auto summary = nlohmann::json::parse(read_file(run + "/summary.json"));
  const double accuracy = summary["figures"]["test_accuracy"].get<double>();
  fs::remove_all(parts + "/train");  // what was learned from is not needed any more
  const Result all = run_program({"predict", run, parts + "/test", "--json"});
  ASSERT_EQ(all.exit_code, 0) << all.errors;
  const auto predicted = nlohmann::json::parse(all.output);
  EXPECT_NEAR(predicted["accuracy"].get<double>(), accuracy, 1e-9);
  EXPECT_EQ(predicted["images"].size(), 24U);
  EXPECT_EQ(predicted["rows"].size(), 2U);
  const std::string table = read_file(run + "/confusion.csv");
  const Result again = run_program({"predict", run, parts + "/test", "--csv", "--out", parts});
  EXPECT_EQ(again.output, table);
  EXPECT_EQ(read_file(parts + "/confusion.svg"), read_file(run + "/confusion.svg"));
  const Result one = run_program({"predict", run, parts + "/test/dogs/3.jpg", "--top", "2"});
  EXPECT_THAT(one.output, AllOf(HasSubstr("dogs/3.jpg  "), HasSubstr("cats "), HasSubstr("dogs ")));
  const Result csv = run_program({"predict", run, parts + "/test/dogs/3.jpg", "--csv"});
  EXPECT_THAT(csv.output, testing::StartsWith("image,class,probability\n"));
  const Result search = run_program({"predict", photographs.path("photos"), parts});
  EXPECT_EQ(search.exit_code, 2);
  EXPECT_THAT(search.errors, HasSubstr("is no run folder of tetlo evaluate"));
}

TEST(ImageFolderSlow, BecomesAPredictorInOneCommand) {
  const Photographs photographs;
  const std::string out = photographs.path("fit");
  const Arguments fit = {"fit",          photographs.path("photos"),
                         "--out",        out,
                         "--minutes",    "1",
                         "--image-size", "16",
                         "--threads",    "1"};
  {
    const TemporaryFolder scratch;
    const Program program(fit, scratch);
    ASSERT_TRUE(wait_for([&] { return exists(out + "/network/metrics.jsonl"); }));
    program.send(SIGTERM);
    const Result stopped = program.wait();
    EXPECT_EQ(stopped.exit_code, 130) << stopped.errors;
    EXPECT_THAT(stopped.errors, HasSubstr("continue with tetlo fit "));
  }
  EXPECT_EQ(run_program(fit).exit_code, 2);
  Arguments again = fit;
  again.emplace_back("--resume");
  const Result result = run_program(again);
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_THAT(result.errors, HasSubstr("20 images of 2 classes to learn from and 4 for the test"));
  EXPECT_THAT(result.output, HasSubstr("To predict  tetlo predict " + out + "/network IMAGE\n"));
  const Result predicted =
      run_program({"predict", out + "/network", photographs.path("photos/dogs/3.jpeg")});
  EXPECT_EQ(predicted.exit_code, 0) << predicted.errors;
  EXPECT_THAT(predicted.output, HasSubstr("dogs "));
  // What is finished is not done again.
  const std::string log = read_file(out + "/search/log.txt");
  EXPECT_EQ(run_program(again).exit_code, 0);
  EXPECT_EQ(read_file(out + "/search/log.txt"), log);
}

TEST(ImageFolderSlow, GivesTheSameBitsWithMoreWorkersAndWithoutMemoryForFiles) {
  const Photographs photographs;
  const TemporaryFolder folder;
  const auto metrics = [&](const std::string& name, const Arguments& options) {
    const std::string out = folder.path(name);
    EXPECT_EQ(run_program(photographs.command("search", out, options)).exit_code, 0);
    return read_file(out + "/metrics.jsonl");
  };
  const std::string usual = metrics("usual", {});
  EXPECT_EQ(metrics("workers", {"data.workers=4"}), usual);
  EXPECT_EQ(metrics("streamed", {"data.memory=0"}), usual);
  EXPECT_NE(metrics("middle", {"data.training_crop=middle"}), usual);
}

/// Compares a run with one that was killed after its first epoch and resumed.
void expect_same_bits_after_a_kill(const std::string& command, const Arguments& options) {
  const Photographs photographs;
  const std::string whole = photographs.path("whole"), killed = photographs.path("killed");
  ASSERT_EQ(run_program(photographs.command(command, whole, options)).exit_code, 0);
  {
    const TemporaryFolder scratch;
    const Program program(photographs.command(command, killed, options), scratch);
    ASSERT_TRUE(wait_for([&] { return exists(killed + "/metrics.jsonl"); }));
    program.send(SIGKILL);
    program.wait();
  }
  ASSERT_EQ(run_program({command, "--resume", "--out", killed}).exit_code, 0);
  EXPECT_EQ(read_file(killed + "/metrics.jsonl"), read_file(whole + "/metrics.jsonl"));
}

TEST(ImageFolderSlow, GoesOnWithTheSameBitsAfterItWasKilled) {
  expect_same_bits_after_a_kill("search", {"search.epochs=3"});
}

TEST(ImageFolderSlow, OfImageNetGoesOnWithTheSameBitsAfterItWasKilled) {
  const std::string images = shared_data("imagenette-sample");
  if (images.empty()) GTEST_SKIP() << kNoSample;
  const Arguments large = {"data.folder=" + images, "data.image_size=224", "data.workers=2"};
  for (const char* command : {"search", "evaluate"}) expect_same_bits_after_a_kill(command, large);
}

// With the shares of 10 % and 2.5 %, which are one image of each class.
TEST(ImageFolderSlow, OfImageNetIsSearchedAndTrainedOnByEveryConfigurationForIt) {
  const std::string images = shared_data("imagenette-sample");
  if (images.empty()) GTEST_SKIP() << kNoSample;
  int files = 0;
  for (const auto& entry : fs::directory_iterator("configs")) {
    const std::string file = entry.path();
    if (!file.ends_with("-imagenet.toml")) continue;
    const TemporaryFolder folder;
    const bool trains = entry.path().filename().string().starts_with("evaluate");
    Arguments arguments = {trains ? "evaluate" : "search",
                           "--config",
                           file,
                           "--set",
                           "scale=smoke",
                           "--set",
                           "data.folder=" + images,
                           "--out",
                           folder.path("run")};
    if (trains) arguments.insert(arguments.end(), {"--genotype", "PC_DARTS_cifar"});
    const Result result = run_program(arguments);
    EXPECT_EQ(result.exit_code, 0) << file << ": " << result.errors;
    EXPECT_TRUE(exists(folder.path("run/genotype.txt"))) << file;
    ++files;
  }
  EXPECT_EQ(files, 9);
}

TEST(ImageFolderSlow, OfEverySizeIsSearchedTrainedOnAndPredicted) {
  const Photographs photographs;
  for (const int side : {16, 21, 33, 64, 97, 224}) {
    const std::string size = fmt::format("data.image_size={}", side);
    const std::string search = photographs.path(fmt::format("search-{}", side)),
                      run = photographs.path(fmt::format("run-{}", side));
    const Result found = run_program(photographs.command("search", search, {size}));
    ASSERT_EQ(found.exit_code, 0) << side << found.errors;
    const Result trained = run_program(photographs.command("evaluate", run, {size}));
    ASSERT_EQ(trained.exit_code, 0) << side << trained.errors;
    const Result predicted = run_program({"predict", run, photographs.path("photos/dogs/3.jpeg")});
    EXPECT_THAT(predicted.output, HasSubstr("dogs ")) << side;
  }
}

TEST(ImageFolderSlow, IsCheckedAndDrawn) {
  const Photographs photographs;
  const Arguments set = {"--set", "data.name=folder", "--set",
                         "data.folder=" + photographs.path("photos")};
  const auto data = [&](Arguments arguments) {
    arguments.insert(arguments.end(), set.begin(), set.end());
    return run_program(arguments);
  };
  const Result whole = data({"data", "check"});
  EXPECT_EQ(whole.exit_code, 0) << whole.errors;
  EXPECT_THAT(whole.output, HasSubstr("cats   10        2"));
  write_file(photographs.path("photos/cats/x.jpg"), "no image");
  const Result broken = data({"data", "check"});
  EXPECT_EQ(broken.exit_code, 1);
  EXPECT_THAT(broken.output, HasSubstr("cats/x.jpg is no image; it must be a JPEG or a PNG file."));
  const std::string png = photographs.path("sheet.png");
  EXPECT_EQ(data({"data", "sheet", "--out", png}).exit_code, 0);
  EXPECT_EQ(read_file(png).substr(1, 3), "PNG");
  const Result search = run_program(photographs.command("search", photographs.path("run")));
  EXPECT_EQ(search.exit_code, 2);
  EXPECT_THAT(search.errors, HasSubstr("1 of 25 image files cannot be used"));
  const Result fit =
      run_program({"fit", photographs.path("photos"), "--out", photographs.path("run")});
  EXPECT_EQ(fit.exit_code, 2);
  EXPECT_THAT(fit.errors, HasSubstr("1 of 25 image files cannot be used"));
  EXPECT_FALSE(exists(photographs.path("run")));
}

}  // namespace
}  // namespace tetlo
