// SPDX-License-Identifier: Apache-2.0
// A search at one of its checkpoints, about to update α: the nested problem of that iteration, in
// float32 and in float64.
//
// Both problems have the same weights, images and random draws. The first is computed as in the
// search, by the engine of its options; the second by LibTorch's operations, because the kernels of
// the fused engine have only float32.
#pragma once

#include <memory>
#include <string>

#include "tetlo/record/checkpoint.h"
#include "tetlo/search/search.h"

namespace tetlo {

enum class Precision { kSingle, kDouble };

inline EnumTable<Precision> table_of(Precision) {
  return {{Precision::kSingle, "float32", "as in a search"},
          {Precision::kDouble, "float64", "with twice as many digits"}};
}

class SearchState {
 public:
  /// The state of a search with these options. If α is not updated in the iteration after the
  /// checkpoint, the images are those of the next iteration of the epoch in which it is.
  SearchState(const SearchOptions& options, const Sources& sources, const Checkpoint& at);

  /// The number of epochs before the checkpoint.
  int64_t epoch() const { return epoch_; }
  const Tensor& alpha(Precision precision) const { return at(precision).alpha; }
  /// dP/dα with the search's number of virtual steps; `radius` is that of finite differences.
  Tensor hypergradient(Precision precision, HypergradientKind kind, double radius) const;
  /// P after the virtual steps, in float64, at another α.
  double P(const Tensor& alpha) const;
  /// The length of the search's own next step of α, along this gradient.
  double step_length(const Tensor& gradient) const;

 private:
  struct At {
    const Framework* framework;
    StepInputs inputs;
    Tensor alpha;
  };
  const At& at(Precision precision) const {
    return precision == Precision::kSingle ? single_ : double_;
  }

  int64_t epoch_;
  SearchOptions options_;
  Search search_;
  AdamState adam_;
  std::unique_ptr<Framework> twin_;  ///< the framework in float64
  At single_, double_;
};

}  // namespace tetlo
