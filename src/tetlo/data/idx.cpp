// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/idx.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <limits>
#include <vector>

#include "tetlo/util/error.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

constexpr uint32_t kMagic = 0x00000800;  // unsigned bytes; the number of dimensions is added

/// A plain or gzip file that is read from front to back.
class ByteFile {
 public:
  explicit ByteFile(const std::string& path) : path_(path) {
    if (is_regular_file(path)) {
      packed_ = static_cast<int64_t>(std::filesystem::file_size(path));
      file_ = gzopen(path.c_str(), "rb");
    }
    require(file_ != nullptr, "{} cannot be opened for reading.", path);
    gzbuffer(file_, 1U << 17);
  }
  ~ByteFile() { gzclose(file_); }
  ByteFile(const ByteFile&) = delete;
  ByteFile& operator=(const ByteFile&) = delete;

  /// Reads `count` bytes, or fewer at the end of the file.
  std::vector<uint8_t> read(int64_t count) {
    // A damaged header cannot request more memory than the file can unpack to, and pages that are
    // never written cost none.
    constexpr int64_t kStep = int64_t{1} << 24, kMostUnpacked = 1032;
    std::vector<uint8_t> bytes;
    bytes.reserve(static_cast<size_t>(std::min(count, kMostUnpacked * packed_)));
    while (count > 0) {
      const auto step = static_cast<size_t>(std::min(count, kStep));
      const size_t before = bytes.size();
      bytes.resize(before + step);
      const size_t got = read_into(bytes.data() + before, step);
      bytes.resize(before + got);
      if (got < step) break;
      count -= static_cast<int64_t>(step);
    }
    return bytes;
  }

 private:
  size_t read_into(uint8_t* target, size_t count) {
    const int got = gzread(file_, target, static_cast<unsigned>(count));
    require(got >= 0, "{} is damaged; it must be a plain or a gzip file.", path_);
    return static_cast<size_t>(got);
  }

  std::string path_;
  int64_t packed_ = 0;  ///< bytes of the file
  gzFile file_ = nullptr;
};

uint32_t big_endian(const uint8_t* bytes) {
  return (uint32_t{bytes[0]} << 24) | (uint32_t{bytes[1]} << 16) | (uint32_t{bytes[2]} << 8) |
         uint32_t{bytes[3]};
}

struct Array {
  std::vector<int64_t> sizes;
  std::vector<uint8_t> bytes;
};

std::vector<int64_t> read_sizes(ByteFile& file, size_t dimensions, const std::string& path) {
  const auto header = file.read(static_cast<int64_t>(4 * dimensions));
  require(header.size() == 4 * dimensions,
          "{} is truncated: it has {} bytes, and its header alone must have {}.", path,
          4 + header.size(), 4 + 4 * dimensions);
  std::vector<int64_t> sizes;
  for (size_t i = 0; i < dimensions; ++i) sizes.push_back(big_endian(header.data() + 4 * i));
  return sizes;
}

int64_t product(const std::vector<int64_t>& sizes, const std::string& path) {
  constexpr int64_t kMaximum = int64_t{1} << 48;
  int64_t count = 1;
  for (const int64_t size : sizes) {
    require(size == 0 || count <= kMaximum / size,
            "{} is damaged: the sizes {} of its header ask for more than 2^48 bytes.", path,
            fmt::join(sizes, "x"));
    count *= size;
  }
  return count;
}

/// Reads the array of a file, which must have from `minimum` to `maximum` dimensions.
Array read_array(const std::string& path, size_t minimum, size_t maximum) {
  ByteFile file(path);
  const auto start = file.read(4);
  require(start.size() == 4, "{} is truncated: it has {} bytes, and its header alone must have {}.",
          path, start.size(), 4 + 4 * minimum);
  const uint32_t magic = big_endian(start.data());
  require(magic >= kMagic + minimum && magic <= kMagic + maximum,
          "{} starts with {:#010x}; an IDX file of this kind must start with {:#010x}{}.", path,
          magic, kMagic + minimum,
          maximum > minimum ? fmt::format(" or {:#010x}", kMagic + maximum) : "");
  Array array;
  array.sizes = read_sizes(file, magic - kMagic, path);
  const int64_t expected = product(array.sizes, path);
  array.bytes = file.read(expected);
  const auto header = static_cast<int64_t>(4 + 4 * array.sizes.size());
  const auto found = static_cast<int64_t>(array.bytes.size());
  require(found == expected, "{} is truncated: it has {} bytes, and it must have {}.", path,
          header + found, header + expected);
  require(file.read(1).empty(), "{} has trailing bytes; it must end after {} bytes.", path,
          header + expected);
  return array;
}

std::string find_file(const std::string& folder, const std::vector<std::string>& names) {
  for (const auto& name : names) {
    for (const char* ending : {"", ".gz"}) {
      const auto path = std::filesystem::path(folder) / (name + ending);
      if (std::filesystem::exists(path)) return path.string();
    }
  }
  fail("{} has no file {}, plain or with .gz; a folder of IDX files must have one.", folder,
       names.front());
}

}  // namespace

Tensor read_idx_images(const std::string& path) {
  Array array = read_array(path, 3, 4);
  auto& sizes = array.sizes;
  if (sizes.size() == 3) sizes.insert(sizes.begin() + 1, 1);
  require(sizes[1] == 1 || sizes[1] == 3,
          "{} has images with {} channels; an image must have one or three channels.", path,
          sizes[1]);
  // The tensor keeps the bytes where they are.
  const auto bytes = std::make_shared<std::vector<uint8_t>>(std::move(array.bytes));
  return torch::from_blob(
      bytes->data(), sizes, [bytes](void*) {}, torch::kUInt8);
}

Tensor read_idx_labels(const std::string& path) {
  const Array array = read_array(path, 1, 1);
  Tensor labels = torch::empty(array.sizes, torch::kInt64);
  std::copy(array.bytes.begin(), array.bytes.end(), labels.data_ptr<int64_t>());
  return labels;
}

std::shared_ptr<const MemoryDataset> read_idx(const std::string& folder, Part part,
                                              int64_t classes) {
  const std::string half = part == Part::kTrain ? "train" : "t10k";
  const auto image_path =
      find_file(folder, {half + "-images-idx3-ubyte", half + "-images-idx4-ubyte"});
  const auto label_path = find_file(folder, {half + "-labels-idx1-ubyte"});
  const Tensor images = read_idx_images(image_path);
  const Tensor labels = read_idx_labels(label_path);
  require(images.size(0) == labels.size(0),
          "{} has {} labels, but {} has {} images; the counts must agree.", label_path,
          labels.size(0), image_path, images.size(0));
  if (classes == 0 && labels.size(0) > 0) classes = labels.max().item<int64_t>() + 1;
  return std::make_shared<MemoryDataset>(images, labels, classes, label_path);
}

}  // namespace tetlo
