// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/gradient_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "tetlo/search/small_search.h"
#include "tetlo/transfer/table.h"
#include "tetlo/util/random.h"

namespace tetlo {
namespace {

constexpr int64_t kIterations = 3;  ///< how old a search is
constexpr double kMargin = 0.1;     ///< of |d_m| and |d_a| from the hinge's kink
constexpr double kTinyRadius = 1e-8;

constexpr int64_t kDirections = 2;
// P is about 3 and known to about 1e-15, its derivative along a direction about 1e-2: rounding
// makes a relative error of some 1e-13 / h, the neglected term h² P''' / 6 one of some h². Where
// there are no kinks both are far below 1e-6 at 1e-5; where there are, few lie within 1e-6 of α.
constexpr double kSmoothStep = 1e-5, kStandardStep = 1e-6;
// Where the differences for h and h / 2 disagree by more than this part of a usual derivative, a
// kink lies between. A wrong hypergradient cannot make them disagree.
constexpr double kKink = 5e-7;
constexpr int64_t kAttempts = 12;

Space without_max_pool(Space space) {
  for (auto* cell : {&space.normal, &space.reduce}) {
    for (auto& candidates : *cell) std::erase(candidates, "max_pool_3x3");
  }
  return space;
}

SearchOptions options_of(const GradientCase& which) {
  SearchOptions options = small_search_options();
  options.run.seed = which.seed;
  options.framework.name = which.models == Models::kPlain ? "plain" : "tetlo";
  options.auxiliary.name = which.models == Models::kUntied ? "untied" : "tied";
  options.hypergradient.steps = which.steps;
  return options;
}

/// The search of a case, some iterations old, so that momentum is what it is in a search.
SmallSearch search_of(const GradientCase& which) {
  const bool smooth = which.variant == Variant::kSmooth;
  const Space space = small_space();
  SmallSearch search =
      start_small_search(options_of(which), smooth ? without_max_pool(space) : space,
                         smooth ? Activation::kSilu : Activation::kRelu);
  advance(search, kIterations);
  return search;
}

/// P and its hypergradients as functions of α alone.
class Subject {
 public:
  explicit Subject(const GradientCase& which)
      : search_(search_of(which)),
        transfer_(make_transfer(search_.options.transfer.name, search_.options.transfer.samples,
                                search_.options.transfer.reduction)) {
    if (which.variant == Variant::kSmooth && !plain()) keep_off_the_hinge();
  }

  const Tensor& alpha() const { return search_.alpha; }
  double default_radius() const { return search_.options.hypergradient.radius; }

  double outer(const Tensor& alpha) const {
    const auto options = hypergradient_options(search_.options, search_.round);
    const OuterLosses losses =
        plain()
            ? outer_losses(bilevel(), alpha, main().iterate, options, false)
            : outer_losses(trilevel(), alpha, main().iterate, auxiliary().iterate, options, false);
    const double main_loss = losses.main.item<double>();
    return plain() ? main_loss : main_loss + options.gamma * losses.auxiliary.item<double>();
  }

  Tensor hypergradient(HypergradientKind kind, double radius) const {
    auto options = hypergradient_options(search_.options, search_.round);
    options.kind = kind;
    options.radius = radius;
    return plain() ? tetlo::hypergradient(bilevel(), alpha(), main().iterate, options).alpha
                   : tetlo::hypergradient(trilevel(), alpha(), main().iterate, auxiliary().iterate,
                                          options)
                         .alpha;
  }

 private:
  const Model& main() const { return search_.framework->models().front(); }
  const Model& auxiliary() const { return search_.framework->models().back(); }
  bool plain() const { return search_.framework->models().size() == 1; }

  SupernetBilevelProblem bilevel() const { return {main(), search_.round}; }

  SupernetTrilevelProblem trilevel() const {
    const Network& network = *main().network;
    const bool tied = search_.options.auxiliary.name == "tied";
    return {main(),
            auxiliary(),
            search_.round,
            {.transfer = *transfer_,
             .lambda = search_.options.framework.lambda,
             .tied = tied ? network.prefix_weights(network.cells() - 1) : 0}};
  }

  /// d_m [Q] of the teacher, then d_a [Q] at each point where a step of stage II starts.
  std::vector<Tensor> similarities() const {
    const auto problem = trilevel();
    const auto options = hypergradient_options(search_.options, search_.round);
    const auto path = unroll([&](const Tensor& e_m) { return problem.train_main(alpha(), e_m); },
                             main().iterate, options.sgd, options.steps, false);
    const Tensor knowledge = problem.teach(alpha(), path.back().weights).detach();
    Iterate start = auxiliary().iterate;
    const int64_t tied = problem.tied();
    start.weights =
        torch::cat({path.back().weights.slice(0, 0, tied), start.weights.slice(0, tied)});
    std::vector<Tensor> all = {knowledge};
    unroll(
        [&](const Tensor& e_a) {
          all.push_back(similarity(e_a));
          return problem.train_auxiliary(alpha(), e_a, knowledge);
        },
        start, options.sgd, options.steps, false);
    return all;
  }

  Tensor similarity(const Tensor& e_a) const {
    const Output output = forward(auxiliary(), search_.relaxation->mixture(alpha()), e_a.detach(),
                                  search_.round.auxiliary_train.images, {});
    return transfer_->knowledge(output, search_.round.samples);
  }

  /// Keeps the quadruples whose d_m and d_a are away from 0, where the hinge has its kink, wherever
  /// the virtual steps of both models lead. Fewer quadruples make other steps, hence the loop.
  void keep_off_the_hinge() {
    for (bool changed = true; changed;) {
      const Tensor nearest = torch::stack(similarities()).abs().amin(0);
      const Tensor kept = nearest > kMargin;
      changed = !kept.all().item<bool>();
      search_.round.samples = search_.round.samples.index({torch::indexing::Slice(), kept});
    }
  }

  SmallSearch search_;
  std::unique_ptr<const Transfer> transfer_;
};

double central_difference(const Subject& subject, const Tensor& direction, double h) {
  const Tensor step = h * direction;
  return (subject.outer(subject.alpha() + step) - subject.outer(subject.alpha() - step)) / (2 * h);
}

/// The error of exact along random directions; those that cross a kink are replaced by others.
double error_along_directions(const Subject& subject, const Tensor& exact,
                              const GradientCase& which) {
  const double step = which.variant == Variant::kSmooth ? kSmoothStep : kStandardStep;
  const double usual = exact.norm().item<double>() / std::sqrt(static_cast<double>(exact.size(0)));
  const auto random = generator(static_cast<uint64_t>(which.seed), Purpose::kAlpha, 1);
  double squares = 0;
  for (int64_t attempt = 0, taken = 0; taken < kDirections; ++attempt) {
    const Tensor normal = torch::randn({exact.size(0)}, random, torch::kFloat64);
    const Tensor direction = normal / normal.norm();
    const double difference = central_difference(subject, direction, step);
    const double nearer = central_difference(subject, direction, step / 2);
    const bool kink = std::abs(difference - nearer) > kKink * usual;
    if (kink && attempt < kAttempts) continue;
    squares += std::pow(difference - exact.dot(direction).item<double>(), 2);
    ++taken;
  }
  return std::sqrt(squares / kDirections) / usual;
}

std::vector<double> radii_of(Variant variant, double radius) {
  if (variant == Variant::kStandard) return {radius, kTinyRadius};
  return {radius, radius / 4, radius / 16, radius / 64};
}

}  // namespace

std::string to_string(Variant variant) {
  return variant == Variant::kStandard ? "standard" : "smooth";
}

std::string to_string(Models models) {
  if (models == Models::kPlain) return "bi-level";
  return models == Models::kUntied ? "untied" : "tied";
}

GradientErrors compare_gradients(const GradientCase& which) {
  const Subject subject(which);
  const Tensor exact = subject.hypergradient(HypergradientKind::kExact, 0);
  GradientErrors errors{.which = which,
                        .exact = error_along_directions(subject, exact, which),
                        .radii = radii_of(which.variant, subject.default_radius()),
                        .finite_difference = {}};
  for (const double radius : errors.radii) {
    const Tensor estimate = subject.hypergradient(HypergradientKind::kFiniteDifference, radius);
    errors.finite_difference.push_back(((estimate - exact).norm() / exact.norm()).item<double>());
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
  const auto& which = errors.which;
  const std::string where = fmt::format("{}, {}, {} steps", to_string(which.variant),
                                        to_string(which.models), which.steps);
  std::vector<std::string> sentences;
  const auto at_most = [&](const std::string& what, double error, double bound) {
    if (error <= bound) return;  // not so for NaN either
    sentences.push_back(
        fmt::format("{}: {} is {:.2g}; it must be at most {:.2g}.", where, what, error, bound));
  };
  at_most("the error of exact", errors.exact, bounds.exact);
  at_most(fmt::format("the error of finite_difference at radius {:g}", errors.radii.back()),
          errors.finite_difference.back(), bounds.small_radius);
  if (which.variant == Variant::kStandard) return sentences;
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
    for (const Models models : {Models::kPlain, Models::kUntied, Models::kTied}) {
      for (int64_t steps = 1; steps <= 3; ++steps) {
        cases.push_back({.variant = variant, .models = models, .steps = steps, .seed = seed});
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
    at::set_num_threads(1);  // tensors this small gain nothing from sharing an operation
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
