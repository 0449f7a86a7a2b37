// SPDX-License-Identifier: Apache-2.0
// The backward half of fan_out_pass.h. It goes edge by edge and, within an edge, from the output
// back to x. Every batch norm on the way needs sums over the whole batch before any gradient can
// pass through it.
#include "tetlo/kernels/elementwise.h"
#include "tetlo/kernels/fan_out_pass.h"
#include "tetlo/kernels/groups.h"

namespace tetlo::kernels {

using torch::Tensor;

class FanOutBackward {
 public:
  FanOutBackward(FanOutPass& pass, const FanOutInputs& inputs, const Tensors& grad_out,
                 const GradientsWanted& wanted)
      : pass_(pass),
        wanted_(wanted),
        g_(pass.geometry_),
        x_(to_blocks(inputs.x)),
        arriving_(pass.units_.size()),
        norms_(pass.units_.size()) {
    for (const Tensor& grad : grad_out) grad_out_.push_back(to_blocks(grad));
    for (size_t u = 0; u < pass.units_.size(); ++u) {
      if (!pass.units_[u].before) last_at_x_ = u;
    }
    if (!wanted.weights) return;
    weight_sums_.emplace(g_.images, pass.gradients_);
    for (const Tensor& weight : pass.weights_) grad_weights_.push_back(torch::zeros_like(weight));
  }

  FanOutGradient run() {
    Tensors mixture;
    for (size_t e = 0; e < grad_out_.size(); ++e) {
      pass_.restore(e, x_);
      mixture.push_back(mixture_gradient(e));
      if (wanted_.x || wanted_.weights) {
        stage_gradients(pass_.stages(e, /*at_x=*/false));
        stage_gradients(pass_.stages(e, /*at_x=*/true));
      }
      pass_.forget(e);
    }
    if (weight_sums_) unpack();
    return {.x = wanted_.x ? from_blocks(input_gradient(), g_.channels) : Tensor(),
            .mixture = mixture,
            .weights = grad_weights_};
  }

 private:
  /// Σ_e A_e g_e + B p + C: the gradient with respect to a pooled state p that several edges mix.
  struct PoolGradient {
    Tensor pooled;
    std::vector<std::pair<Tensor, Buffer>> of_outputs;
    Buffer of_value, constant;
  };

  float* out_image(const Tensor& t, int64_t n) const {
    return t.data_ptr<float>() + n * g_.out_size();
  }

  /// Sums over the batch of `grad` and of its product with each tensor of `right`: [1 + right, C].
  std::vector<double> dots(const Tensor& grad, const Tensors& right) const {
    GroupSums sums(g_.images, static_cast<int64_t>(1 + right.size()) * g_.out_blocks());
    each_image(
        g_.images, [&] { return std::vector<const float*>(right.size()); },
        [&](std::vector<const float*>& images, int64_t n, int64_t group) {
          for (size_t t = 0; t < right.size(); ++t) images[t] = out_image(right[t], n);
          channel_dots(out_image(grad, n), images, g_.out_image_size(), sums.of(group));
        });
    return sums.total();
  }

  /// ∂/∂w [branches] of one edge. This also passes the edge's gradient on to each branch.
  Tensor mixture_gradient(size_t e) {
    const size_t branches = pass_.shape_.edges[e].size();
    Tensors mixed;
    std::vector<size_t> places;
    for (size_t b = 0; b < branches; ++b) {
      if (!pass_.mixes(e, b)) continue;
      const Unit* unit = pass_.end(e, b);
      mixed.push_back(unit ? unit->z : x_);
      places.push_back(b);
    }
    const std::vector<double> sums = dots(grad_out_[e], mixed);
    Tensor gradient = torch::zeros({static_cast<int64_t>(branches)});
    for (size_t t = 0; t < places.size(); ++t) {
      const OutputSums of_branch{
          .gradient = sums.data(),
          .product = sums.data() + static_cast<int64_t>(t + 1) * g_.out_blocks()};
      const auto by_w = branch_gradient(e, places[t], of_branch);
      gradient[static_cast<int64_t>(places[t])] = by_w;
    }
    return gradient;
  }

  double branch_gradient(size_t e, size_t b, const OutputSums& sums) {
    const double w = pass_.mixture_[e][b];
    const Unit* unit = pass_.end(e, b);
    if (!unit) {
      skips_.emplace_back(grad_out_[e], filled(w));
      return weight_gradient(no_normalisation(g_.channels), sums);
    }
    if (pass_.pools_.contains({e, b})) {
      add_pool(pass_.pools_.at({e, b}), norm_gradient(unit->norm, w, sums), grad_out_[e]);
    } else {
      open(pass_.ends_.at({e, b}), grad_out_[e], w, sums);
    }
    return weight_gradient(unit->norm, sums);
  }

  Buffer filled(double w) const {
    Buffer buffer(g_.out_blocks());
    std::fill_n(buffer.data(), g_.out_blocks(), static_cast<float>(w));
    return buffer;
  }

  void add_pool(const PoolUnit& unit, NormGradient norm, const Tensor& grad) {
    PoolGradient& pool = pools_[unit.kind];
    if (!pool.pooled.defined()) {
      pool.pooled = unit.z;
      pool.of_value = Buffer(g_.out_blocks());
      pool.constant = Buffer(g_.out_blocks());
    }
    for (int64_t c = 0; c < g_.out_blocks(); ++c) {
      pool.of_value[c] += norm.of_value[c];
      pool.constant[c] += norm.constant[c];
    }
    pool.of_outputs.emplace_back(grad, std::move(norm.of_output));
  }

  /// Records that `grad` is the gradient at the output of stage u, which is mixed with weight w.
  void open(size_t u, const Tensor& grad, double w, const OutputSums& sums) {
    const StageUnit& unit = pass_.units_[u];
    arriving_[u] = grad;
    norms_[u] = norm_gradient(unit.norm, w, sums);
    if (!weight_sums_ || !unit.shape.norm.scale) return;
    add_learned_gradient(unit.norm, w, sums,
                         grad_weights_[*unit.shape.norm.scale].data_ptr<float>(),
                         grad_weights_[*unit.shape.norm.scale + 1].data_ptr<float>());
  }

  /// Propagates the gradients at the outputs of these stages to their inputs, which are either the
  /// outputs of other stages or x.
  void stage_gradients(const std::vector<size_t>& units) {
    if (units.empty()) return;
    const bool at_x = !pass_.units_[units.front()].before;
    const bool first_at_x = at_x && !grad_active_.defined();
    if (first_at_x) grad_active_ = torch::empty_like(x_);
    std::vector<GroupSums> sums;
    for (size_t u : units) {
      const StageUnit& unit = pass_.units_[u];
      sums.emplace_back(g_.images, 2 * g_.out_blocks());
      if (!at_x) arriving_[*unit.before] = torch::empty_like(unit.z);
    }
    each_image(
        g_.images, [&] { return pass_.stage_input(units); },
        [&](StageInput& input, int64_t n, int64_t group) {
          for (size_t i = 0; i < units.size(); ++i) {
            const StageUnit& unit = pass_.units_[units[i]];
            if (!at_x || i == 0) pass_.load(input, unit, x_, n);
            StageGradient gradient = stage_gradient(units[i], n, group);
            gradient.write = at_x && !(first_at_x && i == 0) ? Write::kAdd : Write::kOver;
            stage_backward(unit.weights, input.image, input.scratch, gradient);
            if (units[i] == last_at_x_) activate(n);
            if (at_x) continue;
            const StageUnit& before = pass_.units_[*unit.before];
            activated_gradient(out_image(before.z, n), before.norm.scale.data(),
                               before.norm.shift.data(), g_.out_image_size(), gradient.grad_in,
                               sums[i].of(group));
          }
        });
    for (size_t i = 0; i < units.size(); ++i) {
      arriving_[units[i]] = Tensor();
      if (at_x) continue;
      const size_t before = *pass_.units_[units[i]].before;
      const std::vector<double> total = sums[i].total();
      open(before, arriving_[before], 1,
           {.gradient = total.data(), .product = total.data() + g_.out_blocks()});
    }
  }

  /// Turns ∂/∂ max(0, x) of one image into ∂/∂x, when it is complete and still in the cache.
  void activate(int64_t n) {
    activated_gradient(x_.data_ptr<float>() + n * g_.in_size(), nullptr, nullptr,
                       {.pixels = g_.height * g_.width, .channels = g_.blocks()},
                       grad_active_.data_ptr<float>() + n * g_.in_size(), nullptr);
  }

  StageGradient stage_gradient(size_t u, int64_t n, int64_t group) {
    const StageUnit& unit = pass_.units_[u];
    StageGradient gradient{
        .grad_output = out_image(arriving_[u], n), .z = out_image(unit.z, n), .norm = &norms_[u]};
    gradient.grad_in = unit.before ? out_image(arriving_[*unit.before], n)
                                   : grad_active_.data_ptr<float>() + n * g_.in_size();
    if (weight_sums_) {
      gradient.grad_pointwise = weight_sums_->of(group) + unit.gradient_at;
      gradient.grad_depthwise = gradient.grad_pointwise + unit.weights.pointwise.size();
    }
    return gradient;
  }

  /// ∂/∂x of all branches together, in the memory of the gradient with respect to the activated x.
  Tensor input_gradient() {
    Tensor grad_x = grad_active_.defined() ? std::move(grad_active_) : torch::zeros_like(x_);
    if (skips_.empty() && pools_.empty()) return grad_x;
    each_image(
        g_.images, [&] { return Last{.grad_pooled = Buffer(g_.out_size())}; },
        [&](Last& at, int64_t n, int64_t) {
          float* to = grad_x.data_ptr<float>() + n * g_.in_size();
          add_skips(at, n, to);
          add_pools(at, n, to);
        });
    return grad_x;
  }

  /// The working memory of one thread in input_gradient().
  struct Last {
    Buffer grad_pooled;
    std::vector<Term> terms = {};
  };

  void add_skips(Last& at, int64_t n, float* to) const {
    if (skips_.empty()) return;
    at.terms.clear();
    at.terms.push_back({to, nullptr});
    for (const auto& [grad, w] : skips_) at.terms.push_back({out_image(grad, n), w.data()});
    weighted_sum(at.terms, nullptr, {.pixels = g_.height * g_.width, .channels = g_.blocks()}, to);
  }

  void add_pools(Last& at, int64_t n, float* to) const {
    for (const auto& [kind, pool] : pools_) {
      const float* pooled = out_image(pool.pooled, n);
      at.terms.clear();
      at.terms.push_back({pooled, pool.of_value.data()});
      for (const auto& [grad, factor] : pool.of_outputs) {
        at.terms.push_back({out_image(grad, n), factor.data()});
      }
      weighted_sum(at.terms, pool.constant.data(), g_.out_image_size(), at.grad_pooled.data());
      const auto out = [&](const float* data) {
        return dense(data, g_.out_height(), g_.out_width(), g_.out_blocks());
      };
      const float* x = x_.data_ptr<float>() + n * g_.in_size();
      pool_gradient(kind, dense(x, g_.height, g_.width, g_.blocks()), out(pooled),
                    out(at.grad_pooled.data()), g_.stride,
                    dense(to, g_.height, g_.width, g_.blocks()));
    }
  }

  void unpack() {
    const std::vector<double> total = weight_sums_->total();
    for (const StageUnit& unit : pass_.units_) {
      const double* at = total.data() + unit.gradient_at;
      const StageWeightGradient gradient{.pointwise = at,
                                         .depthwise = at + unit.weights.pointwise.size()};
      auto* first = grad_weights_[unit.shape.weights].data_ptr<float>();
      if (unit.shape.kind == StageKind::kPointwise) {
        unpack_pointwise(gradient, g_.channels, g_.out_channels, first);
        continue;
      }
      auto* second = grad_weights_[unit.shape.weights + 1].data_ptr<float>();
      if (unit.shape.kind == StageKind::kFactorised) {
        unpack_factorised(gradient, g_.channels, g_.out_channels, first, second);
      } else {
        unpack_separable(gradient, g_.channels, unit.shape.taps, first, second);
      }
    }
  }

  FanOutPass& pass_;
  GradientsWanted wanted_;
  const Geometry& g_;
  Tensor x_;
  Tensors grad_out_;
  Tensors arriving_;                 ///< for each stage the gradient at its output
  Tensor grad_active_;               ///< the gradient with respect to the activated x
  std::optional<size_t> last_at_x_;  ///< the last stage that adds to grad_active_
  std::vector<NormGradient> norms_;  ///< for each stage the gradient of its batch norm
  std::vector<std::pair<Tensor, Buffer>> skips_;
  std::map<PoolKind, PoolGradient> pools_;
  std::optional<GroupSums> weight_sums_;
  Tensors grad_weights_;
};

FanOutGradient FanOutPass::backward(const FanOutInputs& inputs, const Tensors& values,
                                    const Tensors& grad_out, const GradientsWanted& wanted) {
  for (size_t u = 0; u < units_.size(); ++u) units_[u].z = values[u];
  const Tensor x = to_blocks(inputs.x);
  for (const PoolKind kind : kPoolKinds) pool_all(kind, x, nullptr);
  FanOutGradient gradient = FanOutBackward(*this, inputs, grad_out, wanted).run();
  take_values();
  return gradient;
}

}  // namespace tetlo::kernels
