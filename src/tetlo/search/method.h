// SPDX-License-Identifier: Apache-2.0
// A search method: what its supernet offers, how α is relaxed as the search goes on, and under
// which mixture the weights learn.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tetlo/relax/relaxation.h"
#include "tetlo/search/early_stop.h"
#include "tetlo/search/options.h"
#include "tetlo/util/random.h"

namespace tetlo {

/// How far a search has come: what the schedules of methods depend on.
struct Moment {
  int64_t epoch = 0, epochs = 1;
  int64_t iteration = 0;  ///< of the whole search
};

/// The main model's loss on its training batch under a mixture, with running statistics.
using MixtureLoss = std::function<Tensor(const Mixture&)>;

class Method {
 public:
  virtual ~Method() = default;
  /// How α becomes a mixture at this moment.
  virtual std::shared_ptr<const Relaxation> relaxation(const Moment& at) const = 0;
  /// The mixture under which the weights take their next step.
  virtual Mixture for_weights(const Tensor& alpha, const Moment& at, const MixtureLoss& loss) const;
  /// What the supernet is built of: the space searched, unless the method adds candidates.
  virtual Space candidates(const Space& space) const { return space; }
  /// K: the supernet mixes one channel in K.
  virtual int64_t partial() const { return 1; }
  /// The rule by which the curvature ends a search, where one does.
  virtual std::optional<EarlyStop> early_stop() const { return std::nullopt; }
};

struct MethodEntry {
  std::string name;
  std::string meaning;
  std::string source;
  std::unique_ptr<Method> (*make)(const SearchOptions& options, const Space& space);
};

const std::vector<MethodEntry>& methods();

/// The method that the options name, for the space that they name; Error when there is none.
std::unique_ptr<Method> make_method(const SearchOptions& options);

/// The methods.
std::unique_ptr<Method> make_darts(const SearchOptions& options, const Space& space);
std::unique_ptr<Method> make_darts_es(const SearchOptions& options, const Space& space);
std::unique_ptr<Method> make_pc_darts(const SearchOptions& options, const Space& space);
std::unique_ptr<Method> make_darts_minus(const SearchOptions& options, const Space& space);
std::unique_ptr<Method> make_sdarts_rs(const SearchOptions& options, const Space& space);
std::unique_ptr<Method> make_sdarts_adv(const SearchOptions& options, const Space& space);

}  // namespace tetlo
