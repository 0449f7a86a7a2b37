// SPDX-License-Identifier: Apache-2.0
// The backward half of fan_out_pass.h. It goes edge by edge and, within an edge, from the output
// back to x. Every batch norm on the way needs sums over the whole batch before any gradient can
// pass through it.
#include "tetlo/kernels/elementwise.h"
#include "tetlo/kernels/fan_out_input_gradient.h"
#include "tetlo/kernels/fan_out_pass.h"
#include "tetlo/kernels/groups.h"

namespace tetlo::kernels {

using torch::Tensor;

class FanOutBackward {
 public:
  FanOutBackward(FanOutPass& pass, const FanOutInputs& inputs, const OutputGradients& grad_out,
                 const GradientsWanted& wanted)
      : pass_(pass),
        tangents_(pass.have_tangents_),
        wanted_(wanted),
        g_(pass.geometry_),
        x_(pass.state(inputs)),
        arriving_(pass.units_.size()),
        norms_(pass.units_.size()),
        at_x_(pass.geometry_) {
    for (size_t e = 0; e < grad_out.value.size(); ++e) {
      grad_out_.push_back({.value = to_blocks(grad_out.value[e]),
                           .tangent = tangents_ ? to_blocks(grad_out.tangent[e]) : Tensor()});
    }
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
    FanOutGradient gradient{.x = {}, .x_tangent = {}, .mixture = mixture, .weights = grad_weights_};
    if (!wanted_.x) return gradient;
    const auto [x, x_tangent] = input_gradient();
    gradient.x = from_blocks(x, g_.channels);
    if (tangents_) gradient.x_tangent = from_blocks(x_tangent, g_.channels);
    return gradient;
  }

 private:
  /// What is computed: the gradients, or in a pass with tangents only the tangents of them.
  double chosen(const Dual& gradient) const {
    return tangents_ ? gradient.tangent : gradient.value;
  }

  /// Sums over the batch of `left` and of its product with each tensor of `right`: [1 + right, C].
  std::vector<double> dots(const Tensor& left, const Tensors& right) const {
    GroupSums sums(g_.images, static_cast<int64_t>(1 + right.size()) * g_.out_blocks());
    each_image(
        g_.images, [&] { return std::vector<const float*>(right.size()); },
        [&](std::vector<const float*>& images, int64_t n, int64_t group) {
          const int64_t at = n * g_.out_size();
          for (size_t t = 0; t < right.size(); ++t) images[t] = right[t].data_ptr<float>() + at;
          channel_dots(left.data_ptr<float>() + at, images, g_.out_image_size(), sums.of(group));
        });
    return sums.total();
  }

  /// The sums of `grad` and of its product with each tensor of `right`, and their tangents.
  std::vector<Dual> dots(const TensorPair& grad, const std::vector<TensorPair>& right) const {
    Tensors values, tangents;
    for (const TensorPair& each : right) {
      values.push_back(each.value);
      if (tangents_) tangents.push_back(each.tangent);
    }
    // Σ g and Σ g z, and with tangents Σ g', Σ g' z and Σ g z'
    const std::vector<double> sums = dots(grad.value, values);
    if (!tangents_) return paired(sums, std::vector<double>(sums.size(), 0));
    std::vector<double> sums_tangent = dots(grad.tangent, values);
    const std::vector<double> more = dots(grad.value, tangents);
    for (auto i = static_cast<size_t>(g_.out_blocks()); i < sums.size(); ++i) {
      sums_tangent[i] += more[i];
    }
    return paired(sums, sums_tangent);
  }

  /// ∂/∂w [branches] of one edge. This also passes the edge's gradient on to each branch.
  Tensor mixture_gradient(size_t e) {
    const size_t branches = pass_.shape_.edges[e].size();
    std::vector<TensorPair> mixed;
    std::vector<size_t> places;
    for (size_t b = 0; b < branches; ++b) {
      if (!pass_.mixes(e, b)) continue;
      const Unit* unit = pass_.end(e, b);
      mixed.push_back(unit ? unit->z : x_);
      places.push_back(b);
    }
    const std::vector<Dual> sums = dots(grad_out_[e], mixed);
    Tensor gradient = torch::zeros({static_cast<int64_t>(branches)});
    for (size_t t = 0; t < places.size(); ++t) {
      const OutputSums of_branch{
          .gradient = sums.data(),
          .product = sums.data() + static_cast<int64_t>(t + 1) * g_.out_blocks()};
      const auto by_w = branch_gradient(e, places[t], of_branch);
      gradient[static_cast<int64_t>(places[t])] = chosen(by_w);
    }
    return gradient;
  }

  Dual branch_gradient(size_t e, size_t b, const OutputSums& sums) {
    const double w = pass_.mixture_[e][b];
    const Unit* unit = pass_.end(e, b);
    if (!unit) {
      at_x_.add_skip(grad_out_[e], w);
      return weight_gradient(no_normalisation(g_.channels), sums);
    }
    if (pass_.pools_.contains({e, b})) {
      const PoolUnit& pool = pass_.pools_.at({e, b});
      at_x_.add_pool(pool.kind, pool.z, norm_gradient(unit->norm, w, sums), grad_out_[e]);
    } else {
      open(pass_.ends_.at({e, b}), grad_out_[e], w, sums);
    }
    return weight_gradient(unit->norm, sums);
  }

  /// Records that `grad` is the gradient at the output of stage u, which is mixed with weight w.
  void open(size_t u, const TensorPair& grad, double w, const OutputSums& sums) {
    const StageUnit& unit = pass_.units_[u];
    arriving_[u] = grad;
    norms_[u] = norm_gradient(unit.norm, w, sums);
    if (!weight_sums_ || !unit.shape.norm.scale) return;
    const auto [scale, shift] = learned_gradient(unit.norm, w, sums);
    add_learned(scale, grad_weights_[*unit.shape.norm.scale]);
    add_learned(shift, grad_weights_[*unit.shape.norm.scale + 1]);
  }

  void add_learned(const std::vector<Dual>& gradient, const Tensor& sum) const {
    auto* const to = sum.data_ptr<float>();
    for (size_t c = 0; c < gradient.size(); ++c) to[c] += static_cast<float>(chosen(gradient[c]));
  }

  TensorPair empty_like(const TensorPair& x) const {
    return {.value = torch::empty_like(x.value),
            .tangent = tangents_ ? torch::empty_like(x.tangent) : Tensor()};
  }

  /// Propagates the gradients at the outputs of these stages to their inputs, which are either the
  /// outputs of other stages or x.
  void stage_gradients(const std::vector<size_t>& units) {
    if (units.empty()) return;
    const bool at_x = !pass_.units_[units.front()].before;
    const bool first_at_x = at_x && !grad_active_.value.defined();
    if (first_at_x) grad_active_ = empty_like(x_);
    std::vector<SumsPair> sums;
    for (size_t u : units) {
      const StageUnit& unit = pass_.units_[u];
      sums.emplace_back(g_.images, 2 * g_.out_blocks(), tangents_);
      if (!at_x) arriving_[*unit.before] = empty_like(unit.z);
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
            if (!at_x) pass_activation(pass_.units_[*unit.before], gradient, {n, group}, sums[i]);
          }
        });
    for (size_t i = 0; i < units.size(); ++i) {
      arriving_[units[i]] = {};
      if (at_x) continue;
      const size_t before = *pass_.units_[units[i]].before;
      const std::vector<Dual> total = paired(sums[i].values.total(), sums[i].tangents.total());
      open(before, arriving_[before], 1,
           {.gradient = total.data(), .product = total.data() + g_.out_blocks()});
    }
  }

  /// An image of the batch, and the group to which it belongs.
  struct Place {
    int64_t image, group;
  };

  /// Turns the gradient with respect to the activated output of the stage `before` into that with
  /// respect to the output itself, and adds up what its batch norm needs.
  void pass_activation(const StageUnit& before, const StageGradient& gradient, const Place& place,
                       SumsPair& sums) {
    const int64_t at = place.image * g_.out_size();
    const Preactivation of{.x = before.z.value_at(at),
                           .scale = before.norm.scale.data(),
                           .shift = before.norm.shift.data()};
    activated_gradient(of, g_.out_image_size(), gradient.grad_in, sums.values.of(place.group));
    if (!tangents_) return;
    activated_gradient_tangent(of, before.z.tangent_at(at), g_.out_image_size(),
                               {.value = gradient.grad_in, .tangent = gradient.grad_in_tangent},
                               sums.tangents.of(place.group));
  }

  /// Turns ∂/∂ max(0, x) of one image into ∂/∂x, when it is complete and still in the cache.
  void activate(int64_t n) {
    const int64_t at = n * g_.in_size();
    const ImageSize size{.pixels = g_.height * g_.width, .channels = g_.blocks()};
    activated_gradient({.x = x_.value_at(at)}, size, grad_active_.value_at(at), nullptr);
    if (!tangents_) return;
    activated_gradient({.x = x_.value_at(at)}, size, grad_active_.tangent_at(at), nullptr);
  }

  StageGradient stage_gradient(size_t u, int64_t n, int64_t group) {
    const StageUnit& unit = pass_.units_[u];
    const int64_t at = n * g_.out_size(), in_at = unit.before ? at : n * g_.in_size();
    const TensorPair& grad_in = unit.before ? arriving_[*unit.before] : grad_active_;
    StageGradient gradient{.grad_output = arriving_[u].value_at(at),
                           .z = unit.z.value_at(at),
                           .norm = &norms_[u],
                           .grad_in = grad_in.value_at(in_at),
                           .grad_output_tangent = arriving_[u].tangent_at(at),
                           .z_tangent = unit.z.tangent_at(at),
                           .grad_in_tangent = grad_in.tangent_at(in_at)};
    if (weight_sums_) {
      gradient.grad_pointwise = weight_sums_->of(group) + unit.gradient_at;
      gradient.grad_depthwise = gradient.grad_pointwise + unit.weights.value.pointwise.size();
    }
    return gradient;
  }

  /// ∂/∂x of all branches together, in the memory of the gradient with respect to the activated x.
  TensorPair input_gradient() {
    TensorPair grad_x = std::move(grad_active_);
    if (!grad_x.value.defined()) {
      grad_x.value = torch::zeros_like(x_.value);
      if (tangents_) grad_x.tangent = torch::zeros_like(x_.value);
    }
    at_x_.add_to(grad_x, x_);
    return grad_x;
  }

  void unpack() {
    const std::vector<double> total = weight_sums_->total();
    for (const StageUnit& unit : pass_.units_) {
      const double* at = total.data() + unit.gradient_at;
      const StageWeightGradient gradient{.pointwise = at,
                                         .depthwise = at + unit.weights.value.pointwise.size()};
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
  bool tangents_;
  GradientsWanted wanted_;
  const Geometry& g_;
  TensorPair x_;
  std::vector<TensorPair> grad_out_;
  std::vector<TensorPair> arriving_;  ///< for each stage the gradient at its output
  TensorPair grad_active_;            ///< the gradient with respect to the activated x
  std::optional<size_t> last_at_x_;   ///< the last stage that adds to grad_active_
  std::vector<NormGradient> norms_;   ///< for each stage the gradient of its batch norm
  FanOutInputGradient at_x_;          ///< the gradient through skips and pools
  std::optional<GroupSums> weight_sums_;
  Tensors grad_weights_;
};

FanOutGradient FanOutPass::backward(const FanOutInputs& inputs, const Tensors& values,
                                    const OutputGradients& grad_out,
                                    const GradientsWanted& wanted) {
  for (size_t u = 0; u < units_.size(); ++u) {
    units_[u].z = {.value = values[2 * u], .tangent = values[2 * u + 1]};
  }
  const TensorPair x = state(inputs);
  for (const PoolKind kind : kPoolKinds) pool_all(kind, x, nullptr);
  FanOutGradient gradient = FanOutBackward(*this, inputs, grad_out, wanted).run();
  take_values();
  return gradient;
}

}  // namespace tetlo::kernels
