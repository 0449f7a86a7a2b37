// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/cifar.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <vector>

#include "tetlo/util/error.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

constexpr int64_t kPixels = 3 * 32 * 32;

/// The layout of a record. If it has several label bytes, the last one is used.
struct Layout {
  int64_t label_bytes;
  int64_t classes;
  int64_t record() const { return label_bytes + kPixels; }
};

struct Records {
  Tensor images;
  Tensor labels;
};

std::vector<char> read_bytes(const std::string& path) {
  std::ifstream file;
  if (is_regular_file(path)) file.open(path, std::ios::binary | std::ios::ate);
  require(file.is_open(), "{} cannot be read; the binary version of CIFAR must have this file.",
          path);
  std::vector<char> bytes(static_cast<size_t>(file.tellg()));
  file.seekg(0);
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  require(file.good(), "{} cannot be read to its end.", path);
  return bytes;
}

Records read_file(const std::string& path, const Layout& layout) {
  const auto bytes = read_bytes(path);
  const auto size = static_cast<int64_t>(bytes.size());
  require(size > 0 && size % layout.record() == 0,
          "{} has {} bytes; it must have a whole number of records of {} bytes.", path, size,
          layout.record());
  const int64_t count = size / layout.record();
  Records records{torch::empty({count, 3, 32, 32}, torch::kUInt8),
                  torch::empty({count}, torch::kInt64)};
  for (int64_t i = 0; i < count; ++i) {
    const char* pixels = bytes.data() + i * layout.record() + layout.label_bytes;
    records.labels.data_ptr<int64_t>()[i] = static_cast<uint8_t>(pixels[-1]);
    std::copy_n(pixels, kPixels, records.images.data_ptr<uint8_t>() + i * kPixels);
  }
  check_labels(records.labels, layout.classes, path);
  return records;
}

std::shared_ptr<const MemoryDataset> read_files(const std::string& folder,
                                                const std::vector<std::string>& names,
                                                const Layout& layout) {
  std::vector<Tensor> images, labels;
  for (const auto& name : names) {
    const Records records = read_file((std::filesystem::path(folder) / name).string(), layout);
    images.push_back(records.images);
    labels.push_back(records.labels);
  }
  return std::make_shared<MemoryDataset>(torch::cat(images), torch::cat(labels), layout.classes,
                                         folder);
}

/// The names data_batch_1.bin to data_batch_n.bin, where n is the number of such files in the
/// folder. A gap in their numbers is therefore noticed as a missing file.
std::vector<std::string> training_batches(const std::string& folder) {
  int64_t count = 0;
  std::error_code no_folder;
  for (const auto& entry : std::filesystem::directory_iterator(folder, no_folder)) {
    const auto name = entry.path().filename().string();
    if (name.starts_with("data_batch_") && name.ends_with(".bin")) ++count;
  }
  std::vector<std::string> names;
  for (int64_t i = 1; i <= std::max<int64_t>(1, count); ++i) {
    names.push_back(fmt::format("data_batch_{}.bin", i));
  }
  return names;
}

}  // namespace

std::shared_ptr<const MemoryDataset> read_cifar10(const std::string& folder, Part part) {
  if (part == Part::kTest) return read_files(folder, {"test_batch.bin"}, {1, 10});
  return read_files(folder, training_batches(folder), {1, 10});
}

std::shared_ptr<const MemoryDataset> read_cifar100(const std::string& folder, Part part) {
  return read_files(folder, {part == Part::kTrain ? "train.bin" : "test.bin"}, {2, 100});
}

}  // namespace tetlo
