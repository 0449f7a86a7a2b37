// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/fan_out.h"

#include <algorithm>
#include <utility>

#include "tetlo/util/forward_mode.h"

namespace tetlo {
namespace {

bool can_be_fused(const Tensor& x, const Pass& pass) {
  return pass.engine == Engine::kFused && x.is_cpu() && x.scalar_type() == torch::kFloat32 &&
         pass.activation == Activation::kRelu && !pass.observer;
}

/// Takes the tangent from x: zeros if it has none, undefined if x is.
Tensor take_tangent(Tensor& x) {
  if (!x.defined()) return {};
  const Tensor tangent = tangent_of(x);
  x = value_of(x);
  return tangent.defined() ? tangent : torch::zeros_like(x);
}

std::vector<Tensor> take_tangents(std::vector<Tensor>& all) {
  std::vector<Tensor> tangents;
  for (Tensor& x : all) tangents.push_back(take_tangent(x));
  return tangents;
}

/// Separates the tangents from the tensors that carry them, if any does.
void take_tangents(kernels::FanOutInputs& inputs) {
  const auto has_one = [](const Tensor& x) { return tangent_of(x).defined(); };
  TORCH_CHECK(std::none_of(inputs.mixture.begin(), inputs.mixture.end(), has_one),
              "the weights of a mixture cannot have tangents");
  const auto have_one = [&](const std::vector<Tensor>& all) {
    return std::any_of(all.begin(), all.end(), has_one);
  };
  if (!has_one(inputs.x) && !have_one(inputs.weights) && !have_one(inputs.accumulators)) return;
  inputs.x_tangent = take_tangent(inputs.x);
  inputs.weight_tangents = take_tangents(inputs.weights);
  inputs.accumulator_tangents = take_tangents(inputs.accumulators);
}

/// Lets the first half of `outputs` carry the second half, which is removed.
void give_tangents(std::vector<Tensor>& outputs) {
  const size_t half = outputs.size() / 2;
  for (size_t i = 0; i < half; ++i) outputs[i] = with_tangent(outputs[i], outputs[half + i]);
  outputs.resize(half);
}

}  // namespace

FanOut::FanOut(std::vector<Candidates> edges, int64_t stride, int64_t out_channels,
               bool spare_memory)
    : edges_(std::move(edges)) {
  shape_.stride = stride;
  shape_.out_channels = out_channels;
  shape_.spare_memory = spare_memory;
  const auto take = [this](size_t first, size_t count) {
    for (size_t i = 0; i < count; ++i) places_.push_back(first + i);
    return places_.size() - count;
  };
  for (const Candidates& edge : edges_) {
    auto& branches = shape_.edges.emplace_back();
    auto& with_kernels = with_kernels_.emplace_back();
    for (const auto& candidate : edge) {
      const auto known = candidate->branch();
      with_kernels.push_back(known ? candidate : nullptr);
      kernels::Branch branch = known.value_or(kernels::Branch());
      for (kernels::StageShape& stage : branch.stages) {
        stage.weights = take(stage.weights, stage.kind == kernels::StageKind::kPointwise ? 1 : 2);
        if (stage.norm.scale) stage.norm.scale = take(*stage.norm.scale, 2);
      }
      branches.push_back(std::move(branch));
    }
  }
}

std::vector<Tensor> FanOut::operator()(const Tensor& x, const std::vector<EdgeMixture>& mixture,
                                       const std::vector<Tensor>& accumulators, Pass& pass) const {
  if (edges_.empty()) return {};
  kernels::FanOutInputs inputs{.x = x, .accumulators = accumulators, .mixture = {}, .weights = {}};
  for (const EdgeMixture& edge : mixture) {
    inputs.mixture.push_back(edge.weights);
    inputs.present.push_back(edge.present);
  }
  return can_be_fused(x, pass) ? fused(std::move(inputs), pass) : plain(edges_, inputs, pass);
}

std::vector<Tensor> FanOut::plain(const std::vector<Candidates>& edges,
                                  const kernels::FanOutInputs& inputs, Pass& pass) const {
  std::vector<Tensor> outputs = inputs.accumulators;
  for (size_t e = 0; e < edges.size(); ++e) {
    const EdgeMixture edge{.weights = inputs.mixture[e], .present = inputs.present[e]};
    const Tensor mixed = mix(edges[e], inputs.x, edge, pass);
    accumulate(outputs[e], mixed.defined() ? mixed : nothing(inputs.x), pass);
  }
  return outputs;
}

Tensor FanOut::nothing(const Tensor& x) const {
  const int64_t stride = shape_.stride;
  return x.new_zeros({x.size(0), shape_.out_channels > 0 ? shape_.out_channels : x.size(1),
                      (x.size(2) + stride - 1) / stride, (x.size(3) + stride - 1) / stride});
}

std::vector<Tensor> FanOut::fused(kernels::FanOutInputs inputs, Pass& pass) const {
  for (Tensor& weight : inputs.mixture) {
    if (!weight.defined()) weight = torch::ones({1}, inputs.x.options());
  }
  for (size_t place : places_) inputs.weights.push_back(pass.weights[place]);
  const Tensor x = inputs.x;
  take_tangents(inputs);

  // Computes the same with LibTorch's operations, for gradients of gradients. The running
  // statistics are not updated, because this batch has updated them already.
  Pass again = pass;
  again.mixture = {};
  if (again.mode == Statistics::kBatchAndUpdate) again.mode = Statistics::kBatch;
  again.weights.assign(pass.weights.size(), Tensor());
  const auto plainly = [this, again](const kernels::FanOutInputs& at) {
    Pass at_weights = again;
    for (size_t i = 0; i < places_.size(); ++i) at_weights.weights[places_[i]] = at.weights[i];
    return plain(with_kernels_, at, at_weights);
  };
  std::vector<Tensor> outputs =
      kernels::fan_out(shape_, inputs, {.running = pass.statistics, .mode = pass.mode}, plainly);

  if (inputs.have_tangents()) give_tangents(outputs);
  for (size_t e = 0; e < edges_.size(); ++e) {
    const auto weight = inputs.mixture[e].unbind();
    for (size_t o = 0; o < edges_[e].size(); ++o) {
      if (with_kernels_[e][o] || !inputs.has(e, o)) continue;
      outputs[e] = outputs[e] + weight[o] * edges_[e][o]->forward(x, pass);
    }
  }
  return outputs;
}

}  // namespace tetlo
