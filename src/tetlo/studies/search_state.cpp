// SPDX-License-Identifier: Apache-2.0
#include "tetlo/studies/search_state.h"

#include "tetlo/search/schedule.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

/// The inputs of the first iteration from `done` on that updates α.
StepInputs inputs_for_alpha(Search& search, Position done) {
  for (; done.iteration < search.iterations(done.epoch); ++done.iteration) {
    const StepInputs inputs = search.next_inputs(done);
    if (inputs.validation.images.defined()) return inputs;
  }
  fail("α is not updated in the epoch after {} epochs.", done.epoch);
}

/// The inputs with images in float64. Batches of the same images still share them.
StepInputs in_double(StepInputs inputs) {
  const auto convert = [](StepBatch& batch, StepBatch& auxiliary) {
    const bool same = same_images(batch, auxiliary);
    batch.images = batch.images.to(torch::kFloat64);
    auxiliary.images = same ? batch.images : auxiliary.images.to(torch::kFloat64);
  };
  convert(inputs.train, inputs.auxiliary_train);
  convert(inputs.validation, inputs.auxiliary_validation);
  return inputs;
}

/// The mixture that the framework holds constant, if there is one, in float64.
Mixture constant_mixture(const Framework& framework) {
  Mixture constant;
  for (const Model& model : framework.models()) {
    if (model.constant_mixture) constant = *model.constant_mixture;
  }
  for (CellMixture* cell : {&constant.normal, &constant.reduce}) {
    for (auto* weights : {&cell->edges, &cell->scales}) {
      for (Tensor& weight : *weights) weight = weight.to(torch::kFloat64);
    }
  }
  return constant;
}

/// The search's framework, with its present weights, in float64.
std::unique_ptr<Framework> twin_of(const Search& search, const SearchOptions& options,
                                   const Sources& sources) {
  const auto tensors =
      torch::TensorOptions().device(device_named(options.run.device)).dtype(torch::kFloat64);
  ModelInput input{
      .channels = sources.main.channels, .classes = sources.main.classes, .tensors = tensors};
  if (sources.auxiliary) input.auxiliary_classes = sources.auxiliary->classes;
  auto twin = make_framework(options, search.method().supernet(), input,
                             constant_mixture(search.framework()));
  twin->restore(search.framework().save());
  return twin;
}

}  // namespace

SearchState::SearchState(const SearchOptions& options, const Sources& sources, const Checkpoint& at)
    : epoch_(at.done.epoch), options_(options), search_(options_, sources) {
  search_.restore(at.snapshot, at.done);
  const auto& tensors = at.snapshot.tensors;
  adam_ = {.weights = tensors.at("alpha"),
           .first_moment = tensors.at("alpha.first_moment"),
           .second_moment = tensors.at("alpha.second_moment"),
           .steps = at.snapshot.values.at("alpha.steps")};
  twin_ = twin_of(search_, options_, sources);
  const StepInputs inputs = inputs_for_alpha(search_, at.done);
  single_ = {.framework = &search_.framework(), .inputs = inputs, .alpha = search_.all_alpha()};
  double_ = {.framework = twin_.get(),
             .inputs = in_double(inputs),
             .alpha = search_.all_alpha().to(torch::kFloat64)};
}

Tensor SearchState::hypergradient(Precision precision, HypergradientKind kind,
                                  double radius) const {
  const auto& [framework, inputs, alpha] = at(precision);
  const HypergradientOptions options{
      .kind = kind, .steps = options_.hypergradient.steps, .radius = radius};
  return tetlo::hypergradient(framework->problem(inputs), alpha, options).alpha;
}

double SearchState::P(const Tensor& alpha) const {
  const HypergradientOptions solver{.kind = HypergradientKind::kExact,
                                    .steps = options_.hypergradient.steps};
  return outer(twin_->problem(double_.inputs), alpha, solver, /*create_graph=*/false)
      .item<double>();
}

double SearchState::step_length(const Tensor& gradient) const {
  const auto& schedule = options_.search;
  const AdamState moved =
      adam_step(adam_, clip_norm(gradient.to(adam_.weights.scalar_type()), schedule.alpha_clip),
                {.rate = Schedule(schedule, {}).alpha_rate(epoch_),
                 .beta1 = schedule.alpha_beta1,
                 .beta2 = schedule.alpha_beta2,
                 .weight_decay = schedule.alpha_weight_decay});
  return (moved.weights - adam_.weights).norm().item<double>();
}

}  // namespace tetlo
