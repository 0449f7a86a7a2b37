// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/safetensors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the format is little-endian");

constexpr size_t kLengthBytes = 8, kAlignment = 8;
/// Far more than any network needs. A header takes many times its length in memory.
constexpr uint64_t kLongestHeader = 1 << 24;
constexpr const char* kMetadata = "__metadata__";

struct NumberType {
  const char* name;
  torch::ScalarType type;
  uint64_t bytes;
};

constexpr std::array kTypes{
    NumberType{"BOOL", torch::kBool, 1},   NumberType{"U8", torch::kUInt8, 1},
    NumberType{"I32", torch::kInt32, 4},   NumberType{"I64", torch::kInt64, 8},
    NumberType{"F16", torch::kFloat16, 2}, NumberType{"BF16", torch::kBFloat16, 2},
    NumberType{"F32", torch::kFloat32, 4}, NumberType{"F64", torch::kFloat64, 8}};

const NumberType& type_of(const Tensor& tensor) {
  const auto* found = std::find_if(kTypes.begin(), kTypes.end(), [&](const NumberType& known) {
    return known.type == tensor.scalar_type();
  });
  TORCH_CHECK(found != kTypes.end(), "safetensors has no numbers of type ", tensor.dtype());
  return *found;
}

/// What a header says of one tensor, checked against the length of the data.
struct Entry {
  std::string name;
  const NumberType* type = nullptr;
  std::vector<int64_t> shape;
  uint64_t first = 0, last = 0;
};

/// Reads the header of a content; a sentence for each way in which it can be wrong.
class Header {
 public:
  Header(const std::string& content, const std::string& name) : name_(name) {
    uint64_t length = 0;
    check(content.size() >= kLengthBytes, "it is shorter than 8 bytes");
    std::memcpy(&length, content.data(), kLengthBytes);
    check(length <= content.size() - kLengthBytes, "its header is longer than the file");
    check(length <= kLongestHeader, "its header is longer than 16 MiB");
    data_ = kLengthBytes + length;
    const auto begin = content.begin() + kLengthBytes;
    const auto header = nlohmann::json::parse(begin, begin + static_cast<std::ptrdiff_t>(length),
                                              nullptr, /*allow_exceptions=*/false);
    check(header.is_object(), "its header is not a JSON object");
    for (const auto& [key, value] : header.items()) {
      key == kMetadata ? read_metadata(value) : read_entry(key, value);
    }
    check_places(content.size() - data_);
  }

  size_t data() const { return data_; }
  const std::vector<Entry>& entries() const { return entries_; }
  const std::map<std::string, std::string>& metadata() const { return metadata_; }

 private:
  void check(bool rule, const std::string& fault) const {
    require(rule, "{} is not a file of safetensors, or is damaged: {}.", name_, fault);
  }

  void read_metadata(const nlohmann::json& all) {
    check(all.is_object(), "its metadata are not a JSON object");
    for (const auto& [key, value] : all.items()) {
      check(value.is_string(), "an item of its metadata is not a text");
      metadata_[key] = value.get<std::string>();
    }
  }

  void read_entry(const std::string& name, const nlohmann::json& said) {
    const std::string tensor = fmt::format("its tensor \"{}\"", excerpt(name));
    const auto is_number = [](const nlohmann::json& value) { return value.is_number_unsigned(); };
    const auto are_numbers = [&](const char* key) {
      return said.is_object() && said.contains(key) && said[key].is_array() &&
             std::all_of(said[key].begin(), said[key].end(), is_number);
    };
    check(are_numbers("shape") && are_numbers("data_offsets") && said["data_offsets"].size() == 2 &&
              said.contains("dtype") && said["dtype"].is_string(),
          tensor + " lacks a type, a shape or a place");
    Entry entry{.name = name,
                .shape = {},
                .first = said["data_offsets"][0].get<uint64_t>(),
                .last = said["data_offsets"][1].get<uint64_t>()};
    const auto* type = std::find_if(kTypes.begin(), kTypes.end(), [&](const NumberType& known) {
      return said["dtype"] == known.name;
    });
    check(type != kTypes.end(), tensor + " has numbers of an unknown type");
    entry.type = type;
    check(entry.first <= entry.last, tensor + " ends before it begins");
    // A product that wraps around must not pass for the right one, nor make strides of LibTorch
    // wrap.
    int64_t numbers = 1, without_zeros = 1;
    for (const auto& side : said["shape"]) {
      const auto length = static_cast<int64_t>(std::min(
          side.get<uint64_t>(), static_cast<uint64_t>(std::numeric_limits<int64_t>::max())));
      check(!__builtin_mul_overflow(without_zeros, std::max<int64_t>(length, 1), &without_zeros),
            tensor + " is larger than any file");
      entry.shape.push_back(length);
      numbers *= length;
    }
    check(static_cast<uint64_t>(numbers) == (entry.last - entry.first) / type->bytes &&
              (entry.last - entry.first) % type->bytes == 0,
          tensor + " has another size than its place");
    entries_.push_back(std::move(entry));
  }

  void check_places(uint64_t bytes) {
    std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
      return std::pair(a.first, a.last) < std::pair(b.first, b.last);
    });
    uint64_t end = 0;
    for (const Entry& entry : entries_) {
      check(entry.first == end, "its tensors overlap or leave a gap");
      end = entry.last;
    }
    check(end == bytes, "its tensors end before the file does, or after");
  }

  std::string name_;
  size_t data_ = 0;
  std::vector<Entry> entries_;
  std::map<std::string, std::string> metadata_;
};

}  // namespace

std::string to_safetensors(const NamedTensors& named) {
  nlohmann::json header = nlohmann::json::object();
  if (!named.metadata.empty()) header[kMetadata] = named.metadata;
  uint64_t end = 0;
  for (const auto& [name, tensor] : named.tensors) {
    const NumberType& type = type_of(tensor);
    const uint64_t first = end;
    end += type.bytes * static_cast<uint64_t>(tensor.numel());
    header[name] = {
        {"dtype", type.name}, {"shape", tensor.sizes().vec()}, {"data_offsets", {first, end}}};
  }
  std::string text = header.dump();
  text.resize((text.size() + kAlignment - 1) / kAlignment * kAlignment, ' ');
  const uint64_t length = text.size();
  std::string content;
  content.reserve(kLengthBytes + length + end);
  content.append(reinterpret_cast<const char*>(&length), kLengthBytes);
  content += text;
  for (const auto& [name, tensor] : named.tensors) {
    const Tensor dense = tensor.detach().cpu().contiguous();
    if (dense.numel() == 0) continue;  // it may have no address
    content.append(static_cast<const char*>(dense.data_ptr()), dense.nbytes());
  }
  return content;
}

NamedTensors from_safetensors(std::string content, const std::string& name) {
  const auto owner = std::make_shared<std::string>(std::move(content));
  const Header header(*owner, name);
  NamedTensors named{.metadata = header.metadata()};
  for (const Entry& entry : header.entries()) {
    char* const numbers = owner->data() + header.data() + entry.first;
    const auto options = torch::TensorOptions(entry.type->type);
    // A tensor without numbers may have no address to copy to.
    const bool aligned =
        entry.first == entry.last || reinterpret_cast<uintptr_t>(numbers) % entry.type->bytes == 0;
    Tensor& tensor = named.tensors[entry.name];
    if (aligned) {
      tensor = torch::from_blob(
          numbers, entry.shape, [owner](void*) {}, options);
    } else {
      tensor = torch::empty(entry.shape, options);
      std::memcpy(tensor.data_ptr(), numbers, entry.last - entry.first);
    }
  }
  return named;
}

}  // namespace tetlo
