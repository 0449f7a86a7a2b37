// SPDX-License-Identifier: Apache-2.0
// The forward and the backward pass of fan_out.h on plain memory, without autograd. The autograd
// function in fan_out.cpp keeps a FanOutPass and calls it.
//
// A pass whose inputs have tangents computes with pairs of a value and its tangent throughout. What
// is linear is computed for both in the same way; the rest is described where it is done.
#pragma once

#include <map>
#include <utility>

#include "tetlo/kernels/fan_out.h"
#include "tetlo/kernels/fan_out_tensors.h"
#include "tetlo/kernels/groups.h"
#include "tetlo/kernels/normalisation.h"

namespace tetlo::kernels {

/// A value that is normalised before it is mixed: the result of a stage, or a pooled state.
struct Unit {
  TensorPair z;  ///< [N, H', W', padded(C)]
  Normalisation norm;
};

struct StageUnit : Unit {
  StageShape shape;
  StageWeightPair weights;
  size_t edge = 0, branch = 0;
  std::optional<size_t> before;  ///< the stage whose output this one reads; empty if it reads x
  int64_t gradient_at = 0;       ///< start of its weights' gradients among all gradients
};

struct PoolUnit : Unit {
  PoolKind kind = PoolKind::kMax;
  std::optional<NormPlace> place = std::nullopt;
};

/// The working memory of one thread: an activated copy of the image that a stage reads, and the
/// stage's scratch.
struct StageInput {
  StageInput(ActivatedImage in, int64_t halo, int64_t stride, int64_t out)
      : image(std::move(in)), scratch(image, halo, stride, out) {}

  ActivatedImage image;
  StageScratch scratch;
};

/// The gradients that are needed besides those with respect to the mixture.
struct GradientsWanted {
  bool x = true, weights = true;
};

/// The gradients with respect to the outputs, and their tangents in a pass with tangents.
struct OutputGradients {
  Tensors value, tangent = {};
};

/// The gradient with respect to x and its tangent, and the gradients with respect to the mixture and
/// the weights. In a pass with tangents these are not computed, only their tangents.
struct FanOutGradient {
  torch::Tensor x, x_tangent;
  Tensors mixture, weights;
};

/// Sums over the batch, by group, of values and of what their tangents need.
struct SumsPair {
  SumsPair(int64_t images, int64_t size, bool have_tangents)
      : values(images, size), tangents(have_tangents ? images : 0, size) {}
  GroupSums values, tangents;
};

class FanOutPass {
 public:
  /// `keeps_values` says whether backward() may be called, so that forward() has to
  /// keep its values.
  FanOutPass(const FanOutShape& shape, const FanOutInputs& inputs, bool keeps_values);

  Tensors forward(const FanOutInputs& inputs, const FanOutStatistics& statistics);
  /// Moves the values that backward() needs out of the pass, so that the graph can keep them.
  Tensors take_values();
  /// Gradients with respect to the mixture and, if wanted, to x and the weights. The gradients with
  /// respect to the accumulators are grad_out itself.
  FanOutGradient backward(const FanOutInputs& inputs, const Tensors& values,
                          const OutputGradients& grad_out, const GradientsWanted& wanted);

 private:
  friend class FanOutBackward;

  void add_branch(size_t edge, size_t branch);
  StageWeights pack(const StageShape& stage, const Tensors& weights) const;
  // Inputs in the memory order of the kernels.
  TensorPair state(const FanOutInputs& inputs) const;
  TensorPair accumulator(size_t edge, const FanOutInputs& inputs) const;
  TensorPair empty_outputs() const;
  /// Pools x for all units of this kind. If `sums` is given, adds Σ z and Σ z² for batch norm, and
  /// Σ ż and Σ z ż.
  void pool_all(PoolKind kind, const TensorPair& x, SumsPair* sums);
  void run_pools(const TensorPair& x, const FanOutStatistics& statistics);
  /// The stages of an edge that read x, or those that read another stage.
  std::vector<size_t> stages(size_t edge, bool at_x) const;
  void run_stages(const std::vector<size_t>& units, const TensorPair& x,
                  const FanOutStatistics& statistics);
  /// Computes z of these stages, which all read the same input. If `sums` is given, adds the sums of
  /// pool_all() for each stage.
  void convolve(const std::vector<size_t>& units, const TensorPair& x, std::vector<SumsPair>* sums);
  /// Whether z of a stage stays in memory for the backward pass. It does not if there is no
  /// backward pass, nor if memory is to be saved and the stage is the only one of its branch and no
  /// larger than 3 x 3.
  bool is_kept(const StageUnit& unit) const;
  /// restore() recomputes the values of an edge that were not kept, and forget() drops them again.
  void restore(size_t edge, const TensorPair& x);
  void forget(size_t edge);
  /// The output of an edge, and its tangent.
  TensorPair mix(size_t edge, const TensorPair& x, const FanOutInputs& inputs) const;
  void update_statistics(const FanOutStatistics& statistics) const;
  /// The batch norm at `place`, from these sums over the batch or from the running statistics,
  /// depending on statistics.mode.
  Normalisation normalise(const NormPlace& place, const SumsPair& sums,
                          const FanOutStatistics& statistics) const;
  Learned learned(size_t scale) const;

  StageInput stage_input(const std::vector<size_t>& units) const;
  void load(StageInput& input, const StageUnit& unit, const TensorPair& x, int64_t image) const;
  /// The value that a branch contributes to the mixture of its edge; null if that is x itself.
  const Unit* end(size_t edge, size_t branch) const;
  bool mixes(size_t edge, size_t branch) const { return mixes_[edge][branch]; }

  FanOutShape shape_;
  bool keeps_values_;
  Geometry geometry_;
  bool have_tangents_;
  Tensors weights_, weight_tangents_;         ///< contiguous
  std::vector<std::vector<double>> mixture_;  ///< w
  std::vector<std::vector<bool>> mixes_;      ///< by edge and branch: whether it is computed
  std::vector<StageUnit> units_;              ///< edge by edge; each follows the one it reads
  std::map<std::pair<size_t, size_t>, size_t> ends_;     ///< (edge, branch) -> place in units_
  std::map<std::pair<size_t, size_t>, PoolUnit> pools_;  ///< (edge, branch) -> pool; z is shared
  int64_t gradients_ = 0;  ///< number of floats in all weight gradients
};

}  // namespace tetlo::kernels
