// SPDX-License-Identifier: Apache-2.0
#include "tetlo/export/state_dict.h"

#include <fmt/ranges.h>
#include <gmock/gmock.h>

#include <fstream>

#include "tetlo/space/named_genotypes.h"
#include "tetlo/util/error.h"
#include "tetlo/util/random.h"

namespace tetlo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Made {
  std::unique_ptr<const Network> network;
  FlatState flat;

  StateDict state() const { return state_dict(network->layout(), flat); }
};

Made make(const std::string& genotype, const DiscreteShape& shape, uint64_t seed = 1) {
  Made made{.network = make_discrete_network(load_genotype(genotype), shape), .flat = {}};
  const Layout& layout = made.network->layout();
  made.flat.weights = layout.initial_weights(generator(seed, Purpose::kWeights));
  made.flat.statistics = layout.initial_statistics().add_(0.01 * static_cast<double>(seed));
  return made;
}

/// "name [shape]" for every entry, in alphabetical order.
std::vector<std::string> described(const StateDict& state) {
  std::vector<std::string> lines;
  for (const auto& [name, tensor] : state) {
    lines.push_back(fmt::format("{} [{}]", name, fmt::join(tensor.sizes().vec(), ", ")));
  }
  return lines;
}

std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

// The lists were printed by [Liu2019]'s own code, with 8 channels, 3 cells, 10 classes and an
// auxiliary head.
TEST(StateDict, NamesAndShapesAreThoseOfThePublishedCode) {
  const DiscreteShape cifar{.channels = 8, .cells = 3, .auxiliary_head = true};
  DiscreteShape imagenet = cifar;
  imagenet.image_side = 224;
  const auto expect = [](const std::string& genotype, const DiscreteShape& shape,
                         const std::string& file) {
    const auto published = lines_of("tests/state_dict/" + file);
    ASSERT_FALSE(published.empty()) << file;
    EXPECT_EQ(described(make(genotype, shape).state()), published) << file;
  };
  expect("DARTS_V2", cifar, "darts_v2-cifar.txt");
  expect("AmoebaNet", cifar, "amoebanet-cifar.txt");
  expect("PC_DARTS_cifar", imagenet, "pc_darts-imagenet.txt");
}

// Counted in [Liu2019]'s code.
TEST(StateDict, HasAsManyEntriesAsThePublishedCode) {
  const DiscreteShape cifar{.auxiliary_head = true};
  EXPECT_EQ(make("DARTS_V2", cifar).state().size(), 1650U);
  EXPECT_EQ(make("PC_DARTS_cifar", {}).state().size(), 1706U);
  const DiscreteShape imagenet{
      .image_side = 224, .channels = 48, .cells = 14, .classes = 1000, .auxiliary_head = true};
  EXPECT_EQ(make("DARTS_V2", imagenet).state().size(), 1124U);
}

const DiscreteShape kSmall{.channels = 8, .cells = 3, .auxiliary_head = true};

LoadedState load(const StateDict& state, const DiscreteShape& shape) {
  const Made fresh = make("DARTS_V2", shape, 2);
  return load_state_dict(state, fresh.network->layout(), fresh.flat, "FILE");
}

TEST(StateDict, IsReadBackWithTheSameBits) {
  const Made made = make("DARTS_V2", kSmall);
  const LoadedState loaded = load(made.state(), kSmall);
  EXPECT_TRUE(torch::equal(loaded.flat.weights, made.flat.weights));
  EXPECT_TRUE(torch::equal(loaded.flat.statistics, made.flat.statistics));
  EXPECT_TRUE(loaded.remarks.empty());
}

// The published checkpoints of 2018 are older than num_batches_tracked.
TEST(StateDict, IsReadWithoutTheNumbersOfBatches) {
  StateDict state = make("DARTS_V2", kSmall).state();
  std::erase_if(state, [](const auto& entry) { return entry.first.ends_with("tracked"); });
  EXPECT_TRUE(load(state, kSmall).remarks.empty());
}

TEST(StateDict, OfOtherClassesOnlyTheClassifiersBeginAnew) {
  DiscreteShape others = kSmall;
  others.classes = 7;
  const Made made = make("DARTS_V2", kSmall), fresh = make("DARTS_V2", others, 2);
  const LoadedState loaded = load(made.state(), others);
  EXPECT_THAT(loaded.remarks, ElementsAre(HasSubstr("classifier begins anew")));
  const StateDict before = made.state(), initial = fresh.state();
  for (const auto& [name, tensor] : state_dict(fresh.network->layout(), loaded.flat)) {
    const bool anew = name.find("classifier.") != std::string::npos;
    EXPECT_TRUE(torch::equal(tensor, (anew ? initial : before).at(name))) << name;
  }
}

TEST(StateDict, AHeadThatOnlyOneSideHasIsNamed) {
  DiscreteShape without = kSmall;
  without.auxiliary_head = false;
  EXPECT_THAT(load(make("DARTS_V2", kSmall).state(), without).remarks,
              ElementsAre(HasSubstr("passed over")));
  EXPECT_THAT(load(make("DARTS_V2", without).state(), kSmall).remarks,
              ElementsAre(HasSubstr("lacks an auxiliary head")));
}

std::string error_of(const StateDict& state) {
  try {
    load(state, kSmall);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(StateDict, OfAnotherNetworkIsRefusedWithTheTensorThatDoesNotFit) {
  const StateDict good = make("DARTS_V2", kSmall).state();
  StateDict state = good;
  state.erase("cells.0.preprocess0.op.2.running_mean");
  EXPECT_EQ(error_of(state),
            "FILE lacks the tensor \"cells.0.preprocess0.op.2.running_mean\" of the network.");
  state = good;
  state["cells.9.bn.weight"] = torch::ones({2});
  EXPECT_EQ(error_of(state),
            "FILE has the tensor \"cells.9.bn.weight\", which the network does not have.");
  state = good;
  state["stem.1.weight"] = torch::ones({12});
  EXPECT_EQ(error_of(state),
            "The tensor \"stem.1.weight\" of FILE has the shape [12]; in a network of these "
            "channels and cells it must be [24].");
  state = good;
  state.erase("auxiliary_head.features.2.weight");
  EXPECT_EQ(error_of(state),
            "FILE lacks the tensor \"auxiliary_head.features.2.weight\" of the network.");
}

TEST(StateDict, OfWholeNumbersOrNanIsRefused) {
  StateDict state = make("DARTS_V2", kSmall).state();
  state["stem.1.weight"] = torch::ones({24}, torch::kInt32);
  EXPECT_THAT(error_of(state), HasSubstr("\"stem.1.weight\" of FILE has numbers that are whole"));
  state["stem.1.weight"] = torch::full({24}, std::nan(""));
  EXPECT_THAT(error_of(state), HasSubstr("or not finite"));
}

TEST(StateDict, WithoutItsClassifiersThoseBeginAnewAsAWhole) {
  const Made made = make("DARTS_V2", kSmall), fresh = make("DARTS_V2", kSmall, 2);
  StateDict halved = made.state();
  halved.erase("classifier.weight");
  for (const StateDict& state : {without_classifiers(made.state()), halved}) {
    const LoadedState loaded = load(state, kSmall);
    EXPECT_THAT(loaded.remarks, ElementsAre(HasSubstr("classifier begins anew")));
    const StateDict now = state_dict(fresh.network->layout(), loaded.flat);
    EXPECT_TRUE(torch::equal(now.at("classifier.bias"), fresh.state().at("classifier.bias")));
    EXPECT_TRUE(torch::equal(now.at("stem.0.weight"), made.state().at("stem.0.weight")));
  }
}

}  // namespace
}  // namespace tetlo
