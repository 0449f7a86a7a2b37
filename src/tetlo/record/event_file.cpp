// SPDX-License-Identifier: Apache-2.0
#include "tetlo/record/event_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <boost/crc.hpp>
#include <chrono>
#include <climits>

namespace tetlo {
namespace {

static_assert(std::endian::native == std::endian::little);

/// The bytes of a number as they lie in memory.
template <typename Number>
std::string bytes(Number number) {
  const auto raw = std::bit_cast<std::array<char, sizeof(Number)>>(number);
  return {raw.begin(), raw.end()};
}

std::string varint(uint64_t number) {
  constexpr uint64_t kMore = 128;
  std::string text;
  for (; number >= kMore; number /= kMore) text += static_cast<char>(number % kMore + kMore);
  return text + static_cast<char>(number);
}

/// The encodings of a field's value.
enum Wire : uint64_t { kVarint = 0, kDouble = 1, kLength = 2, kFloat = 5 };

std::string key(uint64_t field, Wire wire) { return varint(field * 8 + wire); }

std::string field(uint64_t number, const std::string& content) {
  return key(number, kLength) + varint(content.size()) + content;
}

double now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string event(const std::string& rest) { return key(1, kDouble) + bytes(now()) + rest; }

/// An event with one value, given its fields after the tag.
std::string event_of(const std::string& tag, int64_t step, const std::string& value) {
  return event(key(2, kVarint) + varint(static_cast<uint64_t>(step)) +
               field(5, field(1, field(1, tag) + value)));
}

std::string record(const std::string& data) {
  const std::string length = bytes(static_cast<uint64_t>(data.size()));
  return length + bytes(masked_crc(length)) + data + bytes(masked_crc(data));
}

std::string new_file(const std::string& folder) {
  std::array<char, HOST_NAME_MAX + 1> host{};
  gethostname(host.data(), host.size() - 1);
  return fmt::format("{}/events.out.tfevents.{}.{}.{}.0", folder, static_cast<int64_t>(now()),
                     host.data(), getpid());
}

}  // namespace

uint32_t masked_crc(const std::string& bytes) {
  boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;
  crc.process_bytes(bytes.data(), bytes.size());
  const uint32_t sum = crc.checksum();
  return ((sum >> 15) | (sum << 17)) + 0xa282ead8;
}

EventFile::EventFile(const std::string& folder) : file_(new_file(folder), 0) {
  file_.append(record(event(field(3, "brain.Event:2"))));
}

void EventFile::add(const std::string& tag, int64_t step, double value) {
  file_.append(record(event_of(tag, step, key(2, kFloat) + bytes(static_cast<float>(value)))));
}

void EventFile::add(const std::string& tag, int64_t step, const std::string& text) {
  const std::string tensor = key(1, kVarint) + varint(7) + field(8, text);
  const std::string metadata = field(1, field(1, "text"));
  file_.append(record(event_of(tag, step, field(8, tensor) + field(9, metadata))));
}

}  // namespace tetlo
