// SPDX-License-Identifier: Apache-2.0
// Data for tests: the shared real data sets, and small files and images that a test makes itself.
//
// Checkable: shared_data("cifar-10") is $TETLO_DATA/cifar-10 if that is a folder.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "tetlo/data/dataset.h"
#include "tetlo/util/error.h"

namespace tetlo {

using Bytes = std::vector<uint8_t>;

/// The folder of a real data set in $TETLO_DATA or, if that is not set, in ../shared/data; empty if
/// it is absent.
inline std::string shared_data(const std::string& name) {
  const char* data = std::getenv("TETLO_DATA");
  const auto folder = std::filesystem::path(data != nullptr ? data : "../shared/data") / name;
  return std::filesystem::is_directory(folder) ? folder.string() : "";
}

/// An empty folder that is removed at the end of the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "tetlo-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string path(const std::string& name = "") const { return (path_ / name).string(); }

  std::string write(const std::string& name, const Bytes& bytes) const {
    std::ofstream file(path_ / name, std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
    return path(name);
  }

  std::string write_gzip(const std::string& name, const Bytes& bytes) const {
    const gzFile file = gzopen(path(name).c_str(), "wb");
    gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
    gzclose(file);
    return path(name);
  }

 private:
  std::filesystem::path path_;
};

/// Images [count, channels, side, side] with labels 0, …, count − 1; every pixel of an image equals
/// its label.
inline std::shared_ptr<const MemoryDataset> numbered_images(int64_t count, int64_t channels = 1,
                                                            int64_t side = 4) {
  const Tensor labels = torch::arange(count, torch::kInt64);
  const Tensor images = labels.to(torch::kUInt8).view({count, 1, 1, 1});
  return std::make_shared<MemoryDataset>(images.expand({count, channels, side, side}), labels,
                                         count, "numbered");
}

/// The text of the Error that `action` throws, or "no error".
template <typename Action>
std::string error_of(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace tetlo
