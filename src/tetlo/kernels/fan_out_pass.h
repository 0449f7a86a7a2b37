// SPDX-License-Identifier: Apache-2.0
// The two passes of fan_out.h on plain memory: what the autograd function there keeps and calls.
#pragma once

#include <map>
#include <utility>

#include "tetlo/kernels/blocks.h"
#include "tetlo/kernels/fan_out.h"
#include "tetlo/kernels/groups.h"
#include "tetlo/kernels/normalisation.h"

namespace tetlo::kernels {

/// Something normalised before it is mixed: the end of a stage, or a pooled state.
struct Unit {
  torch::Tensor z;  ///< [N, H', W', padded(C)]
  Normalisation norm;
};

struct StageUnit : Unit {
  StageShape shape;
  StageWeights weights;
  size_t edge = 0, branch = 0;
  std::optional<size_t> before;  ///< the stage whose output it reads; none: it reads x
  int64_t gradient_at = 0;       ///< where those of its weights begin among all gradients
};

struct PoolUnit : Unit {
  PoolKind kind = PoolKind::kMax;
  std::optional<NormPlace> place = std::nullopt;
};

/// A thread's activated copy of one image that a stage reads, and its scratch.
struct StageInput {
  StageInput(const ConstImage& in, int64_t halo, int64_t stride, int64_t out)
      : image(in.height, in.width, in.channels, halo), scratch(in, halo, stride, out) {}

  ActivatedImage image;
  StageScratch scratch;
};

/// Besides those by the mixture.
struct GradientsWanted {
  bool x = true, weights = true;
};

struct FanOutGradient {
  torch::Tensor x;
  Tensors mixture, weights;
};

class FanOutPass {
 public:
  /// `keeps_values` where there may be a backward().
  FanOutPass(const FanOutShape& shape, const FanOutInputs& inputs, bool keeps_values);

  Tensors forward(const FanOutInputs& inputs, const FanOutStatistics& statistics);
  /// What backward() needs of forward(), for the graph to keep; it leaves the pass.
  Tensors take_values();
  /// Gradients by the mixture and, where wanted, by x and the weights; those by onto are the
  /// outputs' own.
  FanOutGradient backward(const FanOutInputs& inputs, const Tensors& values,
                          const Tensors& grad_out, const GradientsWanted& wanted);

 private:
  friend class FanOutBackward;

  void add_branch(size_t edge, size_t branch);
  StageWeights pack(const StageShape& stage) const;
  /// Pools x for all units of this kind; with `sums` for the moments of batch norm.
  void pool_all(PoolKind kind, const torch::Tensor& x, GroupSums* sums);
  void run_pools(const torch::Tensor& x, const FanOutStatistics& statistics);
  /// The stages of an edge that read x, or those that read another stage.
  std::vector<size_t> stages(size_t edge, bool at_x) const;
  void run_stages(const std::vector<size_t>& units, const torch::Tensor& x,
                  const FanOutStatistics& statistics);
  /// z of these stages, which read the same; with `sums` for the moments of batch norm, one each.
  void convolve(const std::vector<size_t>& units, const torch::Tensor& x,
                std::vector<GroupSums>* sums);
  /// Whether z of a stage waits in memory for the backward pass: not where there is none, nor where
  /// memory is spared and the stage is all of its branch and no larger than 3 x 3.
  bool is_kept(const StageUnit& unit) const;
  /// Computes, and drops again, what was not kept of an edge.
  void restore(size_t edge, const torch::Tensor& x);
  void forget(size_t edge);
  torch::Tensor mix(size_t edge, const torch::Tensor& x, const torch::Tensor& onto) const;
  void update_statistics(const FanOutStatistics& statistics) const;
  /// By these sums over the batch, or by the running statistics.
  Normalisation normalise(const NormPlace& place, const std::vector<double>& sums,
                          const FanOutStatistics& statistics) const;

  StageInput stage_input(const std::vector<size_t>& units) const;
  void load(StageInput& input, const StageUnit& unit, const torch::Tensor& x, int64_t image) const;
  /// What branch b of edge e mixes; null where that is x itself.
  const Unit* end(size_t edge, size_t branch) const;
  bool mixes(size_t edge, size_t branch) const { return mixes_[edge][branch]; }

  FanOutShape shape_;
  bool keeps_values_;
  Geometry geometry_;
  Tensors weights_;                                      ///< contiguous
  std::vector<std::vector<double>> mixture_;             ///< w
  std::vector<std::vector<bool>> mixes_;                 ///< whether there is something to compute
  std::vector<StageUnit> units_;                         ///< edge by edge, each after what it reads
  std::map<std::pair<size_t, size_t>, size_t> ends_;     ///< (edge, branch) -> place in units_
  std::map<std::pair<size_t, size_t>, PoolUnit> pools_;  ///< by (edge, branch); z is shared
  int64_t gradients_ = 0;                                ///< floats of all stages' weight gradients
};

}  // namespace tetlo::kernels
