// SPDX-License-Identifier: Apache-2.0
// A module of PyTorch in one file, which needs neither this program nor another one's code, with its
// weights and a program that classifies image files. The text is put together from the files in
// python/: layers, the family of the cells, and the loading of the weights.
#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tetlo/export/format.h"
#include "tetlo/export/python_texts.h"
#include "tetlo/export/weights.h"
#include "tetlo/util/error.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kHead =
    R"("""A network found by differentiable architecture search, as a module of PyTorch.

    import model
    network = model.load()
    logits = network(images)

It takes {}, and normalises them itself. The weights in
weights.safetensors have the names of {}.
"""
import os
import re
from collections import namedtuple

import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import load_file

)";

/// The family's part of the module, and its genotype as an expression of Python.
struct FamilyText {
  const char* code;
  std::string genotype;
};

FamilyText text_of(const DartsCells& cells) { return {python::kDarts, cells.text()}; }
FamilyText text_of(const Nasbench201Cell& cell) {
  return {python::kNasbench201, json(cell.text()).dump()};
}
FamilyText text_of(const Nasbench101Cell& cell) {
  return {python::kNasbench101, json(pruned(cell).text()).dump()};
}

std::string constants(const TrainedNetwork& trained, const std::string& genotype) {
  const DiscreteShape& shape = trained.shape;
  std::string text =
      "Genotype = namedtuple(\"Genotype\", \"normal normal_concat reduce reduce_concat\")\n\n";
  const auto add = [&](const char* name, const std::string& value) {
    text += fmt::format("{} = {}\n", name, value);
  };
  add("GENOTYPE", genotype);
  add("CHANNELS", std::to_string(shape.channels));
  add("CELLS", std::to_string(shape.cells));
  add("AUXILIARY_HEAD", shape.auxiliary_head ? "True" : "False");
  add("CLASSES", json(trained.classes).dump());
  add("IMAGE_CHANNELS", std::to_string(shape.image_channels));
  add("IMAGE_SIDE", std::to_string(shape.image_side));
  add("MIDDLE",
      json(trained.middle).dump() + "  # share of the shorter side of an image file that is seen");
  add("MEAN", json(trained.normalisation.mean).dump());
  add("DEVIATION", json(trained.normalisation.deviation).dump());
  return text;
}

std::string module_text(const TrainedNetwork& trained) {
  const Metadata metadata = metadata_of(trained);
  const auto [code, genotype] =
      std::visit([](const auto& cells) { return text_of(cells); }, trained.genotype);
  return fmt::format(kHead, metadata.at("input"),
                     is_published(trained.genotype, trained.shape)
                         ? "https://github.com/quark0/darts"
                         : "this module") +
         constants(trained, genotype) + "\n\n" + python::kLayers + "\n\n" + code + "\n\n" +
         python::kLoad;
}

std::vector<std::string> write_python(const TrainedNetwork& trained, const std::string& folder) {
  std::error_code unknown;
  fs::create_directories(folder, unknown);
  require(fs::is_directory(folder, unknown), "The folder {} cannot be made.", folder);
  const std::string model = folder + "/model.py", weights = folder + "/weights.safetensors",
                    predict = folder + "/predict.py";
  write_file(model, module_text(trained));
  write_weights(trained, weights);
  write_file(predict, python::kPredict);
  return {model, weights, predict};
}

}  // namespace

const ExportFormat kPythonFormat = {
    .name = "python",
    .meaning =
        "a folder with model.py, a module of PyTorch in one file, its weights, and predict.py",
    .write = write_python};

}  // namespace tetlo
