// SPDX-License-Identifier: Apache-2.0
// A selection: when a search has found what it needs, and which cells it then takes.
#pragma once

#include <any>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tetlo/options/member.h"
#include "tetlo/relax/relaxation.h"

namespace tetlo {

/// The search at the end of an epoch, as far as selections look at it.
struct EpochEnd {
  int64_t epoch = 0;             ///< the one that has ended
  std::optional<int64_t> tuned;  ///< epochs of tuning that have ended; nothing before tuning begins
  Tensor alpha;
  const Relaxation& relaxation;  ///< the method's at this epoch, with what is decided in its place
  Mixture open;                  ///< the method's mixture with nothing decided and nothing dropped
  /// Accuracy of the main model on the validation images under a mixture.
  std::function<double(const Mixture&)> accuracy;
  /// The main model's validation loss as a function of α, with the penalty that decay stands for.
  std::function<Tensor(const Tensor& alpha)> loss;
};

/// Cells that end a search before its last epoch.
struct Taken {
  std::string reason;
  Genotype genotype;
};

class Selection {
 public:
  virtual ~Selection() = default;
  /// How many epochs of tuning follow the search.
  virtual int64_t tuning_epochs() const { return 0; }
  /// A relaxation with what has been decided in its place.
  virtual std::shared_ptr<const Relaxation> decided(std::shared_ptr<const Relaxation> open) const {
    return open;
  }
  /// A mixture with what has been decided in its place.
  virtual Mixture decided(const Mixture& open) const { return open; }
  /// Measures and decides, and returns what figures tell of it.
  virtual nlohmann::json after_epoch(const EpochEnd& /*end*/) { return nlohmann::json::object(); }
  /// What ends the search after the epoch that has just been looked at, if anything.
  virtual std::optional<Taken> taken() const { return std::nullopt; }
  virtual nlohmann::json save() const { return nlohmann::json::object(); }
  virtual void restore(const nlohmann::json& /*saved*/) {}
};

struct SelectionParts {
  Space space;
  uint64_t seed = 1;
  int64_t phases = 1;  ///< of the search
};

struct SelectionEntry : Member {
  /// Error where the selection means nothing in such a search.
  std::unique_ptr<Selection> (*make)(const std::any& options, const SelectionParts& parts);
};

const std::vector<SelectionEntry>& selections();

/// The selection of that name; Error when there is none.
const SelectionEntry& find_selection(const std::string& name);

}  // namespace tetlo
