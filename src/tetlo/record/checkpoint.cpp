// SPDX-License-Identifier: Apache-2.0
#include "tetlo/record/checkpoint.h"

#include <fmt/format.h>

#include <filesystem>

#include "tetlo/util/digest.h"
#include "tetlo/util/error.h"
#include "tetlo/util/file.h"
#include "tetlo/util/safetensors.h"
#include "tetlo/util/terminal_line.h"

namespace tetlo {
namespace {

namespace fs = std::filesystem;

constexpr int kFormat = 4;
constexpr const char* kHead = "checkpoint";
constexpr const char* kDigest = "sha256";
constexpr size_t kDigits = 64;

std::string last_of(const std::string& folder) { return folder + "/checkpoint.safetensors"; }
std::string before_last_of(const std::string& folder) {
  return folder + "/checkpoint-before.safetensors";
}

/// Where the digits of the digest stand. Inside a text of the header a quotation mark follows a
/// backslash, so that this cannot be part of another one.
size_t place_of_digest(const std::string& content) {
  const std::string key = fmt::format("\"{}\":\"", kDigest);
  const size_t found = content.find(key);
  return found == std::string::npos ? found : found + key.size();
}

/// The digest of a content with zeros in its place.
std::string digest_of(std::string content, size_t place) {
  content.replace(place, kDigits, kDigits, '0');
  return sha256(content);
}

bool is_whole(const std::string& content) {
  const size_t place = place_of_digest(content);
  return place != std::string::npos && place + kDigits <= content.size() &&
         content.compare(place, kDigits, digest_of(content, place)) == 0;
}

}  // namespace

void save_checkpoint(const Checkpoint& checkpoint, const std::string& path) {
  const nlohmann::json head = {{"format", kFormat},
                               {"configuration", checkpoint.configuration},
                               {"epoch", checkpoint.done.epoch},
                               {"iteration", checkpoint.done.iteration},
                               {"seconds", checkpoint.seconds},
                               {"lengths", checkpoint.lengths},
                               {"extended_from", checkpoint.extended_from},
                               {"values", checkpoint.snapshot.values}};
  std::string content =
      to_safetensors({.tensors = checkpoint.snapshot.tensors,
                      .metadata = {{kHead, head.dump()}, {kDigest, std::string(kDigits, '0')}}});
  content.replace(place_of_digest(content), kDigits, sha256(content));
  write_file(path, content);
}

Checkpoint load_checkpoint(const std::string& path) {
  std::string content = read_file(path);
  require(is_whole(content), "{} is truncated or damaged, or is no checkpoint of this program.",
          path);
  NamedTensors named = from_safetensors(std::move(content), path);
  require(named.metadata.contains(kHead), "{} is no checkpoint of this program.", path);
  const auto head = nlohmann::json::parse(named.metadata[kHead]);
  require(head.at("format") == kFormat,
          "{} has checkpoint format {}; this program reads format {}.", path,
          head.at("format").dump(), kFormat);
  return {.configuration = head.at("configuration"),
          .done = {.epoch = head.at("epoch"), .iteration = head.at("iteration")},
          .seconds = head.at("seconds"),
          .lengths = head.at("lengths"),
          .extended_from = head.at("extended_from").get<std::vector<int64_t>>(),
          .snapshot = {.tensors = std::move(named.tensors), .values = head.at("values")}};
}

void save_last_checkpoint(const Checkpoint& checkpoint, const std::string& folder) {
  std::error_code none_yet;
  fs::rename(last_of(folder), before_last_of(folder), none_yet);
  save_checkpoint(checkpoint, last_of(folder));
}

std::optional<Checkpoint> find_last_checkpoint(const std::string& folder) {
  std::string fault;
  for (const std::string& path : {last_of(folder), before_last_of(folder)}) {
    if (!fs::exists(path)) continue;
    try {
      Checkpoint found = load_checkpoint(path);
      // A run folder's log may not be open yet.
      if (!fault.empty()) tell(fmt::format("tetlo: {} The one before it is used.\n", fault));
      return found;
    } catch (const Error& error) {
      if (fault.empty()) fault = error.what();
    }
  }
  if (!fault.empty()) throw Error(fault);
  return std::nullopt;
}

Checkpoint load_last_checkpoint(const std::string& folder) {
  auto found = find_last_checkpoint(folder);
  require(found.has_value(), "{} cannot be read: there is no such file.", last_of(folder));
  return std::move(*found);
}

}  // namespace tetlo
