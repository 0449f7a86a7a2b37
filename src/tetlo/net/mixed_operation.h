// SPDX-License-Identifier: Apache-2.0
// An edge of a supernet: the weighted sum of its candidate operations [Liu2019, eq. 2].
#pragma once

#include <string>
#include <vector>

#include "tetlo/net/operations.h"

namespace tetlo {

/// Σ_o w_o o(x) with weights w [candidates] over the candidates that are present and not null;
/// undefined where there are none.
Tensor mix(const Candidates& candidates, const Tensor& x, const EdgeMixture& edge, Pass& pass);

/// Where an edge mixes.
struct EdgeShape {
  int64_t channels = 0;
  int64_t stride = 1;
  int64_t partial = 1;  ///< K: only the first 1/K of the channels are mixed
};

/// Edges whose candidates mix only a part of the channels [Xu2020, eq. 2]: the others pass by,
/// pooled where the stride is 2, and a shuffle in K groups spreads the mixed ones over all.
class PartialChannels {
 public:
  explicit PartialChannels(const EdgeShape& shape) : shape_(shape) {}
  bool is_whole() const { return shape_.partial == 1; }
  int64_t mixed() const { return shape_.channels / shape_.partial; }
  /// x [N, C, H, W] -> the channels that are mixed [N, C/K, H, W].
  Tensor select(const Tensor& x) const;
  /// The mixture [N, C/K, H', W'] and what passes by -> [N, C, H', W'].
  Tensor join(const Tensor& mixture, const Tensor& x) const;
  /// Zeros in the shape of join() for the mixture of an edge that is gone, past which nothing goes.
  Tensor nothing(const Tensor& mixture) const;

 private:
  EdgeShape shape_;
};

/// The named candidates of an edge, for the channels that it mixes; each is a scope of its name,
/// the second of equal ones of skip_connect_2, say.
Candidates make_candidates(Builder& builder, const std::vector<std::string>& names,
                           const EdgeShape& shape);

/// Channels 0, 1, 2, … in the order that takes one of each group in turn: of 16 in 4 groups 0, 4,
/// 8, 12, 1, 5, …
Tensor shuffle_channels(const Tensor& x, int64_t groups);

}  // namespace tetlo
