// SPDX-License-Identifier: Apache-2.0
#include "tetlo/draw/contact_sheet.h"

#include <cairo/cairo.h>

#include <algorithm>
#include <cstdint>
#include <memory>

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

// In pixels.
constexpr double kTile = 96, kGap = 18, kBetweenGroups = 30, kMargin = 20;
constexpr double kHeader = 52, kCaption = 22, kNote = 30;
constexpr double kTitleSize = 16, kTextSize = 13;
constexpr double kFrame = 4;  ///< width of a frame's line

struct Colour {
  double red, green, blue;
};
constexpr Colour kText{0.13, 0.13, 0.13}, kGreen{0.10, 0.47, 0.22}, kRed{0.75, 0.22, 0.17};

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using Context = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;

Surface blank(int width, int height) {
  return {cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height), &cairo_surface_destroy};
}

/// The image as a surface of as many pixels.
Surface surface_of(const Tensor& image) {
  const Tensor colours = image.expand({3, -1, -1}).to(torch::kInt32).contiguous();
  const auto pixel = colours.accessor<int32_t, 3>();
  Surface surface = blank(static_cast<int>(image.size(2)), static_cast<int>(image.size(1)));
  unsigned char* bytes = cairo_image_surface_get_data(surface.get());
  const int64_t stride = cairo_image_surface_get_stride(surface.get());
  for (int64_t y = 0; y < image.size(1); ++y) {
    auto* row = reinterpret_cast<uint32_t*>(bytes + y * stride);
    for (int64_t x = 0; x < image.size(2); ++x) {
      row[x] = static_cast<uint32_t>(pixel[0][y][x] << 16 | pixel[1][y][x] << 8 | pixel[2][y][x]);
    }
  }
  cairo_surface_mark_dirty(surface.get());
  return surface;
}

struct Place {
  double x, y;
};

/// Draws on one sheet.
class Painter {
 public:
  explicit Painter(cairo_surface_t* sheet) : context_(cairo_create(sheet), &cairo_destroy) {
    cairo_set_source_rgb(cairo(), 1, 1, 1);
    cairo_paint(cairo());
  }

  /// Writes a line of text from `at` to the right, in smaller letters if it is wider than `width`.
  void text(const std::string& line, Place at, double size, double width) {
    cairo_select_font_face(cairo(), "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                           size > kTextSize ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cairo(), size);
    cairo_text_extents_t extents;
    cairo_text_extents(cairo(), line.c_str(), &extents);
    if (extents.x_advance > width) cairo_set_font_size(cairo(), size * width / extents.x_advance);
    colour(kText);
    cairo_move_to(cairo(), at.x, at.y);
    cairo_show_text(cairo(), line.c_str());
  }

  void tile(const Tile& tile, Place at) {
    const Surface image = surface_of(tile.image);
    cairo_save(cairo());
    cairo_translate(cairo(), at.x, at.y);
    cairo_scale(cairo(), kTile / static_cast<double>(tile.image.size(2)),
                kTile / static_cast<double>(tile.image.size(1)));
    cairo_set_source_surface(cairo(), image.get(), 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo()), CAIRO_FILTER_NEAREST);
    cairo_paint(cairo());
    cairo_restore(cairo());
    if (tile.frame != Frame::kNone) frame(tile.frame, at);
    text(tile.caption, {at.x, at.y + kTile + kCaption - 5}, kTextSize, kTile + kGap / 2);
  }

 private:
  cairo_t* cairo() const { return context_.get(); }
  void colour(const Colour& c) { cairo_set_source_rgb(cairo(), c.red, c.green, c.blue); }

  void frame(Frame kind, Place at) {
    const double dashes[] = {10, 7};
    colour(kind == Frame::kSolid ? kGreen : kRed);
    cairo_set_dash(cairo(), dashes, kind == Frame::kSolid ? 0 : 2, 0);
    cairo_set_line_width(cairo(), kFrame);
    cairo_rectangle(cairo(), at.x - kFrame / 2, at.y - kFrame / 2, kTile + kFrame, kTile + kFrame);
    cairo_stroke(cairo());
  }

  Context context_;
};

/// The left edges of all columns and, at the end, the right edge of the last one.
std::vector<double> columns_of(const ContactSheet& sheet) {
  std::vector<double> left;
  double x = kMargin;
  for (const TileGroup& group : sheet.groups) {
    for (size_t i = 0; i < group.columns; ++i, x += kTile + kGap) left.push_back(x);
    x += kBetweenGroups;
  }
  left.push_back(x - kBetweenGroups - kGap);
  return left;
}

void paint(Painter& painter, const ContactSheet& sheet, const std::vector<double>& left) {
  size_t column = 0;
  for (const TileGroup& group : sheet.groups) {
    const double width = static_cast<double>(group.columns) * (kTile + kGap);
    painter.text(group.title, {left[column], kMargin + 14}, kTitleSize, width);
    painter.text(group.subtitle, {left[column], kMargin + 36}, kTextSize, width);
    column += group.columns;
  }
  double y = kMargin + kHeader;
  for (const auto& row : sheet.rows) {
    for (size_t i = 0; i < row.size(); ++i) painter.tile(row[i], {left[i], y});
    y += kTile + kCaption + kGap / 2;
  }
  painter.text(sheet.note, {kMargin, y + kNote / 2}, kTextSize, left.back() - kMargin);
}

}  // namespace

void draw_contact_sheet(const ContactSheet& sheet, const std::string& png) {
  const auto left = columns_of(sheet);
  const double height = kMargin + kHeader + kNote +
                        static_cast<double>(sheet.rows.size()) * (kTile + kCaption + kGap / 2);
  const Surface surface = blank(static_cast<int>(left.back() + kMargin), static_cast<int>(height));
  Painter painter(surface.get());
  paint(painter, sheet, left);
  const cairo_status_t status = cairo_surface_write_to_png(surface.get(), png.c_str());
  require(status == CAIRO_STATUS_SUCCESS, "The picture {} cannot be written: {}.", png,
          cairo_status_to_string(status));
}

}  // namespace tetlo
