// SPDX-License-Identifier: Apache-2.0
// A search method: what its supernets are built of, how α is relaxed as the search goes on, and
// under which mixture the weights learn.
#pragma once

#include <any>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tetlo/methods/phase.h"
#include "tetlo/options/member.h"
#include "tetlo/relax/relaxation.h"

namespace tetlo {

struct SupernetPlan {
  Space space;              ///< that of the phase, and what the method adds to it
  int64_t partial = 1;      ///< K: it mixes one channel in K
  int64_t added_cells = 0;  ///< beside those of the options
  bool all_cells = false;   ///< two models have all cells of the layout, too, not all but one
};

/// The main model's loss on its training batch under a mixture, with running statistics.
using MixtureLoss = std::function<Tensor(const Mixture&)>;

/// A method in one phase of a search.
class Method {
 public:
  explicit Method(Phase phase) : phase_(std::move(phase)) {}
  virtual ~Method() = default;
  /// How α becomes a mixture at this moment.
  virtual std::shared_ptr<const Relaxation> relaxation(const PhaseTime& at) const = 0;
  /// The mixture under which the weights take their next step.
  virtual Mixture for_weights(const Tensor& alpha, const PhaseTime& at,
                              const MixtureLoss& loss) const;
  /// What the supernets of this phase are built of.
  virtual SupernetPlan supernet() const { return {.space = phase_.space}; }
  /// How many phases a search has.
  virtual int64_t phases() const { return 1; }
  /// The space that the next phase searches, given α at the end of this one.
  virtual Space narrowed(const Tensor& /*alpha*/) const { return phase_.space; }

  const Phase& phase() const { return phase_; }

 private:
  Phase phase_;
};

/// What a method is built from.
struct MethodParts {
  Phase phase;
  uint64_t seed = 1;
  int64_t arch_from = 0;  ///< the first epoch of a phase in which α moves
};

struct MethodEntry : Member {
  /// Error where the method means nothing in that space.
  std::unique_ptr<Method> (*make)(const std::any& options, const MethodParts& parts);
};

const std::vector<MethodEntry>& methods();

/// The method of that name; Error when there is none.
const MethodEntry& find_method(const std::string& name);

/// Error unless the space has operations on edges, which `method` `needs`, a verb and why.
void require_edges(const Space& space, const std::string& method, const std::string& needs);

}  // namespace tetlo
