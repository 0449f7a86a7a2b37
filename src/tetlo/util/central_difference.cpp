// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/central_difference.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>

namespace tetlo {

double gradient_error(const std::function<Tensor(const Tensor&)>& f, const Tensor& x,
                      const Tensor& gradient, const Directions& along) {
  const torch::NoGradGuard no_grad;
  const Tensor point = x.detach();
  auto random = at::detail::createCPUGenerator(along.seed);
  double errors = 0, derivatives = 0, differences = 0;
  for (int64_t i = 0; i < along.count; ++i) {
    const Tensor normal = torch::randn(x.sizes(), random, x.options());
    const Tensor direction = normal / normal.norm();
    const double derivative = (gradient * direction).sum().item<double>();
    const double difference = central_difference(f, point, direction, along.h).item<double>();
    errors += std::pow(derivative - difference, 2);
    derivatives += std::pow(derivative, 2);
    differences += std::pow(difference, 2);
  }
  const double scale = std::max(derivatives, differences);
  return errors == 0 ? 0 : std::sqrt(errors / scale);
}

double autograd_error(const std::function<Tensor(const Tensor&)>& f, const Tensor& x,
                      const Directions& along) {
  auto random = at::detail::createCPUGenerator(along.seed + 1);
  const Tensor point = x.detach().clone().requires_grad_();
  const Tensor value = f(point);
  const Tensor weights = torch::randn(value.sizes(), random, value.options());
  const Tensor gradient = torch::autograd::grad({value}, {point}, {weights}).front();
  return gradient_error([&](const Tensor& at) { return (f(at) * weights).sum(); }, x, gradient,
                        along);
}

}  // namespace tetlo
