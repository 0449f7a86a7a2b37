// SPDX-License-Identifier: Apache-2.0
#include "tetlo/export/metadata.h"

#include <fmt/format.h>

#include <cmath>

#include "tetlo/export/state_dict.h"
#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

using nlohmann::json;

std::string input_of(const DiscreteShape& shape) {
  return fmt::format("{} images, float32 from 0 to 1, [N, {}, {}, {}]",
                     shape.image_channels == 1 ? "grey" : "RGB", shape.image_channels,
                     shape.image_side, shape.image_side);
}

std::string transforms_of(const TrainedNetwork& trained) {
  return fmt::format(
      "upright (EXIF); the square in the middle whose side is {} of the shorter side, resized to "
      "{} pixels (bilinear, antialiased); divided by 255; less the mean, divided by the deviation",
      trained.middle, trained.shape.image_side);
}

/// A value of the metadata, read as JSON of a kind.
template <typename Value>
std::optional<Value> value_of(const Metadata& metadata, const std::string& name,
                              bool (json::*is)() const noexcept, const std::string& origin) {
  const auto found = metadata.find(name);
  if (found == metadata.end()) return {};
  const json value = json::parse(found->second, nullptr, /*allow_exceptions=*/false);
  require((value.*is)(), "{} says that \"{}\" is {}, which is malformed.", origin, name,
          excerpt(found->second));
  try {
    return value.get<Value>();
  } catch (const json::exception&) {
    fail("{} says that \"{}\" is {}, which is malformed.", origin, name, excerpt(found->second));
  }
}

bool is_usable(const ChannelStatistics& normalisation) {
  const auto all = [](const std::vector<double>& values, auto rule) {
    return std::all_of(values.begin(), values.end(), rule);
  };
  return normalisation.mean.size() == normalisation.deviation.size() &&
         all(normalisation.mean, [](double x) { return std::isfinite(x); }) &&
         all(normalisation.deviation, [](double x) { return std::isfinite(x) && x > 0; });
}

}  // namespace

Metadata metadata_of(const TrainedNetwork& trained) {
  const DiscreteShape& shape = trained.shape;
  return {{"format", "pt"},  // the tensors are laid out as PyTorch's
          {"genotype", to_string(trained.genotype)},
          {"channels", std::to_string(shape.channels)},
          {"cells", std::to_string(shape.cells)},
          {"classes", json(trained.classes).dump()},
          {"image_channels", std::to_string(shape.image_channels)},
          {"image_side", std::to_string(shape.image_side)},
          {"middle", json(trained.middle).dump()},
          {"mean", json(trained.normalisation.mean).dump()},
          {"deviation", json(trained.normalisation.deviation).dump()},
          {"names", is_published(trained.genotype, shape) ? "quark0/darts" : "tetlo"},
          {"input", input_of(shape)},
          {"transforms", transforms_of(trained)}};
}

Stated read_metadata(const Metadata& metadata, const std::string& origin) {
  Stated stated;
  const auto genotype = metadata.find("genotype");
  if (genotype != metadata.end()) stated.genotype = genotype->second;
  const auto number = [&](const char* name) {
    return value_of<int64_t>(metadata, name, &json::is_number_integer, origin);
  };
  stated.channels = number("channels");
  stated.cells = number("cells");
  stated.image_side = number("image_side");
  stated.middle = value_of<double>(metadata, "middle", &json::is_number, origin);
  stated.classes = value_of<std::vector<std::string>>(metadata, "classes", &json::is_array, origin)
                       .value_or(std::vector<std::string>());
  const auto list = [&](const char* name) {
    return value_of<std::vector<double>>(metadata, name, &json::is_array, origin);
  };
  const auto mean = list("mean"), deviation = list("deviation");
  require(mean.has_value() == deviation.has_value(),
          "{} states a mean or a deviation of the images without the other.", origin);
  if (!mean) return stated;
  stated.normalisation = {.mean = *mean, .deviation = *deviation};
  require(is_usable(*stated.normalisation),
          "{} says that the images have the mean {} and the deviation {}; there must be as many of "
          "each, and every deviation above 0.",
          origin, excerpt(metadata.at("mean")), excerpt(metadata.at("deviation")));
  return stated;
}

}  // namespace tetlo
