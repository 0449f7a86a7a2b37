// SPDX-License-Identifier: Apache-2.0
// The methods that are a relaxation and little more.
#include "tetlo/relax/auxiliary_skip.h"
#include "tetlo/relax/edge_normalised.h"
#include "tetlo/relax/perturbed.h"
#include "tetlo/relax/softmax.h"
#include "tetlo/search/method.h"

namespace tetlo {
namespace {

class Darts : public Method {
 public:
  explicit Darts(const Stage& stage)
      : Method(stage), softmax_(std::make_shared<SoftmaxRelaxation>(stage.space)) {}
  std::shared_ptr<const Relaxation> relaxation(const Moment&) const override { return softmax_; }

 private:
  std::shared_ptr<const Relaxation> softmax_;
};

class DartsEs : public Darts {
 public:
  using Darts::Darts;
  std::optional<EarlyStop> early_stop() const override { return EarlyStop(); }
};

class PcDarts : public Method {
 public:
  PcDarts(const Stage& stage, int64_t partial)
      : Method(stage),
        relaxation_(std::make_shared<EdgeNormalised>(stage.space)),
        partial_(partial) {}
  std::shared_ptr<const Relaxation> relaxation(const Moment&) const override { return relaxation_; }
  SupernetPlan supernet() const override { return {.space = space(), .partial = partial_}; }

 private:
  std::shared_ptr<const Relaxation> relaxation_;
  int64_t partial_;
};

/// The additional skip weighs b (E − e) / E in epoch e of E.
class DartsMinus : public Method {
 public:
  DartsMinus(const Stage& stage, double weight) : Method(stage), weight_(weight) {}
  std::shared_ptr<const Relaxation> relaxation(const Moment& at) const override {
    return std::make_shared<AuxiliarySkip>(space(), weight_ * (1 - at.progress()));
  }
  SupernetPlan supernet() const override { return {.space = with_auxiliary_skip(space())}; }

 private:
  double weight_;
};

/// ε grows from its first to its last value in a straight line.
class SmoothDarts : public Darts {
 public:
  SmoothDarts(const SearchOptions& options, const Stage& stage)
      : Darts(stage), options_(options.method), seed_(static_cast<uint64_t>(options.run.seed)) {}

 protected:
  double epsilon(const Moment& at) const {
    return options_.epsilon + (options_.epsilon_last - options_.epsilon) * at.progress();
  }
  at::Generator randomness(const Moment& at) const {
    return generator(seed_, Purpose::kPerturbation, static_cast<uint64_t>(at.iteration));
  }
  int64_t attack_steps() const { return options_.attack_steps; }

 private:
  MethodOptions options_;
  uint64_t seed_;
};

class SdartsRs : public SmoothDarts {
 public:
  using SmoothDarts::SmoothDarts;
  Mixture for_weights(const Tensor& alpha, const Moment& at, const MixtureLoss&) const override {
    return perturb_randomly(relaxation(at)->mixture(alpha), epsilon(at), randomness(at));
  }
};

class SdartsAdv : public SmoothDarts {
 public:
  using SmoothDarts::SmoothDarts;
  Mixture for_weights(const Tensor& alpha, const Moment& at,
                      const MixtureLoss& loss) const override {
    return perturb_adversarially(relaxation(at)->mixture(alpha),
                                 {.epsilon = epsilon(at), .steps = attack_steps(), .loss = loss},
                                 randomness(at));
  }
};

}  // namespace

std::unique_ptr<Method> make_darts(const SearchOptions&, const Stage& stage) {
  return std::make_unique<Darts>(stage);
}

std::unique_ptr<Method> make_darts_es(const SearchOptions&, const Stage& stage) {
  return std::make_unique<DartsEs>(stage);
}

std::unique_ptr<Method> make_pc_darts(const SearchOptions& options, const Stage& stage) {
  require_edges(stage.space, "pc_darts", "weighs edges");
  return std::make_unique<PcDarts>(stage, options.method.partial);
}

std::unique_ptr<Method> make_darts_minus(const SearchOptions& options, const Stage& stage) {
  require_edges(stage.space, "darts_minus", "adds a skip connection to edges");
  return std::make_unique<DartsMinus>(stage, options.method.auxiliary_skip);
}

std::unique_ptr<Method> make_sdarts_rs(const SearchOptions& options, const Stage& stage) {
  return std::make_unique<SdartsRs>(options, stage);
}

std::unique_ptr<Method> make_sdarts_adv(const SearchOptions& options, const Stage& stage) {
  return std::make_unique<SdartsAdv>(options, stage);
}

}  // namespace tetlo
