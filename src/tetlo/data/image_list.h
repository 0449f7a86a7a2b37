// SPDX-License-Identifier: Apache-2.0
// Which image files belong to a data set, and to which class, given by folders or by a CSV file.
//
//   FOLDER/class/…                     one set of images
//   FOLDER/{train,val,test}/class/…    a set for each part that there is; train must be among them
//   a CSV file of path,label           paths relative to FOLDER; if they all begin with the name of
//                                      a part, there are those parts
//
// A class is a folder, and everything in it whose name ends like that of an image file, in capital
// or small letters, is an image of it, also in folders within. Names that begin with a dot are left
// out. Classes are numbered in the order of their names' bytes, and images are in the order of
// their paths' bytes, so that the list is the same on every machine.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tetlo {

struct ListedImage {
  std::string path;
  int64_t label = 0;
};

struct ImageList {
  std::vector<std::string> classes;
  std::vector<ListedImage> train;
  std::vector<ListedImage> validation, test;  ///< empty if there are no such parts
};

/// Lists the images of the folder, or those of the file `labels` if it is not empty. Throws Error,
/// with the name concerned, if there are fewer than two classes or a class has no images in one of
/// the parts.
ImageList list_images(const std::string& folder, const std::string& labels = "");

/// The image files in a folder and the folders within, in the order of their bytes; of a file, the
/// file itself, whatever its name.
std::vector<std::string> image_paths(const std::string& file_or_folder);

}  // namespace tetlo
