// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/forward_mode.h"

namespace tetlo {
namespace {

constexpr int64_t kLevel = 0;  // LibTorch numbers nested modes, but supports only one

thread_local bool is_entered = false;

std::mutex& only_one() {
  static std::mutex mutex;
  return mutex;
}

}  // namespace

ForwardMode::ForwardMode() {
  TORCH_CHECK(!is_entered, "forward modes cannot be nested");
  alone_ = std::unique_lock(only_one());
  torch::autograd::forward_ad::enter_dual_level();
  is_entered = true;
}

ForwardMode::~ForwardMode() {
  torch::autograd::forward_ad::exit_dual_level(kLevel);
  is_entered = false;
}

Tensor with_tangent(const Tensor& value, const Tensor& tangent) {
  return tangent.defined() ? at::_make_dual(value, tangent, kLevel) : value;
}

Tensor tangent_of(const Tensor& x) { return x.defined() ? x._fw_grad(kLevel) : Tensor(); }

Tensor value_of(const Tensor& x) {
  return tangent_of(x).defined() ? std::get<0>(at::_unpack_dual(x, kLevel)) : x;
}

}  // namespace tetlo
