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
  explicit Darts(const Space& space) : softmax_(std::make_shared<SoftmaxRelaxation>(space)) {}
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
  PcDarts(const Space& space, int64_t partial)
      : relaxation_(std::make_shared<EdgeNormalised>(space)), partial_(partial) {}
  std::shared_ptr<const Relaxation> relaxation(const Moment&) const override { return relaxation_; }
  int64_t partial() const override { return partial_; }

 private:
  std::shared_ptr<const Relaxation> relaxation_;
  int64_t partial_;
};

/// The additional skip weighs b (E − e) / E in epoch e of E.
class DartsMinus : public Method {
 public:
  DartsMinus(const Space& space, double weight) : space_(space), weight_(weight) {}
  std::shared_ptr<const Relaxation> relaxation(const Moment& at) const override {
    const double left = static_cast<double>(at.epochs - at.epoch) / static_cast<double>(at.epochs);
    return std::make_shared<AuxiliarySkip>(space_, weight_ * left);
  }
  Space candidates(const Space& space) const override { return with_auxiliary_skip(space); }

 private:
  Space space_;
  double weight_;
};

/// ε grows from its first to its last value in a straight line.
class SmoothDarts : public Darts {
 public:
  SmoothDarts(const Space& space, const SearchOptions& options)
      : Darts(space), options_(options.method), seed_(static_cast<uint64_t>(options.run.seed)) {}

 protected:
  double epsilon(const Moment& at) const {
    return options_.epsilon + (options_.epsilon_last - options_.epsilon) *
                                  static_cast<double>(at.epoch) / static_cast<double>(at.epochs);
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

std::unique_ptr<Method> make_darts(const SearchOptions&, const Space& space) {
  return std::make_unique<Darts>(space);
}

std::unique_ptr<Method> make_darts_es(const SearchOptions&, const Space& space) {
  return std::make_unique<DartsEs>(space);
}

std::unique_ptr<Method> make_pc_darts(const SearchOptions& options, const Space& space) {
  return std::make_unique<PcDarts>(space, options.method.partial);
}

std::unique_ptr<Method> make_darts_minus(const SearchOptions& options, const Space& space) {
  return std::make_unique<DartsMinus>(space, options.method.auxiliary_skip);
}

std::unique_ptr<Method> make_sdarts_rs(const SearchOptions& options, const Space& space) {
  return std::make_unique<SdartsRs>(space, options);
}

std::unique_ptr<Method> make_sdarts_adv(const SearchOptions& options, const Space& space) {
  return std::make_unique<SdartsAdv>(space, options);
}

}  // namespace tetlo
