// SPDX-License-Identifier: Apache-2.0
#include "tetlo/check/gradient_check.h"

#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "tetlo/check/small_search.h"
#include "tetlo/transfer/table.h"
#include "tetlo/util/central_difference.h"
#include "tetlo/util/error.h"
#include "tetlo/util/random.h"
#include "tetlo/util/table.h"

namespace tetlo {
namespace {

constexpr int64_t kIterations = 3;  ///< age of the search
constexpr double kMargin = 0.1;     ///< distance of the samples from kinks
constexpr double kTinyRadius = 1e-8;

/// The auxiliary model that stands for all of fixed architecture, because it has no max pooling, so
/// that it can be smooth, and few layers. With more layers, P has kinks everywhere.
const std::string kFixed = "resnet18", kFixedWidth = "resnet18.width=8";

constexpr int64_t kDirections = 2;
// P is about 3 and known to about 1e-15, and its derivative along a direction is about 1e-2.
// Rounding therefore causes a relative error of about 1e-13 / h, and the neglected term h² P''' / 6
// one of about h². Without kinks both are far below 1e-6 for h = 1e-5. With kinks a smaller h is
// used, because few kinks lie within 1e-6 of α.
constexpr double kSmoothStep = 1e-5, kStandardStep = 1e-6;
// If the differences for h and h / 2 disagree by more than this part of a usual
// derivative, there is a kink between the points. A wrong hypergradient cannot make them
// disagree, as they do not use it.
constexpr double kKink = 5e-7;
constexpr int64_t kAttempts = 12;

Space without_max_pool(Space space) {
  for (auto* cell : {&space.normal, &space.reduce}) {
    for (auto& candidates : *cell) std::erase(candidates, "max_pool_3x3");
  }
  return space;
}

/// The transfer that is made even if the framework has none.
std::string transfer_of(const GradientCase& problem) {
  return problem.transfer.empty() ? "quadruple" : problem.transfer;
}

/// A transfer that records how close its samples come to the kinks of its loss.
class Watched : public Transfer {
 public:
  explicit Watched(std::unique_ptr<const Transfer> transfer) : transfer_(std::move(transfer)) {}

  Tensor sample(int64_t batch, Random& random) const override {
    return transfer_->sample(batch, random);
  }
  Tensor knowledge(const Output& teacher, const Tensor& samples) const override {
    return transfer_->knowledge(teacher, samples);
  }
  Tensor loss(const TransferPoint& at) const override {
    const Tensor distance = transfer_->kink_distance(at);
    if (distance.defined()) {
      const Tensor now = distance.detach();
      nearest = nearest.defined() ? torch::minimum(nearest, now) : now;
    }
    return transfer_->loss(at);
  }

  Layout layout(int64_t teacher_features, int64_t learner_features) const override {
    return transfer_->layout(teacher_features, learner_features);
  }
  bool reaches_teacher() const override { return transfer_->reaches_teacher(); }
  bool compares_classes() const override { return transfer_->compares_classes(); }

  mutable Tensor nearest;  ///< the smallest distance of each sample so far

 private:
  std::unique_ptr<const Transfer> transfer_;
};

/// P and its hypergradients as functions of α alone, on a search that is some iterations old, so
/// that it has momentum.
class Subject {
 public:
  explicit Subject(const GradientCase& problem)
      : watched_(
            std::make_shared<Watched>(make_transfer(Choice(transfers(), transfer_of(problem))))),
        search_(start_small_search(options_of(problem, watched_))),
        solver_{.kind = HypergradientKind::kExact, .steps = problem.steps} {
    advance(search_, kIterations);
    if (problem.variant == Variant::kSmooth) keep_off_kinks();
    if (search_.framework->given()) keep_quadruples_off_kinks();
  }

  const Tensor& alpha() const { return search_.alpha; }

  double outer(const Tensor& alpha) const {
    return tetlo::outer(search_.framework->problem(search_.inputs), alpha, solver_,
                        /*create_graph=*/false)
        .item<double>();
  }

  Tensor unrolled_hypergradient() const {
    return tetlo::unrolled_hypergradient(search_.framework->problem(search_.inputs), search_.alpha,
                                         solver_.steps)
        .alpha;
  }

  /// In float32, computed by the kernels.
  Tensor fused_hypergradient() const {
    return tetlo::hypergradient(in_single(search_), solver_).alpha.to(torch::kFloat64);
  }

  Tensor hypergradient(HypergradientKind kind, double radius) const {
    return tetlo::hypergradient(search_, {.kind = kind, .steps = solver_.steps, .radius = radius})
        .alpha;
  }

 private:
  static SmallSearchOptions options_of(const GradientCase& problem,
                                       std::shared_ptr<const Transfer> transfer) {
    SmallSearchOptions options;
    options.framework = problem.framework;
    if (!problem.auxiliary.empty()) options.auxiliary = problem.auxiliary;
    if (problem.auxiliary == kFixed) options.settings = {kFixedWidth};
    options.separate_architecture = problem.separate_architecture;
    options.seed = static_cast<uint64_t>(problem.seed);
    options.transfer = std::move(transfer);
    if (problem.variant == Variant::kSmooth) {
      options.space = without_max_pool(options.space);
      options.activation = Activation::kSilu;
    }
    return options;
  }

  /// Keeps only the samples that stay away from the kinks of the transfer loss at all points that
  /// the virtual steps reach. With fewer samples the steps reach other points, hence the loop.
  void keep_off_kinks() {
    for (bool changed = true; changed;) {
      watched_->nearest = Tensor();
      outer(alpha());
      if (!watched_->nearest.defined()) return;
      const Tensor kept = watched_->nearest > kMargin;
      changed = !kept.all().item<bool>();
      search_.inputs.samples = search_.inputs.samples.index({torch::indexing::Slice(), kept});
    }
  }

  /// The same for given quadruples. The steps are short, so that one look at them is enough.
  void keep_quadruples_off_kinks() {
    const Model& model = search_.framework->models().front();
    StepInputs& inputs = search_.inputs;
    const Output output =
        answer(model, search_.framework->stages()[model.stage].state.weights, inputs.ranked,
               {.inputs = inputs, .mixtures = inputs.mixtures(alpha())});
    const Tensor gap = relative_similarity(output.encoding, inputs.quadruples);
    inputs.quadruples = inputs.quadruples.index({torch::indexing::Slice(), gap.abs() > kMargin});
  }

  std::shared_ptr<Watched> watched_;
  SmallSearch search_;
  HypergradientOptions solver_;
};

/// The error of `exact` along random directions. Directions that cross a kink are
/// replaced by others.
double error_along_directions(const Subject& subject, const Tensor& exact,
                              const GradientCase& problem) {
  const double step = problem.variant == Variant::kSmooth ? kSmoothStep : kStandardStep;
  const double usual = exact.norm().item<double>() / std::sqrt(static_cast<double>(exact.size(0)));
  const auto random = generator(static_cast<uint64_t>(problem.seed), Purpose::kAlpha, 1);
  double squares = 0;
  for (int64_t attempt = 0, taken = 0; taken < kDirections; ++attempt) {
    const Tensor normal = torch::randn({exact.size(0)}, random, torch::kFloat64);
    const Tensor direction = normal / normal.norm();
    const auto P = [&](const Tensor& alpha) { return subject.outer(alpha); };
    const double difference = central_difference(P, subject.alpha(), direction, step);
    const double nearer = central_difference(P, subject.alpha(), direction, step / 2);
    const bool kink = std::abs(difference - nearer) > kKink * usual;
    if (kink && attempt < kAttempts) continue;
    squares += std::pow(difference - exact.dot(direction).item<double>(), 2);
    ++taken;
  }
  return std::sqrt(squares / kDirections) / usual;
}

/// The auxiliary models with which a framework can be used, of one fixed architecture.
std::vector<std::string> possible_auxiliaries(const std::string& framework) {
  std::vector<std::string> possible;
  for (const std::string& auxiliary : {std::string("tied"), std::string("untied"), kFixed}) {
    try {
      const SmallSearch search =
          start_small_search({.framework = framework, .auxiliary = auxiliary});
      if (search.framework->moves_alpha()) possible.push_back(auxiliary);
    } catch (const Error&) {  // refused with a sentence
    }
  }
  return possible;
}

/// The framework as it is, and with one thing varied at a time.
std::vector<GradientCase> cases_of(const FrameworkEntry& framework) {
  const auto& uses = framework.uses;
  const auto possible =
      uses.auxiliary ? possible_auxiliaries(framework.name) : std::vector<std::string>();
  GradientCase usual{.framework = framework.name, .auxiliary = "", .transfer = ""};
  if (uses.auxiliary) usual.auxiliary = possible.front();
  if (uses.transfer) usual.transfer = "quadruple";
  std::vector<GradientCase> cases = {usual, usual};
  cases.back().steps = 2;
  const auto add = [&](auto GradientCase::*member, const auto& value) {
    if (usual.*member == value) return;
    cases.push_back(usual);
    cases.back().*member = value;
  };
  if (uses.auxiliary) {
    for (const std::string& auxiliary : possible) add(&GradientCase::auxiliary, auxiliary);
  }
  if (uses.transfer) {
    for (const TransferEntry& transfer : transfers()) {
      add(&GradientCase::transfer, transfer.name);
      // Between encodings of different widths it may have weights of its own.
      if (transfer.make(transfer.options)->layout(1, 2).weight_count() == 0) continue;
      cases.push_back(cases.back());
      cases.back().auxiliary = kFixed;
    }
  }
  if (uses.separate_architecture) add(&GradientCase::separate_architecture, true);
  return cases;
}

std::vector<double> radii_of(Variant variant, double radius) {
  if (variant == Variant::kStandard) return {radius, kTinyRadius};
  return {radius, radius / 6, radius / 36, radius / 216};
}

}  // namespace

std::string to_string(const GradientCase& problem) {
  std::string text = problem.framework;
  for (const std::string& part : {problem.auxiliary, problem.transfer}) {
    if (!part.empty()) text += ", " + part;
  }
  return text + (problem.separate_architecture ? ", separate A" : "");
}

GradientErrors compare_gradients(const GradientCase& problem) {
  const Subject subject(problem);
  const auto difference = [](const Tensor& estimate, const Tensor& truth) {
    return ((estimate - truth).norm() / truth.norm()).item<double>();
  };
  const Tensor exact = subject.hypergradient(HypergradientKind::kExact, 0);
  GradientErrors errors{.problem = problem,
                        .exact = error_along_directions(subject, exact, problem),
                        .unrolled = difference(exact, subject.unrolled_hypergradient()),
                        .fused = problem.variant == Variant::kStandard
                                     ? difference(subject.fused_hypergradient(), exact)
                                     : 0,
                        .radii = radii_of(problem.variant, HypergradientOptions().radius),
                        .finite_difference = {}};
  for (const double radius : errors.radii) {
    const Tensor estimate = subject.hypergradient(HypergradientKind::kFiniteDifference, radius);
    errors.finite_difference.push_back(difference(estimate, exact));
  }
  return errors;
}

std::vector<double> orders(const GradientErrors& errors) {
  std::vector<double> result;
  for (size_t i = 1; i < errors.radii.size(); ++i) {
    result.push_back(std::log(errors.finite_difference[i - 1] / errors.finite_difference[i]) /
                     std::log(errors.radii[i - 1] / errors.radii[i]));
  }
  return result;
}

std::vector<std::string> exceeded(const GradientErrors& errors, const GradientBounds& bounds) {
  const auto& problem = errors.problem;
  const std::string where = fmt::format("{}, {}, {} steps", to_string(problem.variant),
                                        to_string(problem), problem.steps);
  std::vector<std::string> sentences;
  const auto at_most = [&](const std::string& what, double error, double bound) {
    if (error <= bound) return;  // false for NaN, too
    sentences.push_back(
        fmt::format("{}: {} is {:.2g}; it must be at most {:.2g}.", where, what, error, bound));
  };
  at_most("the error of exact", errors.exact, bounds.exact);
  at_most("the difference of exact from unrolled", errors.unrolled, bounds.unrolled);
  at_most("the error of the kernels in float32", errors.fused, bounds.fused);
  at_most(fmt::format("the error of finite_difference at radius {:g}", errors.radii.back()),
          errors.finite_difference.back(), bounds.small_radius);
  if (problem.variant == Variant::kStandard) return sentences;
  at_most(fmt::format("the error of finite_difference at radius {:g}", errors.radii.front()),
          errors.finite_difference.front(), bounds.default_radius);
  for (const double order : orders(errors)) {
    at_most(fmt::format("the distance from 2 of the order {:.2f}", order), std::abs(order - 2),
            bounds.order);
  }
  return sentences;
}

std::vector<GradientCase> gradient_cases(int64_t seed) {
  std::vector<GradientCase> cases;
  for (const Variant variant : {Variant::kStandard, Variant::kSmooth}) {
    for (const FrameworkEntry& framework : frameworks()) {
      for (GradientCase problem : cases_of(framework)) {
        problem.variant = variant;
        problem.seed = seed;
        cases.push_back(problem);
      }
    }
  }
  return cases;
}

std::vector<GradientErrors> compare_all(const std::vector<GradientCase>& cases,
                                        const std::function<void(size_t done)>& progress) {
  std::vector<GradientErrors> errors(cases.size());
  std::mutex mutex;
  size_t next = 0, done = 0;
  const auto work = [&] {
    at::set_num_threads(1);  // operations on such small tensors gain nothing from more threads
    std::unique_lock lock(mutex);
    while (next < cases.size()) {
      const size_t i = next++;
      lock.unlock();
      auto compared = compare_gradients(cases[i]);
      lock.lock();
      errors[i] = std::move(compared);
      progress(++done);
    }
  };
  std::vector<std::future<void>> workers;
  for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
    workers.push_back(std::async(std::launch::async, work));
  }
  for (auto& worker : workers) worker.get();
  return errors;
}

}  // namespace tetlo
