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
  bool with_tangents = false;
  size_t inputs = 0;  ///< saved variables before the pass's values
};

/// The arguments of fan_out(), for what is not a variable of the graph.
struct Call {
  const FanOutShape& shape;
  const FanOutInputs& inputs;
  const FanOutStatistics& statistics;
  const Plain& plain;
};

void append(variable_list& all, const Tensors& more) {
  std::copy_if(more.begin(), more.end(), std::back_inserter(all),
               [](const Tensor& t) { return t.defined(); });
}

/// The variables of the graph, in this order: x, the mixture of each edge, the weights, then the
/// tangents of x and the weights if there are tangents.
variable_list flatten(const FanOutInputs& inputs) {
  variable_list all = {inputs.x};
  append(all, inputs.mixture);
  append(all, inputs.weights);
  append(all, {inputs.x_tangent});
  append(all, inputs.weight_tangents);
  return all;
}

/// The inverse of flatten(). No gradient depends on the accumulators, which are left out.
FanOutInputs unflatten(const variable_list& all, size_t edges, bool with_tangents) {
  const size_t behind = all.size() - 1 - edges;
  const auto mixture = all.begin() + 1, weights = mixture + static_cast<std::ptrdiff_t>(edges);
  const auto end = weights + static_cast<std::ptrdiff_t>(with_tangents ? (behind - 1) / 2 : behind);
  FanOutInputs inputs{.x = all.front(),
                      .accumulators = Tensors(edges),
                      .mixture = {mixture, weights},
                      .weights = {weights, end}};
  if (!with_tangents) return inputs;
  inputs.x_tangent = *end;
  inputs.accumulator_tangents = Tensors(edges);
  inputs.weight_tangents = {end + 1, all.end()};
  return inputs;
}

struct FanOut : torch::autograd::Function<FanOut> {
  /// `all` are flatten(call.inputs), then those accumulators that are defined, then their tangents.
  static variable_list forward(AutogradContext* ctx, at::TensorList /*all*/, const Call& call) {
    auto carried = c10::make_intrusive<Carried>(
        FanOutPass(call.shape, call.inputs, /*keeps_values=*/true), call.plain);
    Tensors outputs = carried->pass.forward(call.inputs, call.statistics);
    for (const Tensor& accumulator : call.inputs.accumulators) {
      carried->has_accumulator.push_back(accumulator.defined());
    }
    carried->present = call.inputs.present;
    carried->with_tangents = call.inputs.have_tangents();
    // Values that are saved as variables are freed as soon as the backward pass has used them.
    variable_list saved = flatten(call.inputs);
    carried->inputs = saved.size();
    const Tensors values = carried->pass.take_values();
    saved.insert(saved.end(), values.begin(), values.end());
    ctx->save_for_backward(saved);
    ctx->saved_data["pass"] = at::IValue::make_capsule(std::move(carried));
    return outputs;
  }

  /// `grads` are the gradients with respect to the outputs, then to their tangents.
  static variable_list backward(AutogradContext* ctx, const variable_list& grads) {
    const auto capsule = ctx->saved_data["pass"].toCapsule();
    auto& carried = static_cast<Carried&>(*capsule);
    const variable_list saved = ctx->get_saved_variables();
    const auto values = saved.begin() + static_cast<std::ptrdiff_t>(carried.inputs);
    const size_t edges = carried.has_accumulator.size();
    const FanOutInputs inputs = unflatten({saved.begin(), values}, edges, carried.with_tangents);
    variable_list by;
    if (at::GradMode::is_enabled()) {
      TORCH_CHECK(!carried.with_tangents, "a gradient of tangents cannot be differentiated again");
      by = differentiable(carried, inputs, grads);
    } else {
      by = constant(*ctx, carried.pass, inputs, {values, saved.end()}, grads);
    }
    for (size_t i = 0; i < grads.size(); ++i) {
      if (carried.has_accumulator[i % edges]) by.push_back(grads[i]);
    }
    by.emplace_back();  // the Call has no gradient
    return by;
  }

 private:
  /// The gradients with respect to flatten(inputs). That with respect to a tangent is the gradient
  /// of a pass without tangents, and that with respect to a value is the tangent of this gradient.
  static variable_list constant(const AutogradContext& ctx, FanOutPass& pass,
                                const FanOutInputs& inputs, const Tensors& values,
                                const variable_list& grads) {
    const bool tangents = inputs.have_tangents();
    const auto by_tangents =
        grads.begin() + static_cast<std::ptrdiff_t>(tangents ? grads.size() / 2 : 0);
    FanOutGradient by = pass.backward(
        inputs, values,
        {.value = {by_tangents, grads.end()}, .tangent = {grads.begin(), by_tangents}},
        wanted(ctx, inputs));
    by.weights.resize(inputs.weights.size());
    variable_list all = {tangents ? by.x_tangent : by.x};
    all.insert(all.end(), by.mixture.begin(), by.mixture.end());
    all.insert(all.end(), by.weights.begin(), by.weights.end());
    if (!tangents) return all;
    all.push_back(by.x);
    all.resize(all.size() + inputs.weights.size());  // the tangents of the weights are constants
    return all;
  }

  static GradientsWanted wanted(const AutogradContext& ctx, const FanOutInputs& inputs) {
    const size_t weights = 1 + inputs.mixture.size(), tangents = weights + inputs.weights.size();
    GradientsWanted wanted{.x = ctx.needs_input_grad(0), .weights = false};
    if (inputs.have_tangents() && ctx.needs_input_grad(tangents)) wanted.x = true;
    for (size_t i = weights; i < tangents; ++i) {
      if (ctx.needs_input_grad(i)) wanted.weights = true;
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
    FanOutInputs at = unflatten(all, grad_out.size(), /*with_tangents=*/false);
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
  variable_list all = flatten(inputs);
  append(all, inputs.accumulators);
  append(all, inputs.accumulator_tangents);
  const auto has_gradient = [](const Tensor& t) { return t.requires_grad(); };
  if (!at::GradMode::is_enabled() || std::none_of(all.begin(), all.end(), has_gradient)) {
    return FanOutPass(shape, inputs, /*keeps_values=*/false).forward(inputs, statistics);
  }
  return FanOut::apply(
      at::TensorList(all),
      Call{.shape = shape, .inputs = inputs, .statistics = statistics, .plain = plain});
}

}  // namespace tetlo::kernels
