// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/build.h"

namespace tetlo {
namespace {

/// The layout of the main model's supernet.
SupernetShape shape_of(const SearchOptions& options, const SupernetPlan& plan,
                       const ModelInput& input) {
  const int64_t cells = options.network.cells + plan.added_cells;
  const int64_t used = options.network.used_cells;
  return {.image_channels = input.channels,
          .image_side = input.side,
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
      .make(options.method.chosen(), {.phase = phase,
                                      .seed = options.run.stream_seed(),
                                      .arch_from = options.search.arch_from});
}

std::unique_ptr<Selection> make_selection(const SearchOptions& options, const Method& method,
                                          const KnownAccuracies& known) {
  return find_selection(options.selection.name)
      .make(options.selection.chosen(), {.space = method.phase().space,
                                         .seed = options.run.stream_seed(),
                                         .phases = method.phases(),
                                         .learns_alpha = learns_alpha(options),
                                         .known = known});
}

bool learns_alpha(const SearchOptions& options) {
  return find_method(options.method.name).learns_alpha;
}

bool trains(const SearchOptions& options) {
  const DependsOn needed = find_selection(options.selection.name).depends_on;
  return needed == DependsOn::kWeights || (needed == DependsOn::kAlpha && learns_alpha(options));
}

std::unique_ptr<Framework> make_framework(const SearchOptions& options, const SupernetPlan& plan,
                                          const ModelInput& input, const Mixture& initial) {
  const bool separate = options.auxiliary_architecture == AuxiliaryArchitecture::kSeparate;
  const FrameworkParts parts{
      .space = plan.space,
      .shape = shape_of(options, plan, input),
      .seed = options.run.stream_seed(),
      .clip = options.search.clip,
      .unrolled = options.hypergradient.kind != HypergradientKind::kFirstOrder,
      .transfer = make_transfer(options.transfer),
      .auxiliary = auxiliary_maker(options.auxiliary),
      .separate_architecture = separate,
      .auxiliary_classes = input.auxiliary_classes,
      .initial = initial,
      .tensors = input.tensors};
  return std::make_unique<Framework>(
      find_framework(options.framework.name).make(options.framework.chosen(), parts));
}

}  // namespace tetlo
