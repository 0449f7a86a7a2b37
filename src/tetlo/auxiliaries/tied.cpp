// SPDX-License-Identifier: Apache-2.0
// A supernet with the same architecture α, which shares its first cells with the main model
// [Sheth2023, section 3.1].
#include "tetlo/auxiliaries/auxiliary.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

struct Options {
  int64_t cells = -1;
  bool encoder = false;

  std::vector<Field> fields() {
    return {{"cells",
             {&cells, {-1, 1000, "cells"}},
             "number of first cells that both models share; -1: all but the last",
             "docs/decisions.md",
             {"tied.encoder", {"false"}}},
            {"encoder", &encoder,
             "whether both models share everything before the classifier, including all cells",
             "docs/decisions.md"}};
  }
};

Auxiliary make(const std::any& options, const AuxiliaryParts& parts) {
  const auto& [chosen, encoder] = std::any_cast<const Options&>(options);
  const int64_t all = parts.main.cells();
  require(chosen <= all, "tied.cells is {}; it must be at most {}, all cells of the models.",
          chosen, all);
  return {.network = std::make_shared<Supernet>(parts.space, parts.shape),
          .tied = encoder ? parts.main.encoder_weights()
                          : parts.main.prefix_weights(chosen < 0 ? all - 1 : chosen)};
}

}  // namespace

AuxiliaryEntry tied_auxiliary() {
  return {member<Options>("tied", "a supernet that shares its first cells with the main model",
                          "[Sheth2023, section 3.1]"),
          make};
}

}  // namespace tetlo
