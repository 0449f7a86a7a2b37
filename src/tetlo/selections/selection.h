// SPDX-License-Identifier: Apache-2.0
// A selection decides when a search ends, and which cells it takes.
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
#include "tetlo/space/accuracy_table.h"

namespace tetlo {

/// The state of the search at the end of an epoch, as far as selections need it.
struct EpochEnd {
  int64_t epoch = 0;             ///< the epoch that has ended
  std::optional<int64_t> tuned;  ///< number of finished epochs of tuning, if tuning has begun
  Tensor alpha;
  const Relaxation& relaxation;  ///< the method's at this epoch, with all decisions applied
  Mixture open;                  ///< the method's mixture without decisions and without dropout
  /// The accuracy of the main model on the validation images under a mixture.
  std::function<double(const Mixture&)> accuracy;
  /// The main model's validation loss as a function of α, plus the penalty whose
  /// gradient is α's weight decay.
  std::function<Tensor(const Tensor& alpha)> loss;
};

/// Cells with which a search ends before its last epoch.
struct Taken {
  std::string reason;
  Genotype genotype;
};

class Selection {
 public:
  virtual ~Selection() = default;
  /// The number of epochs of tuning that follow the search.
  virtual int64_t tuning_epochs() const { return 0; }
  /// A relaxation with all decisions so far applied.
  virtual std::shared_ptr<const Relaxation> decided(std::shared_ptr<const Relaxation> open) const {
    return open;
  }
  /// A mixture with all decisions so far applied.
  virtual Mixture decided(const Mixture& open) const { return open; }
  /// Takes measurements and decisions, and returns what is to be recorded about them.
  virtual nlohmann::json after_epoch(const EpochEnd& /*end*/) { return nlohmann::json::object(); }
  /// The cells with which the search ends after the epoch passed to after_epoch(), if it ends.
  virtual std::optional<Taken> taken() const { return std::nullopt; }
  virtual nlohmann::json save() const { return nlohmann::json::object(); }
  virtual void restore(const nlohmann::json& /*saved*/) {}
};

struct SelectionParts {
  Space space;
  uint64_t seed = 1;
  int64_t phases = 1;          ///< number of phases of the search
  bool learns_alpha = true;    ///< whether the method learns α
  KnownAccuracies known = {};  ///< empty without a table
};

/// On what a selection depends, beside its random draws. What does not matter is not trained.
enum class DependsOn { kAlpha, kWeights, kNothing };

struct SelectionEntry : Member {
  /// Throws Error if the selection cannot be used in such a search.
  std::unique_ptr<Selection> (*make)(const std::any& options, const SelectionParts& parts);
  DependsOn depends_on = DependsOn::kAlpha;
};

const std::vector<SelectionEntry>& selections();

/// The selection of that name; throws Error if there is none.
const SelectionEntry& find_selection(const std::string& name);

/// Throws Error unless the method learns α. `needs` completes the sentence "SELECTION, which …".
void require_learned_alpha(const SelectionParts& parts, const std::string& selection,
                           const std::string& needs);

}  // namespace tetlo
