// SPDX-License-Identifier: Apache-2.0
// The architectures of a search: usually one, and two where the auxiliary model has its own,
// α = (M, A) [Sheth2023, appendix H]. α is one vector with a part of equal length for each, and
// each has a relaxation of its own.
#pragma once

#include <memory>
#include <vector>

#include "tetlo/levels/descent.h"
#include "tetlo/relax/relaxation.h"
#include "tetlo/search/options.h"

namespace tetlo {

/// The relaxation of each architecture.
using Relaxations = std::vector<std::shared_ptr<const Relaxation>>;

/// The initial α of a phase, with `size` numbers for each architecture.
AdamState initial_alpha(const SearchOptions& options, int64_t size, int64_t phase);

/// The part of α that belongs to one of `count` architectures.
Tensor part_of(const Tensor& all, size_t architecture, size_t count);

/// The mixture of each architecture.
Mixtures mixtures(const Relaxations& relaxations, const Tensor& all);

/// The sum of the penalties of all architectures; undefined if there are none.
Tensor penalty(const Relaxations& relaxations, const Tensor& all);

}  // namespace tetlo
