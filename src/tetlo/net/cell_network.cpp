// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/cell_network.h"

#include "tetlo/util/error.h"

namespace tetlo {

/// Convolutions and batch norms before the first cell; gives what its two inputs see.
class CellNetwork::Stem {
 public:
  Stem(Builder& builder, const DiscreteShape& shape) {
    if (shape.kind == NetworkKind::kCifar) {
      add(builder, shape.image_channels, 3 * shape.channels, /*stride=*/1);
    } else {
      add(builder, shape.image_channels, shape.channels / 2, 2);
      add(builder, shape.channels / 2, shape.channels, 2);
      add(builder, shape.channels, shape.channels, 2);
    }
  }

  std::pair<Tensor, Tensor> operator()(const Tensor& images, Pass& pass) const {
    std::vector<Tensor> outputs = {images};
    for (size_t i = 0; i < layers_.size(); ++i) {
      const Tensor in = i == 0 ? images : activate(outputs.back(), pass);
      outputs.push_back(layers_[i].second(layers_[i].first(in, pass), pass));
    }
    const bool one_output = layers_.size() == 1;
    return {outputs[outputs.size() - (one_output ? 1 : 2)], outputs.back()};
  }

 private:
  void add(Builder& builder, int64_t in, int64_t out, int64_t stride) {
    Convolution convolution(builder,
                            {.in = in, .out = out, .kernel = 3, .stride = stride, .padding = 1});
    layers_.emplace_back(convolution, BatchNorm(builder, out));
  }

  std::vector<std::pair<Convolution, BatchNorm>> layers_;
};

/// The auxiliary classifier: pooled to 2 x 2, then 128 and 768 channels.
class CellNetwork::Head {
 public:
  Head(Builder& builder, const DiscreteShape& shape, int64_t channels)
      : narrow_(builder, {.in = channels, .out = 128}),
        narrow_norm_(builder, 128),
        wide_(builder, {.in = 128, .out = 768, .kernel = 2}),
        // [Liu2019]'s ImageNet head has no batch norm after its second convolution.
        wide_norm_(shape.kind == NetworkKind::kCifar ? std::make_optional<BatchNorm>(builder, 768)
                                                     : std::nullopt),
        classifier_(builder, 768, shape.classes) {}

  Tensor operator()(const Tensor& features, Pass& pass) const {
    // The stride that leaves 2 x 2: 3 for the 8 x 8 of CIFAR, 2 for 7 x 7.
    const int64_t stride = features.size(2) - 5;
    const Tensor pooled =
        torch::avg_pool2d(activate(features, pass), {5, 5}, {stride, stride}, {0, 0},
                          /*ceil_mode=*/false, /*count_include_pad=*/false);
    const Tensor narrow = activate(narrow_norm_(narrow_(pooled, pass), pass), pass);
    const Tensor wide = wide_(narrow, pass);
    const Tensor normalised = wide_norm_ ? (*wide_norm_)(wide, pass) : wide;
    return classifier_(activate(normalised, pass).flatten(1), pass);
  }

 private:
  Convolution narrow_;
  BatchNorm narrow_norm_;
  Convolution wide_;
  std::optional<BatchNorm> wide_norm_;
  Linear classifier_;
};

CellNetwork::CellNetwork(const Genotype& genotype, const DiscreteShape& shape)
    : DiscreteNetwork(shape.engine), builder_{.layout = {}, .affine = true} {
  check_operations(genotype, operation_names(), "The genotype");
  const bool cifar = shape.kind == NetworkKind::kCifar;
  const int64_t stem_channels = cifar ? 3 * shape.channels : shape.channels;
  const auto plans =
      plan_cells({.channels = shape.channels,
                  .cells = shape.cells,
                  .before_last = stem_channels,
                  .last = stem_channels,
                  .normal_outputs = static_cast<int64_t>(genotype.normal_concat.size()),
                  .reduce_outputs = static_cast<int64_t>(genotype.reduce_concat.size()),
                  .stem_reduces = !cifar});
  stem_ = std::make_shared<Stem>(builder_, shape);
  for (const CellPlan& plan : plans) cells_.emplace_back(builder_, genotype, plan);
  const auto outputs = [&](const CellPlan& plan) {
    const auto& concat =
        plan.kind == CellKind::kNormal ? genotype.normal_concat : genotype.reduce_concat;
    return plan.channels * static_cast<int64_t>(concat.size());
  };
  classifier_.emplace(builder_, outputs(plans.back()), shape.classes);
  set_parameters(layout().weight_count());
  head_after_ = static_cast<size_t>(2 * shape.cells / 3);
  if (shape.auxiliary_head) {
    head_ = std::make_shared<Head>(builder_, shape, outputs(plans[head_after_]));
  }
}

DiscreteOutput CellNetwork::forward(const Tensor& images, Pass& pass) const {
  auto [before_last, last] = (*stem_)(images, pass);
  DiscreteOutput output;
  for (size_t k = 0; k < cells_.size(); ++k) {
    Tensor next = cells_[k](before_last, last, pass);
    before_last = last;
    last = next;
    if (k == head_after_ && head_ && pass.mode != Statistics::kRunning) {
      output.auxiliary_logits = (*head_)(last, pass);
    }
  }
  output.logits = (*classifier_)(channels_last(last).mean({2, 3}), pass);
  return output;
}

}  // namespace tetlo
