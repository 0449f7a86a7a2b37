// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/fan_out_pass.h"

#include <utility>

#include "tetlo/kernels/groups.h"

namespace tetlo::kernels {
namespace {

using torch::Tensor;

Tensors contiguous(const Tensors& tensors) {
  Tensors result;
  for (const Tensor& t : tensors) result.push_back(t.detach().contiguous());
  return result;
}

std::vector<std::vector<double>> values(const Tensors& mixture) {
  std::vector<std::vector<double>> result;
  for (const Tensor& edge : mixture) {
    const Tensor row = edge.detach().contiguous();
    result.emplace_back(row.data_ptr<float>(), row.data_ptr<float>() + row.numel());
  }
  return result;
}

}  // namespace

FanOutPass::FanOutPass(const FanOutShape& shape, const FanOutInputs& inputs, bool keeps_values)
    : shape_(shape),
      keeps_values_(keeps_values),
      geometry_{.images = inputs.x.size(0),
                .channels = inputs.x.size(1),
                .height = inputs.x.size(2),
                .width = inputs.x.size(3),
                .stride = shape.stride,
                .out_channels = shape.out_channels > 0 ? shape.out_channels : inputs.x.size(1)},
      have_tangents_(inputs.have_tangents()),
      weights_(contiguous(inputs.weights)),
      weight_tangents_(contiguous(inputs.weight_tangents)),
      mixture_(values(inputs.mixture)) {
  for (size_t e = 0; e < shape_.edges.size(); ++e) {
    auto& mixes_here = mixes_.emplace_back();
    for (size_t b = 0; b < shape_.edges[e].size(); ++b) {
      const bool is_none = shape_.edges[e][b].kind == Branch::Kind::kNone;
      mixes_here.push_back(!is_none && inputs.has(e, b));
      if (mixes_here[b]) add_branch(e, b);
    }
  }
}

void FanOutPass::add_branch(size_t edge, size_t branch) {
  const Branch& shape = shape_.edges[edge][branch];
  if (shape.kind == Branch::Kind::kPool) {
    PoolUnit& unit = pools_[{edge, branch}];
    unit.kind = shape.pool;
    unit.place = shape.norm;
  }
  std::optional<size_t> before;
  for (const StageShape& stage : shape.stages) {
    StageUnit unit;
    unit.shape = stage;
    unit.weights.value = pack(stage, weights_);
    if (have_tangents_) unit.weights.tangent = pack(stage, weight_tangents_);
    unit.edge = edge;
    unit.branch = branch;
    unit.before = before;
    unit.gradient_at = gradients_;
    gradients_ += unit.weights.value.pointwise.size() + unit.weights.value.depthwise.size();
    before = units_.size();
    units_.push_back(std::move(unit));
  }
  if (before) ends_[{edge, branch}] = *before;
}

StageWeights FanOutPass::pack(const StageShape& stage, const Tensors& weights) const {
  const Geometry& g = geometry_;
  const auto* first = weights[stage.weights].data_ptr<float>();
  if (stage.kind == StageKind::kPointwise)
    return pointwise_weights(first, g.channels, g.out_channels);
  const auto* second = weights[stage.weights + 1].data_ptr<float>();
  return stage.kind == StageKind::kFactorised
             ? factorised_weights(first, second, g.channels, g.out_channels)
             : separable_weights(first, second, g.channels, stage.taps);
}

const Unit* FanOutPass::end(size_t edge, size_t branch) const {
  const auto pool = pools_.find({edge, branch});
  if (pool != pools_.end()) return &pool->second;
  const auto unit = ends_.find({edge, branch});
  return unit == ends_.end() ? nullptr : &units_[unit->second];
}

std::vector<size_t> FanOutPass::stages(size_t edge, bool at_x) const {
  std::vector<size_t> places;
  for (size_t u = 0; u < units_.size(); ++u) {
    if (units_[u].edge == edge && !units_[u].before == at_x) places.push_back(u);
  }
  return places;
}

StageInput FanOutPass::stage_input(const std::vector<size_t>& units) const {
  const Geometry& g = geometry_;
  const StageUnit& some = units_[units.front()];
  const ConstImage in{.height = some.before ? g.out_height() : g.height,
                      .width = some.before ? g.out_width() : g.width,
                      .channels = g.blocks()};
  int64_t halo = 0;
  for (size_t u : units) {
    halo = std::max(halo, units_[u].shape.taps.halo());
    if (units_[u].shape.kind == StageKind::kFactorised) halo = std::max<int64_t>(halo, 1);
  }
  return {ActivatedImage(in, halo, have_tangents_), halo, some.before ? 1 : g.stride,
          g.out_blocks()};
}

void FanOutPass::load(StageInput& input, const StageUnit& unit, const TensorPair& x,
                      int64_t image) const {
  if (!unit.before) {
    const int64_t at = image * geometry_.in_size();
    return input.image.start({.x = x.value_at(at)}, {.x = x.tangent_at(at)});
  }
  const int64_t at = image * geometry_.out_size();
  const StageUnit& before = units_[*unit.before];
  const Normalisation& norm = before.norm;
  input.image.start(
      {.x = before.z.value_at(at), .scale = norm.scale.data(), .shift = norm.shift.data()},
      {.x = before.z.tangent_at(at),
       .scale = norm.scale_tangent.data(),
       .shift = norm.shift_tangent.data()});
}

TensorPair FanOutPass::state(const FanOutInputs& inputs) const {
  return {.value = to_blocks(inputs.x),
          .tangent = have_tangents_ ? to_blocks(inputs.x_tangent) : Tensor()};
}

TensorPair FanOutPass::accumulator(size_t edge, const FanOutInputs& inputs) const {
  return {.value = to_blocks(inputs.accumulators[edge]),
          .tangent = have_tangents_ ? to_blocks(inputs.accumulator_tangents[edge]) : Tensor()};
}

TensorPair FanOutPass::empty_outputs() const {
  const Geometry& g = geometry_;
  const auto empty = [&g] {
    return torch::empty({g.images, g.out_height(), g.out_width(), g.out_blocks()}, torch::kFloat32);
  };
  return {.value = empty(), .tangent = have_tangents_ ? empty() : Tensor()};
}

/// Works edge by edge, so that values are read again while they are still in the cache.
Tensors FanOutPass::forward(const FanOutInputs& inputs, const FanOutStatistics& statistics) {
  const TensorPair x = state(inputs);
  run_pools(x, statistics);
  Tensors outputs, tangents;
  for (size_t e = 0; e < shape_.edges.size(); ++e) {
    run_stages(stages(e, /*at_x=*/true), x, statistics);
    run_stages(stages(e, /*at_x=*/false), x, statistics);
    const auto [output, tangent] = mix(e, x, inputs);
    outputs.push_back(output);
    if (have_tangents_) tangents.push_back(tangent);
    forget(e);
  }
  if (statistics.mode == Statistics::kBatchAndUpdate) update_statistics(statistics);
  outputs.insert(outputs.end(), tangents.begin(), tangents.end());
  return outputs;
}

void FanOutPass::run_stages(const std::vector<size_t>& units, const TensorPair& x,
                            const FanOutStatistics& statistics) {
  const Geometry& g = geometry_;
  std::vector<SumsPair> sums;
  for (size_t u = 0; u < units.size(); ++u) {
    sums.emplace_back(g.images, 2 * g.out_blocks(), have_tangents_);
  }
  convolve(units, x, statistics.mode == Statistics::kRunning ? nullptr : &sums);
  for (size_t i = 0; i < units.size(); ++i) {
    StageUnit& unit = units_[units[i]];
    unit.norm = normalise(unit.shape.norm, sums[i], statistics);
  }
}

void FanOutPass::convolve(const std::vector<size_t>& units, const TensorPair& x,
                          std::vector<SumsPair>* sums) {
  if (units.empty()) return;
  const Geometry& g = geometry_;
  for (size_t u : units) units_[u].z = empty_outputs();
  each_image(
      g.images, [&] { return stage_input(units); },
      [&](StageInput& input, int64_t n, int64_t group) {
        const int64_t at = n * g.out_size();
        for (size_t i = 0; i < units.size(); ++i) {
          const StageUnit& unit = units_[units[i]];
          if (unit.before || i == 0) load(input, unit, x, n);
          StageOutput out{.z = unit.z.value_at(at), .z_tangent = unit.z.tangent_at(at)};
          if (sums) out.sums = (*sums)[i].values.of(group);
          if (sums && have_tangents_) out.sums_tangent = (*sums)[i].tangents.of(group);
          stage_forward(unit.weights, input.image, input.scratch, out);
        }
      });
}

bool FanOutPass::is_kept(const StageUnit& unit) const {
  const bool alone = !unit.before && end(unit.edge, unit.branch) == &unit;
  return keeps_values_ && !(shape_.spare_memory && alone && unit.shape.taps.kernel <= 3);
}

void FanOutPass::restore(size_t edge, const TensorPair& x) {
  std::vector<size_t> lost = stages(edge, /*at_x=*/true);
  std::erase_if(lost, [this](size_t u) { return is_kept(units_[u]); });
  convolve(lost, x, nullptr);
}

void FanOutPass::forget(size_t edge) {
  for (StageUnit& unit : units_) {
    if (unit.edge == edge && !is_kept(unit)) unit.z = {};
  }
}

Learned FanOutPass::learned(size_t scale) const {
  Learned learned{.scale = weights_[scale].data_ptr<float>(),
                  .shift = weights_[scale + 1].data_ptr<float>()};
  if (!have_tangents_) return learned;
  learned.scale_tangent = weight_tangents_[scale].data_ptr<float>();
  learned.shift_tangent = weight_tangents_[scale + 1].data_ptr<float>();
  return learned;
}

Normalisation FanOutPass::normalise(const NormPlace& place, const SumsPair& sums,
                                    const FanOutStatistics& statistics) const {
  const Geometry& g = geometry_;
  const Learned learned = place.scale ? this->learned(*place.scale) : Learned();
  if (statistics.mode == Statistics::kRunning) {
    return fixed_normalisation(
        {.mean = statistics.running[place.statistics].data_ptr<float>(),
         .variance = statistics.running[place.statistics + 1].data_ptr<float>()},
        g.out_channels, learned);
  }
  std::vector<Dual> total = paired(sums.values.total(), sums.tangents.total());
  // Σ z ż is half the tangent of Σ z².
  for (auto i = static_cast<size_t>(g.out_blocks()); i < total.size(); ++i) total[i].tangent *= 2;
  return normalisation(total, g.elements(), g.out_channels, learned);
}

void FanOutPass::pool_all(PoolKind kind, const TensorPair& x, SumsPair* sums) {
  const Geometry& g = geometry_;
  std::vector<PoolUnit*> units;
  for (auto& [place, unit] : pools_) {
    if (unit.kind == kind) units.push_back(&unit);
  }
  if (units.empty()) return;
  const TensorPair result = empty_outputs();
  const auto whole = [&g](auto* data) { return dense(data, g.height, g.width, g.blocks()); };
  const auto pooled = [&g](float* data) {
    return dense(data, g.out_height(), g.out_width(), g.out_blocks());
  };
  each_image(
      g.images, [] { return 0; },
      [&](int, int64_t n, int64_t group) {
        const auto in = whole(x.value_at(n * g.in_size()));
        float* const out = result.value_at(n * g.out_size());
        pool(kind, in, g.stride, pooled(out));
        const float* const values[] = {out};
        if (sums) channel_dots(out, values, g.out_image_size(), sums->values.of(group));
        if (!have_tangents_) return;
        float* const tangent = result.tangent_at(n * g.out_size());
        pool_tangent(kind, in, pooled(out), whole(x.tangent_at(n * g.in_size())), g.stride,
                     pooled(tangent));
        if (sums) channel_dots(tangent, values, g.out_image_size(), sums->tangents.of(group));
      });
  for (PoolUnit* unit : units) unit->z = result;
}

void FanOutPass::run_pools(const TensorPair& x, const FanOutStatistics& statistics) {
  const Geometry& g = geometry_;
  for (const PoolKind kind : kPoolKinds) {
    SumsPair sums(g.images, 2 * g.out_blocks(), have_tangents_);
    pool_all(kind, x, statistics.mode == Statistics::kRunning ? nullptr : &sums);
    for (auto& [place, unit] : pools_) {
      if (unit.kind != kind) continue;
      unit.norm =
          unit.place ? normalise(*unit.place, sums, statistics) : no_normalisation(g.out_channels);
    }
  }
}

/// Pooled states are not among the values, because they are cheap to compute again.
Tensors FanOutPass::take_values() {
  Tensors values;
  for (StageUnit& unit : units_) {
    const TensorPair z = std::exchange(unit.z, {});
    const bool kept = is_kept(unit);
    values.push_back(kept ? z.value : Tensor());
    values.push_back(kept ? z.tangent : Tensor());
  }
  for (auto& [place, unit] : pools_) unit.z = {};
  return values;
}

/// accumulator + Σ_b w_b (scale_b · z_b + shift_b), in one pass over memory, and its tangent,
/// accumulator' + Σ_b w_b (scale_b · ż_b + scale'_b · z_b + shift'_b), in another.
TensorPair FanOutPass::mix(size_t edge, const TensorPair& x, const FanOutInputs& inputs) const {
  const Geometry& g = geometry_;
  BatchSum sum(g), tangent(g);
  const Buffer ones = std::move(no_normalisation(g.out_channels).scale);
  const auto add = [&](const TensorPair& z, double w, const Buffer& scale) {
    sum.add(z.value, w, scale);
    if (have_tangents_) tangent.add(z.tangent, w, scale);
  };
  const auto add_normalised = [&](const Unit& unit, double w) {
    add(unit.z, w, unit.norm.scale);
    sum.add(w, unit.norm.shift);
    if (!have_tangents_) return;
    tangent.add(unit.z.value, w, unit.norm.scale_tangent);
    tangent.add(w, unit.norm.shift_tangent);
  };
  if (inputs.accumulators[edge].defined()) add(accumulator(edge, inputs), 1, ones);
  for (size_t b = 0; b < shape_.edges[edge].size(); ++b) {
    if (!mixes(edge, b)) continue;
    const double w = mixture_[edge][b];
    if (const Unit* unit = end(edge, b)) {
      add_normalised(*unit, w);
    } else {
      add(x, w, ones);
    }
  }
  return {.value = sum.result(), .tangent = have_tangents_ ? tangent.result() : Tensor()};
}

void FanOutPass::update_statistics(const FanOutStatistics& statistics) const {
  const auto update = [&](const Normalisation& norm, size_t place) {
    update_running(norm, statistics.running[place].data_ptr<float>(),
                   statistics.running[place + 1].data_ptr<float>());
  };
  for (const StageUnit& unit : units_) update(unit.norm, unit.shape.norm.statistics);
  for (const auto& [branch, unit] : pools_) {
    if (unit.place) update(unit.norm, unit.place->statistics);
  }
}

}  // namespace tetlo::kernels
