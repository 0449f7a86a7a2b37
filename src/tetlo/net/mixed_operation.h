// SPDX-License-Identifier: Apache-2.0
// An edge of a supernet: the weighted sum of its candidate operations [Liu2019, eq. 2].
#pragma once

#include <string>
#include <vector>

#include "tetlo/net/operations.h"

namespace tetlo {

/// Σ_o w_o o(x) with weights w [candidates] over the candidates that are present and not null;
/// undefined if there are none.
Tensor mix(const Candidates& candidates, const Tensor& x, const EdgeMixture& edge, Pass& pass);

/// The channels and the stride of an edge.
struct EdgeShape {
  int64_t channels = 0;
  int64_t stride = 1;
  int64_t partial = 1;  ///< K: only the first 1/K of the channels are mixed
};

/// Edges that mix only a part of their channels [Xu2020, eq. 2]. The other channels bypass the
/// candidates; they are only pooled, if the stride is 2. Then a shuffle in K groups spreads the
/// mixed channels over all channels.
class PartialChannels {
 public:
  explicit PartialChannels(const EdgeShape& shape) : shape_(shape) {}
  bool is_whole() const { return shape_.partial == 1; }
  int64_t mixed() const { return shape_.channels / shape_.partial; }
  /// The channels of x [N, C, H, W] that are mixed: [N, C/K, H, W].
  Tensor select(const Tensor& x) const;
  /// Joins the mixture [N, C/K, H', W'] with the other channels of x: [N, C, H', W'].
  Tensor join(const Tensor& mixture, const Tensor& x) const;
  /// Zeros in the shape of join(), for an edge that is gone: its other channels are dropped, too.
  Tensor nothing(const Tensor& mixture) const;

 private:
  EdgeShape shape_;
};

/// The named candidates of an edge, for the channels that it mixes. The weights of each have its
/// name as scope; if a name occurs twice, the second has, for example, skip_connect_2.
Candidates make_candidates(Builder& builder, const std::vector<std::string>& names,
                           const EdgeShape& shape);

/// Reorders channels 0, 1, 2, … by taking one from each group in turn: for 16 channels in 4 groups,
/// 0, 4, 8, 12, 1, 5, …
Tensor shuffle_channels(const Tensor& x, int64_t groups);

}  // namespace tetlo
