// SPDX-License-Identifier: Apache-2.0
// DARTS-ES: measures the largest eigenvalue of the validation loss's Hessian with respect to α
// during a search, and takes the cells of an epoch before the eigenvalue grows (early_stop.h)
// [Zela2020, section 4.3].
#include "tetlo/levels/hessian.h"
#include "tetlo/selections/early_stop.h"
#include "tetlo/selections/selection.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

class CurvatureSelection : public Selection {
 public:
  nlohmann::json after_epoch(const EpochEnd& end) override {
    genotypes_.push_back(to_string(end.relaxation.genotype(end.alpha)));
    if (!rule_.measures(end.epoch)) return nlohmann::json::object();
    lambdas_.push_back(largest_eigenvalue(end.loss, end.alpha));
    return {{"eigenvalue", lambdas_.back()}};
  }
  std::optional<Taken> taken() const override {
    const auto epoch = rule_.take(lambdas_);
    if (!epoch) return std::nullopt;
    return Taken{.reason = "curvature",
                 .genotype = parse_genotype(genotypes_.at(static_cast<size_t>(*epoch)))};
  }
  nlohmann::json save() const override {
    return {{"eigenvalues", lambdas_}, {"genotypes", genotypes_}};
  }
  void restore(const nlohmann::json& saved) override {
    lambdas_ = saved.at("eigenvalues").get<std::vector<double>>();
    genotypes_ = saved.at("genotypes").get<std::vector<std::string>>();
  }

 private:
  EarlyStop rule_;
  std::vector<double> lambdas_;         ///< the largest eigenvalue at each measurement
  std::vector<std::string> genotypes_;  ///< the cells after each epoch
};

std::unique_ptr<Selection> make(const std::any&, const SelectionParts& parts) {
  require_learned_alpha(parts, "curvature", "measures the curvature of the loss in α");
  require(parts.phases == 1,
          "selection.name is curvature, which takes the cells of an earlier epoch; a search in {} "
          "phases has a different search space there.",
          parts.phases);
  return std::make_unique<CurvatureSelection>();
}

}  // namespace

SelectionEntry curvature_selection() {
  return {member("curvature", "the cells found before the curvature of the loss in α grows",
                 "[Zela2020, section 4.3]"),
          make};
}

}  // namespace tetlo
