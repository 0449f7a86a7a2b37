// SPDX-License-Identifier: Apache-2.0
// Compares stages with LibTorch's convolutions in double precision. Both are exact
// for whole numbers.
#include "tetlo/kernels/stage.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

#include "tetlo/kernels/blocks.h"
#include "tetlo/kernels/test_oracles.h"

namespace tetlo::kernels {
namespace {

using torch::Tensor;

/// A stage of one image, with weights as LibTorch stores them.
struct Scene {
  StageKind kind =
      *rc::gen::element(StageKind::kSeparable, StageKind::kPointwise, StageKind::kFactorised);
  int64_t in = *rc::gen::inRange<int64_t>(1, 27), out = *rc::gen::inRange<int64_t>(2, 27);
  int64_t height = *rc::gen::inRange<int64_t>(1, 14), width = *rc::gen::inRange<int64_t>(1, 24);
  Taps taps = {.kernel = *rc::gen::element<int64_t>(3, 5, 7),
               .dilation = *rc::gen::inRange<int64_t>(1, 3),
               .stride = *rc::gen::inRange<int64_t>(1, 3)};
  int64_t extra_halo = *rc::gen::inRange<int64_t>(0, 3);
  uint32_t seed = some_seed();
  Tensor x, first, second;

  Scene() {
    if (kind == StageKind::kSeparable) out = in;
    if (kind == StageKind::kPointwise) taps = {.kernel = 1};
    if (kind == StageKind::kFactorised) taps = {.kernel = 1, .stride = 2};
    x = drawn({1, in, height, width}, 0);
    const int64_t half = out / 2;
    switch (kind) {
      case StageKind::kSeparable:
        first = drawn({in, 1, taps.kernel, taps.kernel}, 1);
        second = drawn({in, in, 1, 1}, 2);
        return;
      case StageKind::kPointwise:
        first = drawn({out, in, 1, 1}, 1);
        return;
      case StageKind::kFactorised:
        first = drawn({half, in, 1, 1}, 1);
        second = drawn({out - half, in, 1, 1}, 2);
    }
  }

  int64_t out_height() const { return (height + taps.stride - 1) / taps.stride; }
  int64_t out_width() const { return (width + taps.stride - 1) / taps.stride; }
  int64_t out_size() const { return out_height() * out_width() * padded(out); }
  int64_t halo() const {
    return extra_halo + std::max<int64_t>(taps.halo(), kind == StageKind::kFactorised ? 1 : 0);
  }
  /// A tensor of random whole numbers in double precision.
  Tensor drawn(at::IntArrayRef sizes, uint32_t stream) const {
    const auto numbers = whole_numbers(c10::multiply_integers(sizes), seed + stream, /*maximum=*/1);
    return torch::tensor(numbers, torch::kFloat64).reshape(sizes).requires_grad_();
  }
  Tensor z() const {
    switch (kind) {
      case StageKind::kSeparable:
        return torch::conv2d(torch::conv2d(x, first, {}, taps.stride, taps.halo(), taps.dilation,
                                           /*groups=*/in),
                             second);
      case StageKind::kPointwise:
        return torch::conv2d(x, first);
      case StageKind::kFactorised:
        break;
    }
    const Tensor even = torch::constant_pad_nd(x, {0, width % 2, 0, height % 2});
    const Tensor shifted = even.slice(2, 1).slice(3, 1);
    return torch::cat({torch::conv2d(x, first, {}, 2), torch::conv2d(shifted, second, {}, 2)}, 1);
  }
  StageWeightPair weights() const { return {.value = packed(first, second)}; }
  /// Weights in the shapes of `first` and `second`.
  StageWeights packed(const Tensor& one_of_two, const Tensor& other) const {
    const Tensor a = one_of_two.detach().to(torch::kFloat32);
    const Tensor b = other.defined() ? other.detach().to(torch::kFloat32) : a;
    const auto *one = a.data_ptr<float>(), *two = b.data_ptr<float>();
    if (kind == StageKind::kSeparable) return separable_weights(one, two, in, taps);
    return kind == StageKind::kPointwise ? pointwise_weights(one, in, out)
                                         : factorised_weights(one, two, in, out);
  }
  FramedImage framed() const {
    const Tensor blocks = to_blocks(x.to(torch::kFloat32));
    FramedImage frame(height, width, padded(in), halo());
    for (int64_t y = 0; y < height; ++y) {
      std::copy_n(blocks.data_ptr<float>() + y * width * padded(in), width * padded(in),
                  frame.image().at(y, 0));
    }
    return frame;
  }
  StageScratch scratch(const ActivatedImage& frame) const {
    return {frame, halo(), taps.stride, padded(out)};
  }
};

/// The numbers of a tensor in memory order; none if it is undefined.
Numbers numbers(const Tensor& t) {
  if (!t.defined()) return {};
  const Tensor dense = t.detach().to(torch::kFloat64).contiguous();
  return {dense.data_ptr<double>(), dense.data_ptr<double>() + dense.numel()};
}

/// An image as the kernels store it: channels that are only padding are zeros.
Numbers in_blocks(const Tensor& x) { return numbers(to_blocks(x)); }

std::vector<float> zeros(int64_t size) { return std::vector<float>(static_cast<size_t>(size), 0); }

Numbers as_numbers(const Written& written) {
  Numbers result;
  for (int64_t i = 0; i < written.size(); ++i) result.push_back(static_cast<double>(written[i]));
  return result;
}

TEST(Stage, ForwardIsItsConvolutions) {
  expect_on_each_target([] {
    const Scene s;
    ActivatedImage frame(s.framed());
    StageScratch scratch = s.scratch(frame);
    Written z(s.out_size());
    stage_forward(s.weights(), frame, scratch, {.z = z.data()});
    RC_ASSERT(wrong(z, in_blocks(s.z())) == "");
  });
}

TEST(Stage, ForwardGathersSumsAndSumsOfSquares) {
  expect_on_each_target([] {
    const Scene s;
    ActivatedImage frame(s.framed());
    StageScratch scratch = s.scratch(frame);
    Written z(s.out_size()), sums(zeros(2 * padded(s.out)));
    stage_forward(s.weights(), frame, scratch, {.z = z.data(), .sums = sums.data()});
    const Tensor values = to_blocks(s.z());
    RC_ASSERT(wrong(sums, numbers(torch::stack({values, values.square()}).sum({1, 2, 3}))) == "");
  });
}

/// The gradient that arrives at the output of a stage, and the gradients that it computes from it.
struct Backward {
  explicit Backward(const Scene& s)
      : a(s.drawn({1, s.out, 1, 1}, 3)),
        b(s.drawn({1, s.out, 1, 1}, 4)),
        c(s.drawn({1, s.out, 1, 1}, 5)),
        grad_output(s.drawn({1, s.out, s.out_height(), s.out_width()}, 6)),
        before(s.drawn({1, s.in, s.height, s.width}, 7)),
        grad_in(in_blocks_of(before)),
        grad_pointwise(zeros(s.weights().value.pointwise.size())),
        grad_depthwise(zeros(s.weights().value.depthwise.size())) {}

  static std::vector<float> in_blocks_of(const Tensor& t) {
    const Numbers all = in_blocks(t);
    return {all.begin(), all.end()};
  }
  static Buffer per_channel(const Tensor& t) {
    Buffer buffer(padded(t.size(1)));
    const Numbers all = numbers(t);
    std::copy(all.begin(), all.end(), buffer.data());
    return buffer;
  }

  void run(const Scene& s, ActivatedImage& frame, StageScratch& scratch) {
    const std::vector<float> grad = in_blocks_of(grad_output), z = in_blocks_of(s.z());
    const NormGradient norm{.value = {.of_output = per_channel(a),
                                      .of_value = per_channel(b),
                                      .constant = per_channel(c)}};
    StageGradient gradient{.grad_output = grad.data(), .z = z.data(), .norm = &norm};
    gradient.write = adds ? Write::kAdd : Write::kOver;
    if (!adds) grad_in = Written(grad_in.size());
    gradient.grad_in = grad_in.data();
    if (by_weights) {
      gradient.grad_pointwise = grad_pointwise.data();
      gradient.grad_depthwise = grad_depthwise.data();
    }
    stage_backward(s.weights(), frame, scratch, gradient);
  }

  Tensor a, b, c, grad_output, before;
  bool adds = *rc::gen::arbitrary<bool>(), by_weights = true;
  Written grad_in, grad_pointwise, grad_depthwise;
};

/// The gradients with respect to the input and the weights.
std::vector<Tensor> expected_gradients(const Scene& s, const Backward& g) {
  const Tensor z = s.z();
  std::vector<Tensor> by = {s.x, s.first};
  if (s.second.defined()) by.push_back(s.second);
  const Tensor grad_z = (g.a * g.grad_output + g.b * z + g.c).detach();
  auto gradients = torch::autograd::grad({z}, by, {grad_z});
  if (g.adds) gradients[0] = gradients[0] + g.before;
  return gradients;
}

/// The gradients with respect to the weights, in LibTorch's order.
std::vector<Written> unpacked(const Scene& s, const Backward& g) {
  const Numbers pointwise = as_numbers(g.grad_pointwise), depthwise = as_numbers(g.grad_depthwise);
  const StageWeightGradient gradient{.pointwise = pointwise.data(), .depthwise = depthwise.data()};
  std::vector<Written> result = {Written(s.first.numel())};
  if (s.second.defined()) result.emplace_back(s.second.numel());
  switch (s.kind) {
    case StageKind::kSeparable:
      unpack_separable(gradient, s.in, s.taps, result[0].data(), result[1].data());
      break;
    case StageKind::kPointwise:
      unpack_pointwise(gradient, s.in, s.out, result[0].data());
      break;
    case StageKind::kFactorised:
      unpack_factorised(gradient, s.in, s.out, result[0].data(), result[1].data());
  }
  return result;
}

TEST(Stage, BackwardIsTheGradientOfItsConvolutions) {
  expect_on_each_target([] {
    const Scene s;
    ActivatedImage frame(s.framed());
    StageScratch scratch = s.scratch(frame);
    Backward g(s);
    g.run(s, frame, scratch);
    const std::vector<Tensor> expected = expected_gradients(s, g);
    RC_ASSERT(wrong(g.grad_in, in_blocks(expected[0])) == "");
    const std::vector<Written> by_weights = unpacked(s, g);
    for (size_t i = 0; i < by_weights.size(); ++i) {
      RC_ASSERT(wrong(by_weights[i], numbers(expected[i + 1])) == "");
    }
  });
}

TEST(Stage, BackwardMayLeaveOutTheWeights) {
  expect_on_each_target([] {
    const Scene s;
    ActivatedImage frame(s.framed());
    StageScratch scratch = s.scratch(frame);
    Backward g(s);
    g.by_weights = false;
    g.run(s, frame, scratch);
    RC_ASSERT(wrong(g.grad_in, in_blocks(expected_gradients(s, g)[0])) == "");
  });
}

TEST(Stage, ScratchKeepsNothingFromTheStageBefore) {
  expect_on_each_target([] {
    const Scene s;
    ActivatedImage frame(s.framed());
    StageScratch scratch = s.scratch(frame);
    Scene other = s;
    other.seed = some_seed();
    other.x = other.drawn(s.x.sizes(), 0);
    Backward before(other), g(s);
    ActivatedImage others(other.framed());
    before.run(other, others, scratch);
    g.run(s, frame, scratch);
    RC_ASSERT(wrong(g.grad_in, in_blocks(expected_gradients(s, g)[0])) == "");
  });
}

}  // namespace
}  // namespace tetlo::kernels
