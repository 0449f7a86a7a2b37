// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/fan_out_pass.h"

#include <utility>

#include "tetlo/kernels/elementwise.h"
#include "tetlo/kernels/groups.h"

namespace tetlo::kernels {
namespace {

using torch::Tensor;

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
      mixture_(values(inputs.mixture)) {
  for (const Tensor& weight : inputs.weights) weights_.push_back(weight.detach().contiguous());
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
    unit.weights = pack(stage);
    unit.edge = edge;
    unit.branch = branch;
    unit.before = before;
    unit.gradient_at = gradients_;
    gradients_ += unit.weights.pointwise.size() + unit.weights.depthwise.size();
    before = units_.size();
    units_.push_back(std::move(unit));
  }
  if (before) ends_[{edge, branch}] = *before;
}

StageWeights FanOutPass::pack(const StageShape& stage) const {
  const Geometry& g = geometry_;
  const auto* first = weights_[stage.weights].data_ptr<float>();
  if (stage.kind == StageKind::kPointwise)
    return pointwise_weights(first, g.channels, g.out_channels);
  const auto* second = weights_[stage.weights + 1].data_ptr<float>();
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
  return {in, halo, some.before ? 1 : g.stride, g.out_blocks()};
}

void FanOutPass::load(StageInput& input, const StageUnit& unit, const Tensor& x,
                      int64_t image) const {
  if (!unit.before) {
    input.image.start(x.data_ptr<float>() + image * geometry_.in_size(), nullptr, nullptr);
    return;
  }
  const StageUnit& before = units_[*unit.before];
  input.image.start(before.z.data_ptr<float>() + image * geometry_.out_size(),
                    before.norm.scale.data(), before.norm.shift.data());
}

/// Works edge by edge, so that values are read again while they are still in the cache.
Tensors FanOutPass::forward(const FanOutInputs& inputs, const FanOutStatistics& statistics) {
  const Tensor x = to_blocks(inputs.x);
  run_pools(x, statistics);
  Tensors outputs;
  for (size_t e = 0; e < shape_.edges.size(); ++e) {
    run_stages(stages(e, /*at_x=*/true), x, statistics);
    run_stages(stages(e, /*at_x=*/false), x, statistics);
    outputs.push_back(mix(e, x, inputs.accumulators[e]));
    forget(e);
  }
  if (statistics.mode == Statistics::kBatchAndUpdate) update_statistics(statistics);
  return outputs;
}

void FanOutPass::run_stages(const std::vector<size_t>& units, const Tensor& x,
                            const FanOutStatistics& statistics) {
  const Geometry& g = geometry_;
  std::vector<GroupSums> sums;
  for (size_t u = 0; u < units.size(); ++u) sums.emplace_back(g.images, 2 * g.out_blocks());
  convolve(units, x, statistics.mode == Statistics::kRunning ? nullptr : &sums);
  for (size_t i = 0; i < units.size(); ++i) {
    StageUnit& unit = units_[units[i]];
    unit.norm = normalise(unit.shape.norm, sums[i].total(), statistics);
  }
}

void FanOutPass::convolve(const std::vector<size_t>& units, const Tensor& x,
                          std::vector<GroupSums>* sums) {
  if (units.empty()) return;
  const Geometry& g = geometry_;
  for (size_t u : units) {
    units_[u].z =
        torch::empty({g.images, g.out_height(), g.out_width(), g.out_blocks()}, x.options());
  }
  each_image(
      g.images, [&] { return stage_input(units); },
      [&](StageInput& input, int64_t n, int64_t group) {
        for (size_t i = 0; i < units.size(); ++i) {
          const StageUnit& unit = units_[units[i]];
          if (unit.before || i == 0) load(input, unit, x, n);
          stage_forward(unit.weights, input.image, input.scratch,
                        unit.z.data_ptr<float>() + n * g.out_size(),
                        sums ? (*sums)[i].of(group) : nullptr);
        }
      });
}

bool FanOutPass::is_kept(const StageUnit& unit) const {
  const bool alone = !unit.before && end(unit.edge, unit.branch) == &unit;
  return keeps_values_ && !(shape_.spare_memory && alone && unit.shape.taps.kernel <= 3);
}

void FanOutPass::restore(size_t edge, const Tensor& x) {
  std::vector<size_t> lost = stages(edge, /*at_x=*/true);
  std::erase_if(lost, [this](size_t u) { return is_kept(units_[u]); });
  convolve(lost, x, nullptr);
}

void FanOutPass::forget(size_t edge) {
  for (StageUnit& unit : units_) {
    if (unit.edge == edge && !is_kept(unit)) unit.z = Tensor();
  }
}

Normalisation FanOutPass::normalise(const NormPlace& place, const std::vector<double>& sums,
                                    const FanOutStatistics& statistics) const {
  const Geometry& g = geometry_;
  Learned learned;
  if (place.scale) {
    learned = {.scale = weights_[*place.scale].data_ptr<float>(),
               .shift = weights_[*place.scale + 1].data_ptr<float>()};
  }
  if (statistics.mode != Statistics::kRunning) {
    return normalisation(sums, g.elements(), g.out_channels, learned);
  }
  return fixed_normalisation(
      {.mean = statistics.running[place.statistics].data_ptr<float>(),
       .variance = statistics.running[place.statistics + 1].data_ptr<float>()},
      g.out_channels, learned);
}

void FanOutPass::pool_all(PoolKind kind, const Tensor& x, GroupSums* sums) {
  const Geometry& g = geometry_;
  std::vector<PoolUnit*> units;
  for (auto& [place, unit] : pools_) {
    if (unit.kind == kind) units.push_back(&unit);
  }
  if (units.empty()) return;
  const Tensor result =
      torch::empty({g.images, g.out_height(), g.out_width(), g.out_blocks()}, x.options());
  each_image(
      g.images, [] { return 0; },
      [&](int, int64_t n, int64_t group) {
        const float* in = x.data_ptr<float>() + n * g.in_size();
        float* out = result.data_ptr<float>() + n * g.out_size();
        pool(kind, dense(in, g.height, g.width, g.blocks()), g.stride,
             dense(out, g.out_height(), g.out_width(), g.out_blocks()));
        const float* const square[] = {out};
        if (sums) channel_dots(out, square, g.out_image_size(), sums->of(group));
      });
  for (PoolUnit* unit : units) unit->z = result;
}

void FanOutPass::run_pools(const Tensor& x, const FanOutStatistics& statistics) {
  const Geometry& g = geometry_;
  for (const PoolKind kind : kPoolKinds) {
    GroupSums sums(g.images, 2 * g.out_blocks());
    pool_all(kind, x, statistics.mode == Statistics::kRunning ? nullptr : &sums);
    const std::vector<double> total = sums.total();
    for (auto& [place, unit] : pools_) {
      if (unit.kind != kind) continue;
      unit.norm =
          unit.place ? normalise(*unit.place, total, statistics) : no_normalisation(g.out_channels);
    }
  }
}

/// Pooled states are not among the values, because they are cheap to compute again.
Tensors FanOutPass::take_values() {
  Tensors values;
  for (StageUnit& unit : units_) {
    values.push_back(is_kept(unit) ? unit.z : Tensor());
    unit.z = Tensor();
  }
  for (auto& [place, unit] : pools_) unit.z = Tensor();
  return values;
}

/// accumulator + Σ_b w_b (scale_b · z_b + shift_b), in one pass over memory.
Tensor FanOutPass::mix(size_t edge, const Tensor& x, const Tensor& accumulator) const {
  const Geometry& g = geometry_;
  Tensors from;
  std::vector<Buffer> scales;
  Buffer shift(g.out_blocks());
  const auto add = [&](const Tensor& term, double w, const Normalisation& norm) {
    from.push_back(term);
    scales.emplace_back(g.out_blocks());
    for (int64_t c = 0; c < g.out_blocks(); ++c) {
      scales.back()[c] = static_cast<float>(w) * norm.scale[c];
      shift[c] += static_cast<float>(w) * norm.shift[c];
    }
  };
  const Normalisation as_it_is = no_normalisation(g.out_channels);
  if (accumulator.defined()) add(to_blocks(accumulator), 1, as_it_is);
  for (size_t b = 0; b < shape_.edges[edge].size(); ++b) {
    if (!mixes(edge, b)) continue;
    const Unit* unit = end(edge, b);
    add(unit ? unit->z : x, mixture_[edge][b], unit ? unit->norm : as_it_is);
  }
  Tensor out = torch::empty({g.images, g.out_height(), g.out_width(), g.out_blocks()}, x.options());
  each_image(
      g.images, [&] { return std::vector<Term>(from.size()); },
      [&](std::vector<Term>& terms, int64_t n, int64_t) {
        for (size_t t = 0; t < terms.size(); ++t) {
          terms[t] = {.data = from[t].data_ptr<float>() + n * g.out_size(),
                      .scale = scales[t].data()};
        }
        weighted_sum(terms, shift.data(), g.out_image_size(),
                     out.data_ptr<float>() + n * g.out_size());
      });
  return from_blocks(out, g.out_channels);
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
