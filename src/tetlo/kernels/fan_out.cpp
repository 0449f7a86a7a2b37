// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/fan_out.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>

#include "tetlo/kernels/fan_out_pass.h"

namespace tetlo::kernels {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

using Plain = std::function<Tensors(const FanOutInputs&)>;

/// The part of the forward pass that the graph keeps for the backward pass.
struct Carried : torch::CustomClassHolder {
  Carried(FanOutPass forward, Plain operations)
      : pass(std::move(forward)), plain(std::move(operations)) {}
  FanOutPass pass;
  Plain plain;
  std::vector<std::vector<bool>> present;
  std::vector<bool> has_accumulator;
  size_t inputs = 0;  ///< saved variables before the pass's values
};

/// The arguments of fan_out() that are not variables of the graph.
struct Call {
  const FanOutShape& shape;
  const Tensors& accumulators;
  const std::vector<std::vector<bool>>& present;
  const FanOutStatistics& statistics;
  const Plain& plain;
};

/// The variables in the order in which the graph sees them: x, the mixture of each edge, the
/// weights, and each accumulator that is defined.
variable_list flatten(const FanOutInputs& inputs) {
  variable_list all = {inputs.x};
  all.insert(all.end(), inputs.mixture.begin(), inputs.mixture.end());
  all.insert(all.end(), inputs.weights.begin(), inputs.weights.end());
  for (const Tensor& accumulator : inputs.accumulators) {
    if (accumulator.defined()) all.push_back(accumulator);
  }
  return all;
}

/// The inverse of flatten(), without the accumulators, as no gradient depends on them.
FanOutInputs unflatten(const variable_list& all, size_t edges) {
  const auto mixture = all.begin() + 1, weights = mixture + static_cast<std::ptrdiff_t>(edges);
  return {.x = all.front(),
          .accumulators = Tensors(edges),
          .mixture = {mixture, weights},
          .weights = {weights, all.end()}};
}

struct FanOut : torch::autograd::Function<FanOut> {
  static variable_list forward(AutogradContext* ctx, at::TensorList all, const Call& call) {
    const size_t edges = call.shape.edges.size();
    const size_t count =
        static_cast<size_t>(std::count_if(call.accumulators.begin(), call.accumulators.end(),
                                          [](const Tensor& t) { return t.defined(); }));
    const variable_list kept(all.begin(), all.end() - static_cast<std::ptrdiff_t>(count));
    FanOutInputs inputs = unflatten(kept, edges);
    inputs.accumulators = call.accumulators;
    inputs.present = call.present;
    auto carried = c10::make_intrusive<Carried>(
        FanOutPass(call.shape, inputs, /*keeps_values=*/true), call.plain);
    Tensors outputs = carried->pass.forward(inputs, call.statistics);
    for (const Tensor& accumulator : call.accumulators) {
      carried->has_accumulator.push_back(accumulator.defined());
    }
    carried->present = call.present;
    carried->inputs = kept.size();
    // Values that are saved as variables are freed as soon as the backward pass has used them.
    variable_list saved = kept;
    const Tensors values = carried->pass.take_values();
    saved.insert(saved.end(), values.begin(), values.end());
    ctx->save_for_backward(saved);
    ctx->saved_data["pass"] = at::IValue::make_capsule(std::move(carried));
    return outputs;
  }

  static variable_list backward(AutogradContext* ctx, const variable_list& grad_out) {
    const auto capsule = ctx->saved_data["pass"].toCapsule();
    auto& carried = static_cast<Carried&>(*capsule);
    const variable_list saved = ctx->get_saved_variables();
    const auto values = saved.begin() + static_cast<std::ptrdiff_t>(carried.inputs);
    const FanOutInputs inputs = unflatten({saved.begin(), values}, grad_out.size());
    variable_list gradients;
    if (at::GradMode::is_enabled()) {
      gradients = differentiable(carried, inputs, grad_out);
    } else {
      FanOutGradient by =
          carried.pass.backward(inputs, {values, saved.end()}, grad_out, wanted(*ctx, inputs));
      by.weights.resize(inputs.weights.size());
      gradients =
          flatten({.x = by.x, .accumulators = {}, .mixture = by.mixture, .weights = by.weights});
    }
    for (size_t e = 0; e < grad_out.size(); ++e) {
      if (carried.has_accumulator[e]) gradients.push_back(grad_out[e]);
    }
    gradients.emplace_back();  // the Call has no gradient
    return gradients;
  }

 private:
  static GradientsWanted wanted(const AutogradContext& ctx, const FanOutInputs& inputs) {
    GradientsWanted wanted{.x = ctx.needs_input_grad(0), .weights = false};
    for (size_t i = 0; i < inputs.weights.size(); ++i) {
      if (ctx.needs_input_grad(1 + inputs.mixture.size() + i)) wanted.weights = true;
    }
    return wanted;
  }

  /// The gradients as functions that can be differentiated again.
  static variable_list differentiable(const Carried& carried, const FanOutInputs& inputs,
                                      const variable_list& grad_out) {
    // Differentiate with respect to views, so that autograd stops here: x may itself depend on the
    // mixture, and the outer graph accounts for that path.
    variable_list all = flatten(inputs), wanted;
    for (Tensor& t : all) t = t.view_as(t);
    std::copy_if(all.begin(), all.end(), std::back_inserter(wanted),
                 [](const Tensor& t) { return t.requires_grad(); });
    FanOutInputs at = unflatten(all, grad_out.size());
    at.present = carried.present;
    const variable_list by =
        torch::autograd::grad(carried.plain(at), wanted, grad_out, /*retain_graph=*/true,
                              /*create_graph=*/true, /*allow_unused=*/true);
    variable_list gradients;
    size_t next = 0;
    for (const Tensor& t : all) gradients.push_back(t.requires_grad() ? by[next++] : Tensor());
    return gradients;
  }
};

}  // namespace

Tensors fan_out(const FanOutShape& shape, const FanOutInputs& inputs,
                const FanOutStatistics& statistics, const Plain& plain) {
  const variable_list all = flatten(inputs);
  const auto has_gradient = [](const Tensor& t) { return t.requires_grad(); };
  if (!at::GradMode::is_enabled() || std::none_of(all.begin(), all.end(), has_gradient)) {
    return FanOutPass(shape, inputs, /*keeps_values=*/false).forward(inputs, statistics);
  }
  return FanOut::apply(at::TensorList(all), Call{.shape = shape,
                                                 .accumulators = inputs.accumulators,
                                                 .present = inputs.present,
                                                 .statistics = statistics,
                                                 .plain = plain});
}

}  // namespace tetlo::kernels
