// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <cstdlib>

#include "tetlo/data/test_data.h"
#include "tetlo/export/format.h"
#include "tetlo/space/named_genotypes.h"
#include "tetlo/util/file.h"
#include "tetlo/util/random.h"
#include "tetlo/util/safetensors.h"
#include "tetlo/util/table.h"

namespace tetlo {
namespace {

/// Cells with every operation that has no random numbers, half of them in either cell, and all of
/// them on the inputs: so that they have stride 2 in the reduction cell.
std::string every_operation(bool swapped) {
  const std::string a =
      "[('none', 0), ('max_pool_3x3', 1), ('avg_pool_3x3', 0), ('skip_connect', 1), "
      "('skip_connect_dropout', 0), ('sep_conv_3x3', 1), ('sep_conv_5x5', 0), ('sep_conv_7x7', 1)]";
  const std::string b =
      "[('dil_conv_3x3', 0), ('dil_conv_5x5', 1), ('conv_7x1_1x7', 0), ('nor_conv_1x1', 1), "
      "('nor_conv_3x3', 0), ('conv1x1-bn-relu', 1), ('conv3x3-bn-relu', 0), ('maxpool3x3', 1)]";
  return "Genotype(normal=" + (swapped ? b : a) +
         ", normal_concat=range(2, 6), reduce=" + (swapped ? a : b) +
         ", reduce_concat=[5, 3, 2, 4])";
}

/// A network with random weights and statistics, all different.
TrainedNetwork random_network(const std::string& genotype, const DiscreteShape& shape) {
  TrainedNetwork trained{.genotype = parse_genotype(genotype),
                         .shape = shape,
                         .classes = {"a \"quoted\" class", "Käse", "c"},
                         .middle = 0.875};
  trained.shape.classes = 3;
  for (int64_t c = 0; c < shape.image_channels; ++c) {
    trained.normalisation.mean.push_back(0.4 + 0.05 * static_cast<double>(c));
    trained.normalisation.deviation.push_back(0.2 + 0.03 * static_cast<double>(c));
  }
  const auto network = make_discrete_network(trained.genotype, trained.shape);
  const Layout& layout = network->layout();
  at::Generator random = generator(7, Purpose::kWeights);
  const Tensor scatter = torch::empty({layout.weight_count()}).uniform_(0.5, 1.5, random);
  const Tensor noise = torch::empty({layout.weight_count()}).uniform_(-0.1, 0.1, random);
  trained.weights = layout.initial_weights(random) * scatter + noise;
  trained.statistics = layout.initial_statistics();
  const auto parts = layout.statistics(trained.statistics);
  for (size_t i = 0; i < parts.size(); i += 2) {
    parts[i].normal_(0, 0.1, random);
    parts[i + 1].uniform_(0.5, 1.5, random);
  }
  return trained;
}

/// Writes the network in all formats, with random images and its logits for them.
void write_all(const TrainedNetwork& trained, const std::string& folder) {
  const at::NoGradGuard no_grad;
  find_entry(export_formats(), "python", "format").write(trained, folder);
  if (find_entry(export_formats(), "onnx", "format").meaning.find("not in this build") ==
      std::string::npos) {
    find_entry(export_formats(), "onnx", "format").write(trained, folder + "/network.onnx");
  }
  const auto network = make_discrete_network(trained.genotype, trained.shape);
  const int64_t side = trained.shape.image_side, channels = trained.shape.image_channels;
  const int64_t count = side > 64 ? 16 : 256;
  const Tensor images =
      torch::empty({count, channels, side, side}).uniform_(0, 1, generator(8, Purpose::kNoise));
  const auto by_channel = [](const std::vector<double>& values) {
    return torch::tensor(values, torch::kFloat32).view({1, -1, 1, 1});
  };
  Pass pass = network->pass(trained.weights, trained.statistics, Statistics::kRunning);
  const Tensor normalised = (images - by_channel(trained.normalisation.mean)) /
                            by_channel(trained.normalisation.deviation);
  const Tensor logits = network->forward(normalised, pass).logits;
  write_file(folder + "/logits.safetensors",
             to_safetensors({.tensors = {{"images", images}, {"logits", logits}}}));
}

/// The interpreter with which exported networks are tried: $TETLO_PYTHON or python3.
std::string python() {
  const char* named = std::getenv("TETLO_PYTHON");
  return named != nullptr ? named : "python3";
}

bool python_has_torch() {
  const std::string command = python() + " -c 'import torch, safetensors' 2>/dev/null";
  return std::system(command.c_str()) == 0;
}

struct Case {
  const char* name;
  std::string genotype;
  DiscreteShape shape;
};

// Sides of 30, 15 and 8 pixels have an odd one, which skip connections of stride 2 and the residual
// blocks of NAS-Bench-201 must halve.
std::vector<Case> cases() {
  const DiscreteShape odd{.image_side = 30, .channels = 8, .cells = 3};
  const auto seen = [](int64_t channels, int64_t side) {
    return DiscreteShape{.image_channels = channels, .image_side = side, .channels = 8, .cells = 3};
  };
  DiscreteShape with_head = odd;
  with_head.auxiliary_head = true;
  return {
      {"every-operation", every_operation(false), odd},
      {"every-operation-swapped", every_operation(true), odd},
      {"darts-with-head", to_string(load_genotype("DARTS_V2")), with_head},
      {"darts-grey", to_string(load_genotype("PC_DARTS_cifar")), seen(1, 28)},
      {"darts-48-pixels", to_string(load_genotype("PDARTS")), seen(3, 48)},
      {"darts-96-pixels", to_string(load_genotype("NASNet")), seen(3, 96)},
      {"darts-160-pixels", to_string(load_genotype("AmoebaNet")), seen(3, 160)},
      {"nasbench201",
       "|nor_conv_3x3~0|+|skip_connect~0|none~1|+|avg_pool_3x3~0|nor_conv_1x1~1|nor_conv_3x3~2|",
       odd},
      {"nasbench101",
       "|conv3x3-bn-relu~0|maxpool3x3~0,1|conv1x1-bn-relu~0,1|conv3x3-bn-relu~1|output~0,2,3|",
       odd},
  };
}

TEST(Export, NetworksGiveTheSameLogitsInPyTorchAndOnnxRuntime) {
  if (!python_has_torch()) {
    GTEST_SKIP() << python() << " has no torch and safetensors; $TETLO_PYTHON can name another";
  }
  const TemporaryFolder folder;
  std::string command = python() + " tests/export/compare.py";
  for (const auto& [name, genotype, shape] : cases()) {
    const TrainedNetwork trained = random_network(genotype, shape);
    write_all(trained, folder.path(name));
    command += " " + folder.path(name);
  }
  EXPECT_EQ(std::system(command.c_str()), 0);
}

}  // namespace
}  // namespace tetlo
