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

Tensor to_blocks(const Tensor& x) {
  const Tensor pixels = x.detach().permute({0, 2, 3, 1});
  const int64_t channels = x.size(1);
  if (padded(channels) == channels) return pixels.contiguous();
  return torch::constant_pad_nd(pixels, {0, padded(channels) - channels}).contiguous();
}

Tensor from_blocks(const Tensor& x, int64_t channels) {
  return x.narrow(3, 0, channels).permute({0, 3, 1, 2});
}

FanOutPass::FanOutPass(const FanOutShape& shape, const FanOutInputs& inputs)
    : shape_(shape),
      geometry_{.images = inputs.x.size(0),
                .channels = inputs.x.size(1),
                .height = inputs.x.size(2),
                .width = inputs.x.size(3),
                .stride = shape.stride,
                .out_channels = shape.out_channels > 0 ? shape.out_channels : inputs.x.size(1)},
      mixture_(values(inputs.mixture)) {
  for (const Tensor& weight : inputs.weights) weights_.push_back(weight.detach().contiguous());
  for (size_t e = 0; e < shape_.edges.size(); ++e) {
    for (size_t b = 0; b < shape_.edges[e].size(); ++b) {
      if (shape_.edges[e][b].kind == Branch::Kind::kNone) mixture_[e][b] = 0;
      if (mixes(e, b)) add_branch(e, b);
    }
  }
}

void FanOutPass::add_branch(size_t edge, size_t branch) {
  const Branch& shape = shape_.edges[edge][branch];
  if (shape.kind == Branch::Kind::kPool) pools_.try_emplace({shape.pool, shape.norm.has_value()});
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
  const Branch& shape = shape_.edges[edge][branch];
  if (shape.kind == Branch::Kind::kPool) {
    return &pools_.at({shape.pool, shape.norm.has_value()});
  }
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
    load_activated(x.data_ptr<float>() + image * geometry_.in_size(), nullptr, nullptr,
                   input.image.image());
    return;
  }
  const StageUnit& before = units_[*unit.before];
  load_activated(before.z.data_ptr<float>() + image * geometry_.out_size(),
                 before.norm.scale.data(), before.norm.shift.data(), input.image.image());
}

/// Edge by edge, so that what is read next was written not long before.
Tensors FanOutPass::forward(const FanOutInputs& inputs, const FanOutStatistics& statistics) {
  const Tensor x = to_blocks(inputs.x);
  for (const auto& [key, unit] : pools_) run_pool(key.first, key.second, x);
  Tensors outputs;
  for (size_t e = 0; e < shape_.edges.size(); ++e) {
    run_stages(stages(e, /*at_x=*/true), x);
    run_stages(stages(e, /*at_x=*/false), x);
    outputs.push_back(mix(e, x, inputs.onto[e]));
  }
  if (statistics.update) update_statistics(statistics);
  return outputs;
}

void FanOutPass::run_stages(const std::vector<size_t>& units, const Tensor& x) {
  const Geometry& g = geometry_;
  std::vector<GroupSums> sums;
  for (size_t u = 0; u < units.size(); ++u) sums.emplace_back(g.images, 2 * g.out_blocks());
  convolve(units, x, &sums);
  for (size_t i = 0; i < units.size(); ++i) {
    StageUnit& unit = units_[units[i]];
    unit.norm = normalisation(sums[i].total(), g.elements(), g.out_channels, learned(unit));
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
          stage_forward(unit.weights, input.image.image(), input.scratch,
                        unit.z.data_ptr<float>() + n * g.out_size(),
                        sums ? (*sums)[i].of(group) : nullptr);
        }
      });
}

bool FanOutPass::is_kept(const StageUnit& unit) const {
  return !shape_.spare_memory || unit.before || unit.shape.taps.kernel > 3;
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

Learned FanOutPass::learned(const StageUnit& unit) const {
  if (!unit.shape.norm.scale) return {};
  return {.scale = weights_[*unit.shape.norm.scale].data_ptr<float>(),
          .shift = weights_[*unit.shape.norm.scale + 1].data_ptr<float>()};
}

Tensor FanOutPass::pooled(PoolKind kind, const Tensor& x, GroupSums* sums) const {
  const Geometry& g = geometry_;
  Tensor result =
      torch::empty({g.images, g.out_height(), g.out_width(), g.out_blocks()}, x.options());
  each_image(
      g.images, [] { return 0; },
      [&](int, int64_t n, int64_t group) {
        const float* in = x.data_ptr<float>() + n * g.in_size();
        float* out = result.data_ptr<float>() + n * g.out_size();
        pool(kind, dense(in, g.height, g.width, g.blocks()), g.stride,
             dense(out, g.out_height(), g.out_width(), g.out_blocks()));
        const float* const square[] = {out};
        if (sums) channel_dots(out, square, g.out_extent(), sums->of(group));
      });
  return result;
}

void FanOutPass::run_pool(PoolKind kind, bool normalised, const Tensor& x) {
  const Geometry& g = geometry_;
  Unit& unit = pools_.at({kind, normalised});
  GroupSums sums(g.images, 2 * g.out_blocks());
  unit.z = pooled(kind, x, &sums);
  unit.norm = normalised ? normalisation(sums.total(), g.elements(), g.out_channels, {})
                         : no_normalisation(g.out_channels);
}

/// Not the pooled states, which are cheap to have again.
Tensors FanOutPass::take_values() {
  Tensors values;
  for (StageUnit& unit : units_) {
    values.push_back(is_kept(unit) ? unit.z : Tensor());
    unit.z = Tensor();
  }
  for (auto& [key, unit] : pools_) unit.z = Tensor();
  return values;
}

/// onto + Σ_b w_b (scale_b · z_b + shift_b), in one pass over memory.
Tensor FanOutPass::mix(size_t edge, const Tensor& x, const Tensor& onto) const {
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
  if (onto.defined()) add(to_blocks(onto), 1, as_it_is);
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
        weighted_sum(terms, shift.data(), g.out_extent(), out.data_ptr<float>() + n * g.out_size());
      });
  return from_blocks(out, g.out_channels);
}

void FanOutPass::update_statistics(const FanOutStatistics& statistics) const {
  const auto update = [&](const Normalisation& norm, size_t place) {
    update_running(norm, statistics.running[place].data_ptr<float>(),
                   statistics.running[place + 1].data_ptr<float>());
  };
  for (const StageUnit& unit : units_) update(unit.norm, unit.shape.norm.statistics);
  for (size_t e = 0; e < shape_.edges.size(); ++e) {
    for (size_t b = 0; b < shape_.edges[e].size(); ++b) {
      const Branch& branch = shape_.edges[e][b];
      if (mixes(e, b) && branch.norm) update(end(e, b)->norm, branch.norm->statistics);
    }
  }
}

}  // namespace tetlo::kernels
