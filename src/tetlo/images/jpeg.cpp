// SPDX-License-Identifier: Apache-2.0
#include "tetlo/images/jpeg.h"

#include <jerror.h>
#include <jpeglib.h>  // needs <cstdio>

#include <algorithm>
#include <cmath>
#include <csetjmp>
#include <cstdio>
#include <vector>

#include "tetlo/images/orientation.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

/// Pixels decoded beyond a box on every side. Colours are stored at half the resolution, and
/// libjpeg interpolates them from neighbours.
constexpr int64_t kMargin = 4;

/// libjpeg's way to report: it calls a function that must not return. A jump leaves its code, which
/// is in C, and only then an exception is thrown.
struct Complaints {
  jpeg_error_mgr manager{};  ///< first, so that a pointer to it is one to this struct
  std::jmp_buf leave{};
  bool truncated = false;
};

[[noreturn]] void on_error(j_common_ptr info) {
  std::longjmp(reinterpret_cast<Complaints*>(info->err)->leave, 1);
}

/// Warnings are about damage that libjpeg can repair, except that the end is missing.
void on_message(j_common_ptr info, int level) {
  if (level >= 0 || info->err->msg_code != JWRN_JPEG_EOF) return;
  reinterpret_cast<Complaints*>(info->err)->truncated = true;
  on_error(info);
}

struct Handle {
  Handle() { info.err = jpeg_std_error(&complaints.manager); }
  ~Handle() { jpeg_destroy_decompress(&info); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  jpeg_decompress_struct info{};
  Complaints complaints;
};

class Decompressor {
 public:
  /// Reads everything up to the pixels.
  Decompressor(std::string_view file, const std::string& name) : name_(name) {
    handle_.complaints.manager.error_exit = on_error;
    handle_.complaints.manager.emit_message = on_message;
    call([&] {
      jpeg_create_decompress(&info());
      jpeg_save_markers(&info(), JPEG_APP0 + 1, 0xFFFF);  // EXIF
      jpeg_mem_src(&info(), reinterpret_cast<const unsigned char*>(file.data()), file.size());
      jpeg_read_header(&info(), TRUE);
    });
  }

  jpeg_decompress_struct& info() { return handle_.info; }
  ImageSize size() { return {info().image_height, info().image_width}; }

  /// Calls libjpeg. What it complains about becomes an Error. The function must not own anything,
  /// because it may be left by a jump.
  template <typename Calls>
  void call(const Calls& calls) {
    if (setjmp(handle_.complaints.leave) != 0) complain();
    calls();
  }

 private:
  [[noreturn]] void complain() {
    const auto& manager = handle_.complaints.manager;
    if (handle_.complaints.truncated)
      fail("{} is truncated; the end of its JPEG data is missing.", name_);
    if (manager.msg_code == JERR_BAD_PRECISION) {
      fail("{} has {} bits for each sample; a JPEG file must have 8.", name_,
           manager.msg_parm.i[0]);
    }
    char message[JMSG_LENGTH_MAX];
    manager.format_message(reinterpret_cast<j_common_ptr>(&handle_.info), message);
    fail("{} cannot be read as a JPEG file: {}.", name_, message);
  }

  const std::string& name_;
  Handle handle_;
};

bool recognises(std::string_view file) { return file.substr(0, 3) == "\xFF\xD8\xFF"; }

int orientation_of_file(const jpeg_decompress_struct& info) {
  constexpr std::string_view kExif("Exif\0\0", 6);
  for (auto* marker = info.marker_list; marker != nullptr; marker = marker->next) {
    const std::string_view data(reinterpret_cast<const char*>(marker->data), marker->data_length);
    if (data.substr(0, kExif.size()) == kExif) return orientation_in(data.substr(kExif.size()));
  }
  return 1;
}

ImageHeader header(std::string_view file, const std::string& name) {
  Decompressor jpeg(file, name);
  check_size(jpeg.size(), name);
  return {.stored = jpeg.size(),
          .grey = jpeg.info().num_components == 1,
          .orientation = orientation_of_file(jpeg.info())};
}

/// a · b / 255, rounded, for bytes.
int product(int a, int b) {
  const int t = a * b + 128;
  return ((t >> 8) + t) >> 8;
}

/// Inverted amounts of cyan, magenta, yellow and black ink as red, green and blue.
Tensor from_inks(const Tensor& inks) {
  Tensor colours = torch::empty({inks.size(0), inks.size(1), 3}, torch::kUInt8);
  const auto* from = inks.data_ptr<uint8_t>();
  auto* to = colours.data_ptr<uint8_t>();
  for (int64_t i = 0; i < inks.size(0) * inks.size(1); ++i, from += 4, to += 3) {
    const int black = from[3];
    for (int c = 0; c < 3; ++c) {
      to[c] = static_cast<uint8_t>(std::max(black - product(255 - from[c], black), 0));
    }
  }
  return colours;
}

/// The rows and columns of the reduced image that are decoded for a region.
Box around(const Region& region, const ImageSize& reduced) {
  const auto first = [](double edge) {
    return std::max<int64_t>(static_cast<int64_t>(std::floor(edge)) - kMargin, 0);
  };
  const auto last = [](double edge, int64_t most) {
    return std::min(static_cast<int64_t>(std::ceil(edge)) + kMargin, most);
  };
  Box box{.top = first(region.top), .left = first(region.left)};
  box.height = last(region.top + region.height, reduced.height) - box.top;
  box.width = last(region.left + region.width, reduced.width) - box.left;
  return box;
}

Decoded decode(std::string_view file, const Box& wanted, int reduction, const std::string& name) {
  Decompressor jpeg(file, name);
  check_size(jpeg.size(), name);
  jpeg_decompress_struct& info = jpeg.info();
  const bool inks = info.num_components == 4;
  info.out_color_space = inks ? JCS_CMYK : JCS_RGB;
  info.scale_num = 8 / static_cast<unsigned>(reduction);
  info.scale_denom = 8;
  // Of a progressive file that lacks scans, libjpeg would smooth the blocks of a part otherwise
  // than those of the whole.
  info.do_block_smoothing = FALSE;
  jpeg.call([&] { jpeg_start_decompress(&info); });
  const Region region = region_of(wanted, reduction);
  const Box box = around(region, {info.output_height, info.output_width});
  auto left = static_cast<JDIMENSION>(box.left), width = static_cast<JDIMENSION>(box.width);
  jpeg.call([&] {
    jpeg_crop_scanline(&info, &left, &width);  // to the left and right as far as it must
    if (box.top > 0) jpeg_skip_scanlines(&info, static_cast<JDIMENSION>(box.top));
  });
  const Tensor pixels = torch::empty({box.height, width, inks ? 4 : 3}, torch::kUInt8);
  auto* const first = pixels.data_ptr<uint8_t>();
  const int64_t stride = pixels.stride(0);
  jpeg.call([&] {
    for (int64_t row = 0; row < box.height; ++row) {
      JSAMPROW target = first + row * stride;
      jpeg_read_scanlines(&info, &target, 1);
    }
  });
  return {.pixels = inks ? from_inks(pixels) : pixels,
          .wanted = {.top = region.top - static_cast<double>(box.top),
                     .left = region.left - static_cast<double>(left),
                     .height = region.height,
                     .width = region.width}};
}

}  // namespace

const ImageFormat kJpeg = {recognises, header, decode};

}  // namespace tetlo
