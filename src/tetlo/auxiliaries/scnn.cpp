// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/scnn.h"

#include "tetlo/auxiliaries/auxiliary.h"

namespace tetlo {
namespace {

struct Options {
  int64_t width = ScnnShape().width;

  std::vector<Field> fields() {
    return {{"width",
             {&width, {4, 4096, "channels"}},
             "channels of every block",
             "[Vinyals2016, section 4.1.1]"}};
  }
};

Auxiliary make(const std::any& options, const AuxiliaryParts& parts) {
  return {.network = std::make_shared<Scnn>(
              ScnnShape{.image_channels = parts.shape.image_channels,
                        .width = std::any_cast<const Options&>(options).width,
                        .classes = parts.shape.classes,
                        .activation = parts.shape.activation}),
          .fixed = true};
}

}  // namespace

AuxiliaryEntry scnn_auxiliary() {
  return {member<Options>("scnn", "four convolutions with max pooling",
                          "[Vinyals2016, section 4.1.1; Sheth2023, appendix D]"),
          make};
}

}  // namespace tetlo
