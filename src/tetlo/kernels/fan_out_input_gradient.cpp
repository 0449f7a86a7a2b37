// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/fan_out_input_gradient.h"

#include "tetlo/kernels/elementwise.h"
#include "tetlo/kernels/groups.h"

namespace tetlo::kernels {
namespace {

void add(NormCoefficients& sum, const NormCoefficients& term) {
  const int64_t channels = term.constant.size();
  if (sum.constant.size() == 0) {
    sum.of_value = Buffer(channels);
    sum.constant = Buffer(channels);
  }
  for (int64_t c = 0; c < channels; ++c) {
    sum.of_value[c] += term.of_value[c];
    sum.constant[c] += term.constant[c];
  }
}

}  // namespace

struct FanOutInputGradient::Work {
  Buffer grad_pooled;
  std::vector<Term> terms = {};

  /// Adds up the terms and passes the sum through the pool, to `grad_in`.
  void pass(const float* constant, const Geometry& g, PoolKind kind, const float* x,
            const float* pooled, float* grad_in) {
    weighted_sum(terms, constant, g.out_image_size(), grad_pooled.data());
    const auto out = [&](const float* data) {
      return dense(data, g.out_height(), g.out_width(), g.out_blocks());
    };
    pool_gradient(kind, dense(x, g.height, g.width, g.blocks()), out(pooled),
                  out(grad_pooled.data()), g.stride, dense(grad_in, g.height, g.width, g.blocks()));
  }
};

void FanOutInputGradient::add_skip(const TensorPair& grad, double w) {
  Buffer all(geometry_.out_blocks());
  std::fill_n(all.data(), all.size(), static_cast<float>(w));
  skips_.push_back({grad, std::move(all)});
}

void FanOutInputGradient::add_pool(PoolKind kind, const TensorPair& pooled, NormGradient norm,
                                   const TensorPair& grad) {
  Pool& pool = pools_[kind];
  pool.pooled = pooled;
  add(pool.value, norm.value);
  add(pool.tangent, norm.tangent);
  pool.of_outputs.emplace_back(grad, std::move(norm));
}

void FanOutInputGradient::add_to(const TensorPair& grad_x, const TensorPair& x) const {
  if (skips_.empty() && pools_.empty()) return;
  each_image(
      geometry_.images, [&] { return Work{.grad_pooled = Buffer(geometry_.out_size())}; },
      [&](Work& work, int64_t n, int64_t) {
        add_skips(work, n, grad_x, &TensorPair::value_at);
        add_pools(work, n, grad_x, x);
        if (!grad_x.tangent.defined()) return;
        add_skips(work, n, grad_x, &TensorPair::tangent_at);
        add_pool_tangents(work, n, grad_x, x);
      });
}

void FanOutInputGradient::add_skips(Work& work, int64_t image, const TensorPair& grad_x,
                                    Part part) const {
  if (skips_.empty()) return;
  const Geometry& g = geometry_;
  float* to = (grad_x.*part)(image * g.in_size());
  work.terms = {{to, nullptr}};
  for (const auto& [grad, w] : skips_) {
    work.terms.push_back({(grad.*part)(image * g.out_size()), w.data()});
  }
  weighted_sum(work.terms, nullptr, {.pixels = g.height * g.width, .channels = g.blocks()}, to);
}

void FanOutInputGradient::add_pools(Work& work, int64_t image, const TensorPair& grad_x,
                                    const TensorPair& x) const {
  const int64_t at = image * geometry_.out_size(), in_at = image * geometry_.in_size();
  for (const auto& [kind, pool] : pools_) {
    const float* pooled = pool.pooled.value_at(at);
    work.terms = {{pooled, pool.value.of_value.data()}};
    for (const auto& [grad, norm] : pool.of_outputs) {
      work.terms.push_back({grad.value_at(at), norm.value.of_output.data()});
    }
    work.pass(pool.value.constant.data(), geometry_, kind, x.value_at(in_at), pooled,
              grad_x.value_at(in_at));
  }
}

void FanOutInputGradient::add_pool_tangents(Work& work, int64_t image, const TensorPair& grad_x,
                                            const TensorPair& x) const {
  const int64_t at = image * geometry_.out_size(), in_at = image * geometry_.in_size();
  for (const auto& [kind, pool] : pools_) {
    const float* pooled = pool.pooled.value_at(at);
    work.terms = {{pool.pooled.tangent_at(at), pool.value.of_value.data()},
                  {pooled, pool.tangent.of_value.data()}};
    for (const auto& [grad, norm] : pool.of_outputs) {
      work.terms.push_back({grad.tangent_at(at), norm.value.of_output.data()});
      work.terms.push_back({grad.value_at(at), norm.tangent.of_output.data()});
    }
    work.pass(pool.tangent.constant.data(), geometry_, kind, x.value_at(in_at), pooled,
              grad_x.tangent_at(in_at));
  }
}

}  // namespace tetlo::kernels
