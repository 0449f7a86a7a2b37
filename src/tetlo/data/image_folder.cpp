// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/image_folder.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

#include "tetlo/data/image_survey.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr Purpose kTestImages = purpose("test images of a folder");
constexpr int64_t kMebibyte = 1 << 20;
constexpr int64_t kUnequal = 2;  ///< times as many images

using Images = std::vector<ListedImage>;

/// Leaves out what cannot be decoded, or throws Error.
void without_unreadable(ImageList& list, const Survey& survey, Unreadable action) {
  const auto& faults = survey.unreadable;
  if (faults.empty()) return;
  require(
      action == Unreadable::kSkip,
      "{} of {} image files cannot be used (data.unreadable = \"skip\" leaves them out, and tetlo "
      "data check lists them); the first: {}",
      faults.size(), list.train.size() + list.validation.size() + list.test.size(),
      faults.front().reason);
  std::set<std::string> paths;
  for (const auto& [path, _] : faults) paths.insert(path);
  for (Images* part : {&list.train, &list.validation, &list.test}) {
    std::erase_if(*part, [&](const ListedImage& image) { return paths.contains(image.path); });
  }
}

/// Takes a share of each class, at least one image, out of the list and returns it.
Images take_share(Images& images, int64_t classes, double share, uint64_t seed) {
  Images taken, left;
  for (int64_t label = 0; label < classes; ++label) {
    Images of_class;
    std::copy_if(images.begin(), images.end(), std::back_inserter(of_class),
                 [&](const ListedImage& image) { return image.label == label; });
    const auto count = std::ssize(of_class);
    const auto wanted = std::llround(share * static_cast<double>(count));
    const int64_t most = std::clamp<int64_t>(wanted, std::min<int64_t>(count, 1), count);
    const auto order = Random(seed, kTestImages, static_cast<uint64_t>(label)).permutation(count);
    for (int64_t i = 0; i < count; ++i) {
      (i < most ? taken : left)
          .push_back(of_class[static_cast<size_t>(order[static_cast<size_t>(i)])]);
    }
  }
  const auto by_path = [](const ListedImage& a, const ListedImage& b) {
    return std::tie(a.label, a.path) < std::tie(b.label, b.path);
  };
  std::sort(taken.begin(), taken.end(), by_path);
  std::sort(left.begin(), left.end(), by_path);
  images = left;
  return taken;
}

/// The images of each class of a part. Throws Error if a class has none.
std::vector<int64_t> counted(const Images& images, const ImageList& list, const char* part) {
  std::vector<int64_t> counts(list.classes.size());
  for (const ListedImage& image : images) ++counts[static_cast<size_t>(image.label)];
  for (size_t c = 0; c < counts.size(); ++c) {
    require(images.empty() || counts[c] > 0,
            "The class \"{}\" has no {} image left; with one image only, it is kept for the test.",
            list.classes[c], part);
  }
  return counts;
}

/// The bytes of the files of all parts, or `most` if they are more.
int64_t bytes_in(const ImageList& list, int64_t most) {
  int64_t sum = 0;
  for (const Images* part : {&list.train, &list.validation, &list.test}) {
    for (const ListedImage& image : *part) {
      if (sum >= most) return most;
      std::error_code gone;  // reported when the file is read
      const auto bytes = std::filesystem::file_size(image.path, gone);
      if (!gone) sum += static_cast<int64_t>(bytes);
    }
  }
  return std::min(sum, most);
}

nlohmann::json record_of(const ImageList& list, const Survey& survey) {
  nlohmann::json unreadable = nlohmann::json::array();
  for (const auto& [path, reason] : survey.unreadable) unreadable.push_back(reason);
  return {{"classes", list.classes},
          {"images_per_class",
           {{"train", counted(list.train, list, "training")},
            {"validation", counted(list.validation, list, "validation")},
            {"test", counted(list.test, list, "test")}}},
          {"skipped", unreadable}};
}

/// Says so if some classes have far more images than others.
std::string remark_of(const std::vector<int64_t>& images) {
  const auto [least, most] = std::minmax_element(images.begin(), images.end());
  if (*most < kUnequal * *least) return "";
  return fmt::format(
      "Classes have from {} to {} training images; search.class_balanced=true and "
      "evaluate.class_balanced=true give rare classes more weight.",
      *least, *most);
}

}  // namespace

DataSource open_image_folder(const std::string& folder, const DataOptions& options) {
  const ImageFileOptions& files = options.files;
  ImageList list = list_images(folder, files.labels);
  const Survey found = survey(
      list, {.side = files.image_size, .middle = files.test_middle, .workers = options.workers});
  without_unreadable(list, found, files.unreadable);
  const auto classes = static_cast<int64_t>(list.classes.size());
  if (list.test.empty()) {
    list.test = std::exchange(list.validation, {});
  }
  if (list.test.empty()) {
    list.test =
        take_share(list.train, classes, files.test_share, static_cast<uint64_t>(files.test_seed));
  }
  View view{.side = files.image_size, .grey = found.grey, .middle = files.test_middle};
  if (files.training_crop == TrainingCrop::kRectangle) view.random = {.least = files.least_area};
  const int64_t memory = files.memory * kMebibyte;
  const auto store = std::make_shared<FileStore>(memory);
  const nlohmann::json record = record_of(list, found);
  const auto dataset = [&](const Images& images) -> std::shared_ptr<const Dataset> {
    if (images.empty()) return nullptr;
    return std::make_shared<ImageFiles>(images, view, store);
  };
  std::string remark = remark_of(record["images_per_class"]["train"]);
  return {.train = dataset(list.train),
          .test = dataset(list.test),
          .validation = dataset(list.validation),
          .classes = classes,
          .channels = found.grey ? 1 : 3,
          .height = files.image_size,
          .width = files.image_size,
          .growth = bytes_in(list, memory),
          .normalisation = found.normalisation,
          .class_names = list.classes,
          .record = record,
          .remark = remark};
}

}  // namespace tetlo
