// SPDX-License-Identifier: Apache-2.0
// Draws rows of small images, with captions and frames, as one PNG picture.
//
//   title of the first group          title of the second group
//   ┌───────┐ ┌───────┐ ┌ ─ ─ ─ ┐     ┌───────┐ ┌ ─ ─ ─ ┐
//   │ image │ │ image │ │ image │     │ image │ │ image │
//   └───────┘ └───────┘ └ ─ ─ ─ ┘     └───────┘ └ ─ ─ ─ ┘
//    caption   caption   caption       caption   caption
//   note
//
// The columns form groups with a space between them. Frames differ in their line as well as in
// colour, so that a grey print can be read.
//
// Checkable: the sheet of 2 rows with groups of 1 and 4 columns is 622 pixels wide.
#pragma once

#include <string>
#include <vector>

#include "tetlo/util/tensor.h"

namespace tetlo {

enum class Frame { kNone, kSolid, kDashed };

struct Tile {
  Tensor image;  ///< uint8 [1 or 3, H, W]
  std::string caption = {};
  Frame frame = Frame::kNone;
};

struct TileGroup {
  std::string title = {}, subtitle = {};
  size_t columns = 1;
};

struct ContactSheet {
  std::vector<TileGroup> groups;
  std::vector<std::vector<Tile>> rows;  ///< each with the tiles of all groups
  std::string note = {};
};

/// Writes the picture. Throws Error if the file cannot be written.
void draw_contact_sheet(const ContactSheet& sheet, const std::string& png);

}  // namespace tetlo
