// SPDX-License-Identifier: Apache-2.0
#include "tetlo/draw/contact_sheet.h"

#include <cairo/cairo.h>
#include <gmock/gmock.h>

#include <cstdint>

#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

Tensor filled(int red, int green, int blue) {
  return torch::tensor({red, green, blue}, torch::kUInt8).view({3, 1, 1}).expand({3, 8, 8});
}

/// A sheet of one column and four, with red, green and blue images and a grey one.
ContactSheet sheet() {
  const Tile red{filled(255, 0, 0)}, green{filled(0, 255, 0), "caption", Frame::kSolid};
  const Tile grey{torch::full({1, 8, 8}, 128, torch::kUInt8), "other", Frame::kDashed};
  const std::vector<Tile> row{red, green, {filled(0, 0, 255)}, grey, red};
  return {.groups = {{.title = "query"}, {"nearest", "of all", 4}}, .rows = {row, row}};
}

/// The drawn picture, read back.
class Drawn {
 public:
  Drawn() {
    draw_contact_sheet(sheet(), folder_.path("sheet.png"));
    surface_ = cairo_image_surface_create_from_png(folder_.path("sheet.png").c_str());
  }
  ~Drawn() { cairo_surface_destroy(surface_); }
  Drawn(const Drawn&) = delete;
  Drawn& operator=(const Drawn&) = delete;

  int width() const { return cairo_image_surface_get_width(surface_); }
  /// The colour as 0xRRGGBB.
  uint32_t at(int x, int y) const {
    const unsigned char* row = cairo_image_surface_get_data(surface_) +
                               static_cast<ptrdiff_t>(y) * cairo_image_surface_get_stride(surface_);
    return reinterpret_cast<const uint32_t*>(row)[x] & 0xFFFFFF;
  }

 private:
  TemporaryFolder folder_;
  cairo_surface_t* surface_;
};

TEST(ContactSheet, HasRoomForAllColumns) { EXPECT_EQ(Drawn().width(), 622); }

TEST(ContactSheet, ShowsImagesInTheirColoursAndOrder) {
  const Drawn drawn;
  const int y = 72 + 48;  // the middle of the first row
  EXPECT_EQ(drawn.at(20 + 48, y), 0xFF0000);
  EXPECT_EQ(drawn.at(164 + 48, y), 0x00FF00);
  EXPECT_EQ(drawn.at(278 + 48, y), 0x0000FF);
  EXPECT_EQ(drawn.at(392 + 48, y), 0x808080);
}

/// Number of white pixels on the upper line of a frame whose image begins at x.
int gaps(const Drawn& drawn, int x) {
  int count = 0;
  for (int i = 0; i < 96; ++i) count += drawn.at(x + i, 70) == 0xFFFFFF ? 1 : 0;
  return count;
}

TEST(ContactSheet, TellsFramesApartByTheirLine) {
  const Drawn drawn;
  EXPECT_EQ(gaps(drawn, 164), 0);   // solid
  EXPECT_EQ(gaps(drawn, 278), 96);  // none
  EXPECT_GT(gaps(drawn, 392), 20);
  EXPECT_LT(gaps(drawn, 392), 76);
}

TEST(ContactSheet, ReportsAFileThatCannotBeWritten) {
  const std::string error = error_of([] { draw_contact_sheet(sheet(), "/nowhere/sheet.png"); });
  EXPECT_THAT(error, testing::HasSubstr("/nowhere/sheet.png cannot be written"));
}

}  // namespace
}  // namespace tetlo
