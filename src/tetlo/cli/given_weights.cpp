// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/given_weights.h"

#include <fmt/ranges.h>

#include "tetlo/net/stem.h"
#include "tetlo/options/assignment.h"
#include "tetlo/record/checkpoint.h"
#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

void take_genotype(const std::string& stated, EvaluateOptions& options) {
  const std::string& path = options.weights;
  if (stated.empty()) {
    require(!options.genotype.empty(), "{} does not say which network it is of; --genotype must.",
            path);
    return;
  }
  const Genotype genotype =
      parse_genotype(stated, fmt::format("the genotype in the metadata of {}", path));
  require(
      options.genotype.empty() || parse_genotype(options.genotype, "network.genotype") == genotype,
      "The genotype is {}; {} is of {}.", excerpt(options.genotype), path, excerpt(stated));
  options.genotype = to_string(genotype);
}

void take_number(const std::string& option, int64_t stated, const RunFlags& flags,
                 Configuration& configuration) {
  const std::string value = std::to_string(stated);
  for (const std::string& text : flags.assignments) {
    const Assignment given = split_assignment(text);
    require(given.key != option || given.value == value,
            "{} is {}; the weights are of a network with {}.", option, given.value, value);
  }
  configuration.set(fmt::format("{}={}", option, value));
}

/// What a user should know of the differences between these images and those of the weights.
std::vector<std::string> differences(const Stated& stated, const EvaluateOptions& options,
                                     const DataSource& source) {
  const std::string& path = options.weights;
  std::vector<std::string> remarks;
  if (stated.image_side && *stated.image_side != source.height) {
    remarks.push_back(fmt::format("{} is of images of {} pixels; here they have {}.", path,
                                  *stated.image_side, source.height));
  }
  const double middle = options.data.files.test_middle;
  if (stated.middle && options.data.name == kImageFolder && *stated.middle != middle) {
    remarks.push_back(
        fmt::format("{} is of images of which the middle {} is seen; here data.test_middle is {}.",
                    path, *stated.middle, middle));
  }
  return remarks;
}

bool is_of_these_classes(const Stated& stated, const DataSource& source) {
  return stated.classes.empty() || stated.classes == source.class_names;
}

}  // namespace

void take_network(const RunFlags& flags, EvaluateOptions& options, Configuration& configuration) {
  const Stated stated = read_weights(options.weights).stated;
  take_genotype(stated.genotype, options);
  if (stated.channels) take_number("network.channels", *stated.channels, flags, configuration);
  if (stated.cells) take_number("network.cells", *stated.cells, flags, configuration);
}

GivenWeights given_weights(const EvaluateOptions& options, const RunFlags& flags) {
  if (options.weights.empty()) return {};
  const auto last = flags.resume ? find_last_checkpoint(flags.out) : std::nullopt;
  if (last) {
    const auto& used = last->snapshot.values.at("normalisation");
    return {.file = {},
            .normalisation =
                ChannelStatistics{.mean = used.at("mean"), .deviation = used.at("deviation")}};
  }
  WeightsFile file = read_weights(options.weights);
  return {.file = file, .normalisation = file.stated.normalisation};
}

void normalise_for(const GivenWeights& given, const EvaluateOptions& options, DataSource& source) {
  if (given.normalisation) {
    const auto channels = static_cast<int64_t>(given.normalisation->mean.size());
    require(channels == source.channels,
            "The weights in {} are of images with {} channels; those of {} (data.name) have {}.",
            options.weights, channels, options.data.name, source.channels);
    source.normalisation = *given.normalisation;
  }
  const auto side = given.file ? given.file->stated.image_side : std::nullopt;
  require(
      !side || stem_halvings(*side) == stem_halvings(source.height),
      "The weights in {} are of images of {} pixels; those of {} have {}, for which the stem is "
      "another (data.image_size).",
      options.weights, side.value_or(0), options.data.name, source.height);
}

std::vector<std::string> start_from(const GivenWeights& given, const EvaluateOptions& options,
                                    const DataSource& source, Training& job) {
  if (!given.file) return {};
  const auto& [state, stated] = *given.file;
  const std::string& path = options.weights;
  const bool same_classes = is_of_these_classes(stated, source);
  const LoadedState loaded =
      load_state_dict(same_classes ? state : without_classifiers(state), job.network().layout(),
                      {job.weights().cpu(), job.statistics().cpu()}, path);
  job.start_from(loaded.flat.weights, loaded.flat.statistics);
  std::vector<std::string> remarks = {fmt::format("starts from the weights in {}", path)};
  const auto add = [&](const std::vector<std::string>& more) {
    remarks.insert(remarks.end(), more.begin(), more.end());
  };
  add(loaded.remarks);
  add(differences(stated, options, source));
  if (!given.normalisation) {
    remarks.push_back(fmt::format(
        "{} does not say how images are normalised; here they are with the mean {:.4f} and the "
        "deviation {:.4f}.",
        path, fmt::join(job.normalisation().mean, " "),
        fmt::join(job.normalisation().deviation, " ")));
  }
  return remarks;
}

}  // namespace tetlo
