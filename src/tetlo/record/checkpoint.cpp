// SPDX-License-Identifier: Apache-2.0
#include "tetlo/record/checkpoint.h"

#include <torch/serialize.h>
#include <zlib.h>

#include <sstream>

#include "tetlo/util/error.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

constexpr int kFormat = 2;
constexpr size_t kRoom = 1 << 20;  ///< for what is not the tensors' numbers

/// The checksum of a tensor's bytes, which is needed because LibTorch reads a damaged archive
/// without complaint.
uint64_t checksum(const Tensor& tensor) {
  const Tensor dense = tensor.cpu().contiguous();
  return crc32(0, static_cast<const Bytef*>(dense.data_ptr()), static_cast<uInt>(dense.nbytes()));
}

}  // namespace

void save_checkpoint(const Checkpoint& checkpoint, const std::string& path) {
  nlohmann::json sums = nlohmann::json::array();
  for (const auto& [name, tensor] : checkpoint.snapshot.tensors) sums.push_back(checksum(tensor));
  const nlohmann::json head = {{"format", kFormat},
                               {"checksums", sums},
                               {"configuration", checkpoint.configuration},
                               {"epoch", checkpoint.done.epoch},
                               {"iteration", checkpoint.done.iteration},
                               {"seconds", checkpoint.seconds},
                               {"lengths", checkpoint.lengths},
                               {"values", checkpoint.snapshot.values}};
  torch::serialize::OutputArchive archive;
  archive.write("head", c10::IValue(head.dump()));
  std::vector<std::string> names;
  size_t bytes = 0;
  for (const auto& [name, tensor] : checkpoint.snapshot.tensors) {
    names.push_back(name);
    bytes += tensor.nbytes();
    archive.write("tensor" + std::to_string(names.size() - 1), tensor.cpu());
  }
  archive.write("names", c10::IValue(nlohmann::json(names).dump()));
  // In one piece from the start: a string that grows to this size needs it several times.
  std::string content;
  content.reserve(bytes + kRoom);
  archive.save_to([&](const void* data, size_t size) {
    content.append(static_cast<const char*>(data), size);
    return size;
  });
  write_file(path, content);
}

Checkpoint load_checkpoint(const std::string& path) {
  std::istringstream content(read_file(path));
  try {
    torch::serialize::InputArchive archive;
    archive.load_from(content);
    c10::IValue text;
    archive.read("head", text);
    const auto head = nlohmann::json::parse(text.toStringRef());
    require(head.at("format") == kFormat,
            "{} has checkpoint format {}; this program reads format {}.", path,
            head.at("format").dump(), kFormat);
    Checkpoint checkpoint{.configuration = head.at("configuration"),
                          .done = {.epoch = head.at("epoch"), .iteration = head.at("iteration")},
                          .seconds = head.at("seconds"),
                          .lengths = head.at("lengths"),
                          .snapshot = {.tensors = {}, .values = head.at("values")}};
    archive.read("names", text);
    const auto names = nlohmann::json::parse(text.toStringRef());
    for (size_t i = 0; i < names.size(); ++i) {
      Tensor& tensor = checkpoint.snapshot.tensors[names[i]];
      archive.read("tensor" + std::to_string(i), tensor);
      require(head.at("checksums").at(i) == checksum(tensor),
              "{} is damaged: the checksum of its part {} is wrong.", path,
              names[i].get<std::string>());
    }
    return checkpoint;
  } catch (const Error&) {
    throw;
  } catch (const std::exception&) {
    // LibTorch's own message is long, and the only thing that matters is that the
    // file cannot be used.
    fail("{} is truncated or is not a checkpoint of this program.", path);
  }
}

}  // namespace tetlo
