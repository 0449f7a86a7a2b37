// SPDX-License-Identifier: Apache-2.0
// A search method: what its supernets are built of, how α is relaxed as the search goes on, and
// under which mixture the weights learn.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tetlo/relax/relaxation.h"
#include "tetlo/search/early_stop.h"
#include "tetlo/search/schedule.h"
#include "tetlo/util/random.h"

namespace tetlo {

/// A part of a search that has weights and an α of its own.
struct Stage {
  Space space;  ///< with the candidates that earlier stages have left
  int64_t number = 0;
};

struct SupernetPlan {
  Space space;              ///< that of the stage, and what the method adds to it
  int64_t partial = 1;      ///< K: it mixes one channel in K
  int64_t added_cells = 0;  ///< beside those of the options
};

/// The main model's loss on its training batch under a mixture, with running statistics.
using MixtureLoss = std::function<Tensor(const Mixture&)>;

/// A method in one stage of a search.
class Method {
 public:
  explicit Method(Stage stage) : stage_(std::move(stage)) {}
  virtual ~Method() = default;
  /// How α becomes a mixture at this moment.
  virtual std::shared_ptr<const Relaxation> relaxation(const Moment& at) const = 0;
  /// The mixture under which the weights take their next step.
  virtual Mixture for_weights(const Tensor& alpha, const Moment& at, const MixtureLoss& loss) const;
  virtual SupernetPlan supernet() const { return {.space = space()}; }
  /// The rule by which the curvature ends a search, where one does.
  virtual std::optional<EarlyStop> early_stop() const { return std::nullopt; }
  /// What the next stage searches, given α at the end of this one.
  virtual Space narrowed(const Tensor& /*alpha*/) const { return space(); }

  const Space& space() const { return stage_.space; }

 protected:
  int64_t stage() const { return stage_.number; }

 private:
  Stage stage_;
};

struct MethodEntry {
  std::string name;
  std::string meaning;
  std::string source;
  int64_t stages;
  /// Error where the method means nothing in that space.
  std::unique_ptr<Method> (*make)(const SearchOptions& options, const Stage& stage);
};

const std::vector<MethodEntry>& methods();

/// The method of that name; Error when there is none.
const MethodEntry& find_method(const std::string& name);

/// The methods.
std::unique_ptr<Method> make_darts(const SearchOptions& options, const Stage& stage);
std::unique_ptr<Method> make_darts_es(const SearchOptions& options, const Stage& stage);
std::unique_ptr<Method> make_p_darts(const SearchOptions& options, const Stage& stage);
std::unique_ptr<Method> make_pc_darts(const SearchOptions& options, const Stage& stage);
std::unique_ptr<Method> make_pr_darts(const SearchOptions& options, const Stage& stage);
std::unique_ptr<Method> make_darts_minus(const SearchOptions& options, const Stage& stage);
std::unique_ptr<Method> make_sdarts_rs(const SearchOptions& options, const Stage& stage);
std::unique_ptr<Method> make_sdarts_adv(const SearchOptions& options, const Stage& stage);

/// Error unless the space has operations on edges, which `method` `needs`, a verb and why.
void require_edges(const Space& space, const std::string& method, const std::string& needs);

}  // namespace tetlo
