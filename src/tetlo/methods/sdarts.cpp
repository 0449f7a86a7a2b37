// SPDX-License-Identifier: Apache-2.0
// SmoothDARTS: the weights are trained under a perturbed mixture, each of whose entries is moved by
// up to ε: at random (RS), or so that the loss becomes as large as possible (ADV). In epoch e of E,
// ε is ε_0 + (ε_E − ε_0) e/E [Chen2020].
#include "tetlo/methods/method.h"
#include "tetlo/relax/perturbed.h"
#include "tetlo/relax/softmax.h"
#include "tetlo/util/random.h"

namespace tetlo {
namespace {

constexpr Purpose kPerturbation = purpose("perturbation of mixtures");

struct Options {
  double epsilon = 0.03;
  double epsilon_last = 0.3;

  std::vector<Field> fields() {
    return {{"epsilon",
             {&epsilon, not_negative(1)},
             "perturbation radius ε in the first epoch",
             "[Chen2020]"},
            {"epsilon_last",
             {&epsilon_last, not_negative(1)},
             "perturbation radius ε that is approached towards the last epoch",
             "[Chen2020]"}};
  }
};

struct AttackOptions : Options {
  int64_t steps = 7;

  std::vector<Field> fields() {
    auto fields = Options::fields();
    fields.push_back({"steps",
                      {&steps, {1, 1000, "steps"}},
                      "steps of the search for the worst mixture",
                      "[Chen2020]"});
    return fields;
  }
};

class SdartsRs : public Method {
 public:
  SdartsRs(const Options& options, const MethodParts& parts)
      : Method(parts.phase),
        options_(options),
        seed_(parts.seed),
        relaxation_(std::make_shared<SoftmaxRelaxation>(parts.phase.space)) {}

  std::shared_ptr<const Relaxation> relaxation(const PhaseTime&) const override {
    return relaxation_;
  }
  Mixture for_weights(const Tensor& alpha, const PhaseTime& at, const MixtureLoss&) const override {
    return perturb_randomly(relaxation_->mixture(alpha), epsilon(at), randomness(alpha, at));
  }

 protected:
  double epsilon(const PhaseTime& at) const {
    return options_.epsilon + (options_.epsilon_last - options_.epsilon) * at.progress();
  }
  at::Generator randomness(const Tensor& alpha, const PhaseTime& at) const {
    const auto iteration = static_cast<uint64_t>(at.iteration);
    return generator_on(alpha.device(),
                        stream_key(seed_, kPerturbation, iteration, at.architecture));
  }

 private:
  Options options_;
  uint64_t seed_;
  std::shared_ptr<const Relaxation> relaxation_;
};

class SdartsAdv : public SdartsRs {
 public:
  SdartsAdv(const AttackOptions& options, const MethodParts& parts)
      : SdartsRs(options, parts), steps_(options.steps) {}
  Mixture for_weights(const Tensor& alpha, const PhaseTime& at,
                      const MixtureLoss& loss) const override {
    return perturb_adversarially(relaxation(at)->mixture(alpha),
                                 {.epsilon = epsilon(at), .steps = steps_, .loss = loss},
                                 randomness(alpha, at));
  }

 private:
  int64_t steps_;
};

template <typename Made, typename Chosen>
std::unique_ptr<Method> make(const std::any& options, const MethodParts& parts) {
  return std::make_unique<Made>(std::any_cast<const Chosen&>(options), parts);
}

}  // namespace

MethodEntry sdarts_rs() {
  return {member<Options>("sdarts_rs", "weights are trained under a randomly perturbed mixture",
                          "[Chen2020]"),
          make<SdartsRs, Options>};
}

MethodEntry sdarts_adv() {
  return {member<AttackOptions>("sdarts_adv", "weights are trained under the worst mixture nearby",
                                "[Chen2020]"),
          make<SdartsAdv, AttackOptions>};
}

}  // namespace tetlo
