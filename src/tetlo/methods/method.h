// SPDX-License-Identifier: Apache-2.0
// A search method: the supernet it searches, how α is relaxed in the course of the search, and the
// mixture under which the weights are trained.
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
  Space space;              ///< the space of the phase, with what the method adds
  int64_t partial = 1;      ///< K: the supernet mixes one channel in K
  int64_t added_cells = 0;  ///< in addition to network.cells
  bool all_cells = false;   ///< two models, too, use all cells of the layout, not all but one
};

/// The main model's loss on its training batch under a mixture, with running statistics.
using MixtureLoss = std::function<Tensor(const Mixture&)>;

/// A method in one phase of a search.
class Method {
 public:
  explicit Method(Phase phase) : phase_(std::move(phase)) {}
  virtual ~Method() = default;
  /// The relaxation that turns α into a mixture at this time.
  virtual std::shared_ptr<const Relaxation> relaxation(const PhaseTime& at) const = 0;
  /// The mixture under which the weights take their next step.
  virtual Mixture for_weights(const Tensor& alpha, const PhaseTime& at,
                              const MixtureLoss& loss) const;
  /// The plan of the supernets of this phase.
  virtual SupernetPlan supernet() const { return {.space = phase_.space}; }
  /// The number of phases of a search.
  virtual int64_t phases() const { return 1; }
  /// The space that the next phase searches, given α at the end of this one.
  virtual Space narrowed(const Tensor& /*alpha*/) const { return phase_.space; }

  const Phase& phase() const { return phase_; }

 private:
  Phase phase_;
};

/// The parts from which a method is built.
struct MethodParts {
  Phase phase;
  uint64_t seed = 1;
  int64_t arch_from = 0;  ///< the first epoch of a phase in which α is updated
};

struct MethodEntry : Member {
  /// Throws Error if the method cannot be used in that space.
  std::unique_ptr<Method> (*make)(const std::any& options, const MethodParts& parts);
  bool learns_alpha = true;  ///< whether its cells depend on α, which then takes steps
};

const std::vector<MethodEntry>& methods();

/// The method of that name; throws Error if there is none.
const MethodEntry& find_method(const std::string& name);

/// Throws Error unless the space has operations on edges. `needs` completes the sentence "METHOD
/// which …", for example "adds a skip connection to edges".
void require_edges(const Space& space, const std::string& method, const std::string& needs);

}  // namespace tetlo
