// SPDX-License-Identifier: Apache-2.0
// Residual networks of three depths.
#include "tetlo/net/resnet.h"

#include "tetlo/auxiliaries/auxiliary.h"

namespace tetlo {
namespace {

struct Options {
  int64_t width = ResNetShape().width;

  std::vector<Field> fields() {
    return {{"width",
             {&width, {4, 4096, "channels"}},
             "channels of the stem, and of the 3 x 3 convolutions in the first group of blocks",
             "[He2016, table 1]"}};
  }
};

template <const ResNetBlocks& blocks>
Auxiliary make(const std::any& options, const AuxiliaryParts& parts) {
  return {.network = std::make_shared<ResNet>(
              ResNetShape{.blocks = blocks,
                          .image_channels = parts.shape.image_channels,
                          .image_side = parts.shape.image_side,
                          .width = std::any_cast<const Options&>(options).width,
                          .classes = parts.shape.classes,
                          .activation = parts.shape.activation}),
          .fixed = true};
}

template <const ResNetBlocks& blocks>
AuxiliaryEntry entry(const std::string& name, const std::string& meaning) {
  return {member<Options>(name, meaning, "[He2016, table 1; Sheth2023, appendix D]"), make<blocks>};
}

}  // namespace

AuxiliaryEntry resnet18_auxiliary() {
  return entry<kResNet18>("resnet18", "a residual network of 8 blocks of two convolutions");
}

AuxiliaryEntry resnet50_auxiliary() {
  return entry<kResNet50>("resnet50", "a residual network of 16 blocks of three convolutions");
}

AuxiliaryEntry resnet101_auxiliary() {
  return entry<kResNet101>("resnet101", "a residual network of 33 blocks of three convolutions");
}

}  // namespace tetlo
