// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/build.h"

#include "tetlo/util/table.h"

namespace tetlo {
namespace {

uint64_t seed_of(const SearchOptions& options) { return static_cast<uint64_t>(options.run.seed); }

/// The layout of the main model's supernet.
SupernetShape shape_of(const SearchOptions& options, const SupernetPlan& plan,
                       const ModelInput& input) {
  const int64_t cells = options.network.cells + plan.added_cells;
  const int64_t used = options.network.used_cells;
  return {.image_channels = input.channels,
          .channels = options.network.channels,
          .cells = cells,
          .used_cells = used > 0 ? used + plan.added_cells : (plan.all_cells ? cells : 0),
          .classes = input.classes,
          .partial = plan.partial,
          .engine = options.run.engine};
}

}  // namespace

std::unique_ptr<const Method> make_method(const SearchOptions& options, const Phase& phase) {
  return find_method(options.method.name)
      .make(options.method.chosen(),
            {.phase = phase, .seed = seed_of(options), .arch_from = options.search.arch_from});
}

std::unique_ptr<Selection> make_selection(const SearchOptions& options, const Method& method) {
  return find_selection(options.selection.name)
      .make(options.selection.chosen(),
            {.space = method.phase().space, .seed = seed_of(options), .phases = method.phases()});
}

std::unique_ptr<Framework> make_framework(const SearchOptions& options, const SupernetPlan& plan,
                                          const ModelInput& input) {
  const AuxiliaryEntry& learner = find_entry(auxiliaries(), options.auxiliary.name, "auxiliary");
  return std::make_unique<Framework>(find_framework(options.framework.name)
                                         .make({.space = plan.space,
                                                .shape = shape_of(options, plan, input),
                                                .seed = seed_of(options),
                                                .gamma = options.framework.gamma,
                                                .lambda = options.framework.lambda,
                                                .clip = options.search.clip,
                                                .transfer = make_transfer(options.transfer),
                                                .auxiliary =
                                                    [&](const AuxiliaryParts& parts) {
                                                      return learner.make(
                                                          options.auxiliary.chosen(), parts);
                                                    },
                                                .tensors = input.tensors}));
}

}  // namespace tetlo
