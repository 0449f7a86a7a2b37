// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/image_list.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <sstream>

#include "tetlo/util/error.h"
#include "tetlo/util/file.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 3> kParts = {"train", "val", "test"};
constexpr std::array<const char*, 4> kEndings = {".jpg", ".jpeg", ".jpe", ".png"};

/// The paths of the images of each class, in one part.
using Classes = std::map<std::string, std::vector<std::string>>;
/// The part of that name; an unnamed one if there are no parts.
using Parts = std::map<std::string, Classes>;

bool is_image(const fs::path& file) {
  std::string ending = file.extension();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

bool is_folder(const fs::path& path) {
  std::error_code unreadable;
  return fs::is_directory(path, unreadable);
}

/// Everything in a folder that is not hidden, in the order of its bytes.
std::vector<fs::path> contents_of(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> paths;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (!is_hidden(entry->path())) paths.push_back(entry->path());
  }
  require(!error, "The folder {} cannot be read: {}.", folder.string(), error.message());
  std::sort(paths.begin(), paths.end(),
            [](const fs::path& a, const fs::path& b) { return a.native() < b.native(); });
  return paths;
}

/// Adds the images in a folder. Links to folders are not followed below it, so that none is
/// followed in a circle.
void add_images(const fs::path& folder, std::vector<std::string>& images) {
  for (const fs::path& path : contents_of(folder)) {
    if (is_folder(path)) {
      if (!fs::is_symlink(path)) add_images(path, images);
    } else if (is_image(path)) {
      images.push_back(path.string());
    }
  }
}

Classes classes_in(const fs::path& folder) {
  Classes classes;
  for (const fs::path& path : contents_of(folder)) {
    if (!is_folder(path)) continue;
    auto& images = classes[path.filename().string()];
    add_images(path, images);
    require(!images.empty(), "The folder {} has no images (files that end in .jpg, .jpeg or .png).",
            path.string());
  }
  return classes;
}

Parts in_folders(const fs::path& folder) {
  require(is_folder(folder),
          "{} is no folder; data.folder must be one with a folder of images for "
          "each class.",
          folder.string());
  if (!is_folder(folder / kParts.front())) return {{"", classes_in(folder)}};
  Parts parts;
  for (const char* part : kParts) {
    if (is_folder(folder / part)) parts[part] = classes_in(folder / part);
  }
  return parts;
}

struct Row {
  std::string path, label;
};

std::vector<Row> rows_of(const std::string& file) {
  std::istringstream text(read_file(file));
  std::vector<Row> rows;
  int64_t number = 0;
  for (std::string line; std::getline(text, line);) {
    ++number;
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty() || (number == 1 && line == "path,label")) continue;
    const size_t comma = line.rfind(',');
    require(comma != std::string::npos && comma > 0 && comma + 1 < line.size(),
            "{}:{}: \"{}\" is not of the form path,label.", file, number, excerpt(line));
    rows.push_back({line.substr(0, comma), line.substr(comma + 1)});
  }
  require(!rows.empty(), "{} lists no images.", file);
  return rows;
}

/// The part that a relative path begins with; empty if it does not begin with one.
std::string part_of(const std::string& path) {
  const std::string first = path.substr(0, path.find('/'));
  const bool is_part = std::find(kParts.begin(), kParts.end(), first) != kParts.end();
  return is_part ? first : "";
}

Parts in_file(const fs::path& folder, const std::string& labels) {
  const std::vector<Row> rows = rows_of(labels);
  const bool parts = std::all_of(rows.begin(), rows.end(),
                                 [](const Row& row) { return !part_of(row.path).empty(); });
  Parts all;
  for (const auto& [path, label] : rows) {
    all[parts ? part_of(path) : ""][label].push_back((folder / path).string());
  }
  require(!parts || all.contains(kParts.front()), "{} lists no images in {}/.", labels,
          kParts.front());
  for (auto& [_, classes] : all) {
    for (auto& [name, images] : classes) std::sort(images.begin(), images.end());
  }
  return all;
}

/// Throws Error unless both parts have the same classes.
void require_same_classes(const std::pair<const std::string, Classes>& a,
                          const std::pair<const std::string, Classes>& b) {
  for (const auto& [name, _] : a.second) {
    require(b.second.contains(name), "The class \"{}\" is in the part {}, but not in {}.", name,
            a.first, b.first);
  }
}

std::vector<ListedImage> listed(const Parts& parts, const std::string& part) {
  std::vector<ListedImage> images;
  const auto found = parts.find(part);
  if (found == parts.end()) return images;
  int64_t label = 0;
  for (const auto& [_, paths] : found->second) {
    for (const std::string& path : paths) images.push_back({path, label});
    ++label;
  }
  return images;
}

}  // namespace

std::vector<std::string> image_paths(const std::string& file_or_folder) {
  std::vector<std::string> paths;
  if (!is_folder(file_or_folder)) return {file_or_folder};
  add_images(file_or_folder, paths);
  return paths;
}

ImageList list_images(const std::string& folder, const std::string& labels) {
  const Parts parts = labels.empty() ? in_folders(folder) : in_file(folder, labels);
  for (const auto& a : parts) {
    for (const auto& b : parts) require_same_classes(a, b);
  }
  ImageList list;
  for (const auto& [name, _] : parts.begin()->second) list.classes.push_back(name);
  require(list.classes.size() >= 2, "{} has {} classes; there must be at least two.",
          labels.empty() ? folder : labels, list.classes.size());
  const bool divided = !parts.contains("");
  list.train = listed(parts, divided ? kParts[0] : "");
  list.validation = listed(parts, kParts[1]);
  list.test = listed(parts, kParts[2]);
  return list;
}

}  // namespace tetlo
