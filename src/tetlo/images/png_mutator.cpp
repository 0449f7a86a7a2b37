// SPDX-License-Identifier: Apache-2.0
// How libFuzzer changes a file: as it always does, but then every chunk of a PNG file gets the
// checksum of its new content. Otherwise nearly all changed files would be refused for that alone.
#include <zlib.h>

#include <cstdint>
#include <cstring>

extern "C" size_t LLVMFuzzerMutate(uint8_t* bytes, size_t size, size_t most);

namespace {

constexpr size_t kSignature = 8, kLength = 4, kType = 4, kChecksum = 4;

uint32_t big_endian(const uint8_t* bytes) {
  return uint32_t{bytes[0]} << 24 | uint32_t{bytes[1]} << 16 | uint32_t{bytes[2]} << 8 | bytes[3];
}

// A chunk is the length of its content, its type, its content, and the checksum of the last two.
void correct_checksums(uint8_t* png, size_t size) {
  size_t at = kSignature;
  while (at + kLength + kType + kChecksum <= size) {
    const size_t length = big_endian(png + at);
    const size_t end = at + kLength + kType + length;
    if (end + kChecksum > size) return;
    const auto sum =
        static_cast<uint32_t>(crc32(0, png + at + kLength, static_cast<uInt>(kType + length)));
    for (size_t i = 0; i < kChecksum; ++i) png[end + i] = static_cast<uint8_t>(sum >> (24 - 8 * i));
    at = end + kChecksum;
  }
}

}  // namespace

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* bytes, size_t size, size_t most,
                                          unsigned /*seed*/) {
  const size_t changed = LLVMFuzzerMutate(bytes, size, most);
  if (changed > kSignature && std::memcmp(bytes, "\x89PNG", 4) == 0)
    correct_checksums(bytes, changed);
  return changed;
}
