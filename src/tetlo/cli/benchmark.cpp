// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tetlo/cli/benchmarks.h"
#include "tetlo/cli/commands.h"
#include "tetlo/kernels/peak.h"
#include "tetlo/losses/loss.h"
#include "tetlo/net/discrete_network.h"
#include "tetlo/net/supernet.h"
#include "tetlo/relax/softmax.h"
#include "tetlo/search/noise_search.h"
#include "tetlo/space/named_genotypes.h"
#include "tetlo/util/error.h"
#include "tetlo/util/median.h"
#include "tetlo/util/memory.h"
#include "tetlo/util/random.h"
#include "tetlo/util/threads.h"

namespace tetlo {
namespace benchmarks {

SearchOptions options_of(const Flags& flags, const std::string& framework) {
  SearchOptions options;
  options.configuration().load("", {"framework.name=" + framework});
  options.run.engine = value_named<Engine>(flags.engine, "engine");
  options.run.seed = kNoiseSeed;
  options.network.channels = flags.channels;
  options.network.cells = flags.cells;
  return options;
}

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

nlohmann::json spread(const Times& times) {
  return {{"median", median(times)},
          {"least", *std::min_element(times.begin(), times.end())},
          {"most", *std::max_element(times.begin(), times.end())}};
}

}  // namespace benchmarks

namespace {

using namespace benchmarks;

Engine engine_of(const Flags& flags) { return value_named<Engine>(flags.engine, "engine"); }

constexpr int64_t kClasses = 10;
constexpr int kWarmUp = 2;

/// Times the forward and the backward pass of a loss separately.
nlohmann::json time_passes(const Flags& flags, const std::function<Tensor()>& forward,
                           const std::function<void(const Tensor&)>& backward) {
  Times forwards, backwards, totals;
  for (int64_t round = -kWarmUp; round < flags.rounds; ++round) {
    Tensor loss;
    const double up = seconds_of([&] { loss = forward(); });
    const double down = seconds_of([&] { backward(loss); });
    if (round < 0) continue;
    forwards.push_back(up);
    backwards.push_back(down);
    totals.push_back(up + down);
  }
  return {
      {"forward", spread(forwards)}, {"backward", spread(backwards)}, {"total", spread(totals)}};
}

/// The multiply-adds of a supernet or network for one image, counted by running it.
template <typename Run>
double multiply_adds(Pass pass, const Run& run) {
  const at::NoGradGuard no_grad;
  Tally tally;
  pass.observer = &tally;
  run(pass);
  return static_cast<double>(tally.multiply_adds);
}

/// Adds the GFLOP/s of passes with that many multiply-adds forward, and their share of the
/// machine's peak.
void add_rates(nlohmann::json& result, double forward) {
  // The gradients with respect to inputs and to weights each take as many
  // multiplications as the values.
  const double operations = 3 * 2 * forward;
  const double peak = kernels::peak_flops();
  const double rate = operations / result["total"]["median"].get<double>();
  result.update({{"gflop", operations * 1e-9},
                 {"gflops", rate * 1e-9},
                 {"peak_gflops", peak * 1e-9},
                 {"share", rate / peak}});
}

nlohmann::json benchmark_supernet(const Flags& flags) {
  const Space& space = find_space("darts");
  const Supernet net(space, {.channels = flags.channels,
                             .cells = flags.cells,
                             .classes = kClasses,
                             .engine = engine_of(flags)});
  const SoftmaxRelaxation relaxation(space);
  const Tensor weights =
      net.layout().initial_weights(generator(kNoiseSeed, Purpose::kWeights)).requires_grad_();
  const Tensor statistics = net.layout().initial_statistics();
  const Tensor alpha =
      (1e-3 * torch::randn({relaxation.size()}, generator(kNoiseSeed, Purpose::kAlpha)))
          .requires_grad_();
  const StepBatch batch = noise_batch(flags.batch, kNoiseSeed, 0);
  const auto logits = [&](Pass& pass, const Tensor& images) {
    pass.mixture = relaxation.mixture(alpha);
    return net.forward(images, pass).logits;
  };
  nlohmann::json result = time_passes(
      flags,
      [&] {
        Pass pass = net.pass(weights, statistics, Statistics::kBatchAndUpdate);
        return cross_entropy(logits(pass, batch.images), batch.labels);
      },
      [&](const Tensor& loss) {
        gradients(loss, {weights, alpha});
      });
  const double forward =
      multiply_adds(net.pass(weights, statistics, Statistics::kRunning),
                    [&](Pass& pass) { logits(pass, batch.images.narrow(0, 0, 1)); });
  add_rates(result, forward * static_cast<double>(flags.batch));
  return result;
}

nlohmann::json benchmark_network(const Flags& flags) {
  const auto made = make_discrete_network(load_genotype("DARTS_V2"), {.channels = flags.channels,
                                                                      .cells = flags.cells,
                                                                      .auxiliary_head = true,
                                                                      .engine = engine_of(flags)});
  const Network& net = *made;
  const Tensor initial = net.layout().initial_weights(generator(kNoiseSeed, Purpose::kWeights));
  SgdState iterate{.weights = leaf(initial), .momentum = torch::zeros_like(initial)};
  const Tensor statistics = net.layout().initial_statistics();
  const StepBatch batch = noise_batch(flags.batch, kNoiseSeed, 0);
  const Sgd sgd{.rate = 0.025, .momentum = 0.9, .weight_decay = 3e-4};
  const double auxiliary_weight = 0.4, clip = 5;
  nlohmann::json result = time_passes(
      flags,
      [&] {
        Pass pass = net.pass(iterate.weights, statistics, Statistics::kBatchAndUpdate);
        const Output output = net.forward(batch.images, pass);
        return cross_entropy(output.logits, batch.labels) +
               auxiliary_weight * cross_entropy(output.auxiliary_logits, batch.labels);
      },
      [&](const Tensor& loss) {
        const Tensor gradient = gradients(loss, {iterate.weights}).front();
        iterate = sgd_step(iterate, clip_norm(gradient, clip), sgd);
        iterate.weights = leaf(iterate.weights);
      });
  // The whole batch is run, because the auxiliary head exists only in training.
  add_rates(result, multiply_adds(net.pass(initial, statistics, Statistics::kBatch),
                                  [&](Pass& pass) { net.forward(batch.images, pass); }));
  return result;
}

/// Iterations of a search, in which every arch_every-th iteration updates α first.
nlohmann::json benchmark_iteration(const Flags& flags) {
  const SearchOptions options = options_of(flags, flags.framework);
  NoiseSearch search(options, flags.batch);
  const HypergradientOptions solver{
      .kind = value_named<HypergradientKind>(flags.hypergradient, "hypergradient")};
  Times hypergradients, steps, totals;
  for (int64_t i = -1; i < flags.rounds; ++i) {
    const double up = seconds_of([&] { hypergradient(search.problem(), search.alpha(), solver); });
    const double down = seconds_of([&] { search.weight_step(); });
    if (i < 0) continue;
    hypergradients.push_back(up);
    steps.push_back(down);
    totals.push_back(up / static_cast<double>(options.search.arch_every) + down);
  }
  return {{"hypergradient", spread(hypergradients)},
          {"weight_step", spread(steps)},
          {"arch_every", options.search.arch_every},
          {"total", spread(totals)}};
}

nlohmann::json benchmark(Flags flags) {
  require(flags.what == "iteration" || (flags.framework.empty() && flags.hypergradient.empty()),
          "The benchmark is \"{}\"; --framework and --hypergradient are for \"iteration\" only.",
          flags.what);
  if (flags.framework.empty()) flags.framework = "plain";
  if (flags.hypergradient.empty()) flags.hypergradient = to_string(HypergradientOptions().kind);
  flags.threads = set_threads(static_cast<int>(flags.threads));
  const auto otherwise = [&](int64_t batch) { return flags.batch > 0 ? flags.batch : batch; };
  nlohmann::json result;
  if (flags.what == "supernet") {
    flags.batch = otherwise(32);
    result = benchmark_supernet(flags);
  } else if (flags.what == "iteration") {
    flags.batch = otherwise(64);
    result = benchmark_iteration(flags);
  } else if (flags.what == "network") {
    flags.batch = otherwise(96);
    result = benchmark_network(flags);
  } else if (flags.what == "hypergradient") {
    flags.batch = otherwise(32);
    result = hypergradients(flags);
  } else {
    fail("The benchmark is \"{}\"; it must be supernet, iteration, hypergradient or network.",
         flags.what);
  }
  result.update({{"what", flags.what},
                 {"program", "tetlo"},
                 {"engine", flags.engine},
                 {"channels", flags.channels},
                 {"cells", flags.cells},
                 {"batch", flags.batch},
                 {"threads", flags.threads},
                 {"rounds", flags.rounds},
                 {"peak_memory", peak_memory()}});
  if (flags.what == "iteration") result["framework"] = flags.framework;
  return result;
}

void print(const nlohmann::json& result) {
  for (const auto& [name, value] : result.items()) {
    if (value.is_object()) {
      fmt::print("{:<15}{:>10.3f} s   ({:.3f} to {:.3f})\n", name, value["median"].get<double>(),
                 value["least"].get<double>(), value["most"].get<double>());
    } else if (value.is_number_float()) {
      fmt::print("{:<15}{:>10.3f}\n", name, value.get<double>());
    } else {
      fmt::print("{:<15}{:>10}\n", name,
                 value.is_string() ? value.get<std::string>() : value.dump());
    }
  }
}

}  // namespace

Command benchmark_command() {
  auto flags = std::make_shared<Flags>();
  return {.name = "benchmark",
          .meaning =
              "Time a supernet, an iteration of its search, all ways to compute a hypergradient, "
              "or a found network (DARTS_V2).",
          .arguments =
              {{"what",
                "supernet, iteration, hypergradient or network",
                &flags->what,
                {.required = true}},
               {"--engine", "fused or reference", &flags->engine},
               {"--framework", "for iteration: the framework, such as tetlo; default: plain",
                &flags->framework},
               {"--hypergradient",
                "for iteration: first_order, finite_difference (the default), exact or neumann",
                &flags->hypergradient},
               {"--channels", "", &flags->channels, {.range = kCount}},
               {"--cells", "", &flags->cells, {.range = kCells}},
               {"--batch",
                "default: 64 for iteration, 96 for network, otherwise 32",
                &flags->batch,
                {.range = kCount}},
               {"--threads", "0: all", &flags->threads, {.range = kThreads}},
               {"--rounds",
                "timed rounds, after one or two that are not timed",
                &flags->rounds,
                {.range = kCount}},
               {"--json", "print one JSON object", &flags->json}},
          .run = [flags] {
            const nlohmann::json result = benchmark(*flags);
            if (flags->json) {
              fmt::print("{}\n", result.dump());
            } else if (flags->what == "hypergradient") {
              print_hypergradients(result);
            } else {
              print(result);
            }
          }};
}

}  // namespace tetlo
