// SPDX-License-Identifier: Apache-2.0
#include "tetlo/check/gradient_check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tetlo/cli/commands.h"

namespace tetlo {
namespace {

struct Flags {
  int64_t seed = 0;
  bool json = false;
};

struct Check {
  std::vector<GradientErrors> errors;
  std::vector<std::string> exceeded;
};

Check check(int64_t seed) {
  const auto cases = gradient_cases(seed);
  const bool terminal = isatty(fileno(stderr)) != 0;
  const auto report = [&](size_t done) {
    fmt::print(stderr, "{}{} of {} cases{}", terminal ? "\r" : "", done, cases.size(),
               terminal ? "" : "\n");
  };
  Check result{.errors = compare_all(cases, report), .exceeded = {}};
  if (terminal) fmt::print(stderr, "\r{:20}\r", "");
  for (const GradientErrors& errors : result.errors) {
    for (auto& sentence : exceeded(errors, {})) result.exceeded.push_back(std::move(sentence));
  }
  return result;
}

nlohmann::json to_json(const GradientErrors& errors) {
  nlohmann::json json = {{"variant", to_string(errors.problem.variant)},
                         {"framework", errors.problem.framework},
                         {"auxiliary", errors.problem.auxiliary},
                         {"transfer", errors.problem.transfer},
                         {"separate_architecture", errors.problem.separate_architecture},
                         {"steps", errors.problem.steps},
                         {"exact_error", errors.exact},
                         {"unrolled_error", errors.unrolled},
                         {"fused_error", errors.fused},
                         {"radii", errors.radii},
                         {"finite_difference_errors", errors.finite_difference}};
  if (errors.problem.variant == Variant::kSmooth) json["orders"] = orders(errors);
  return json;
}

nlohmann::json to_json(const Check& result, int64_t seed) {
  nlohmann::json cases = nlohmann::json::array();
  for (const GradientErrors& errors : result.errors) cases.push_back(to_json(errors));
  const GradientBounds bounds;
  return {{"passed", result.exceeded.empty()},
          {"seed", seed},
          {"cases", cases},
          {"bounds",
           {{"exact", bounds.exact},
            {"unrolled", bounds.unrolled},
            {"fused", bounds.fused},
            {"small_radius", bounds.small_radius},
            {"default_radius", bounds.default_radius},
            {"order", bounds.order}}},
          {"exceeded", result.exceeded}};
}

std::string describe(const GradientCase& problem) {
  return fmt::format("{:<10}{:<35}{:>5}", to_string(problem.variant), to_string(problem),
                     problem.steps);
}

void print_comparisons(const std::vector<GradientErrors>& all) {
  const GradientErrors& first = all.front();
  fmt::print(
      "Relative errors: exact against central differences of P(α) and against the derivative of\n"
      "one graph of all virtual steps (unrolled); exact in float32 by the fused kernels, and\n"
      "finite_difference, against exact. There is no bound for the default radius, {:g}, in the\n"
      "standard variant, because P has kinks there. The kernels have no SiLU, so that the smooth\n"
      "variant does without them.\n\n",
      first.radii.front());
  fmt::print(
      "variant   framework                          steps     exact  unrolled     fused   at "
      "{:<7g} "
      "smallest radius\n",
      first.radii.front());
  for (const GradientErrors& errors : all) {
    const bool by_kernels = errors.problem.variant == Variant::kStandard;
    fmt::print("{}{:>10.1e}{:>10.1e}{:>10}{:>12.1e}{:>10.1e} at {:g}\n", describe(errors.problem),
               errors.exact, errors.unrolled, by_kernels ? fmt::format("{:.1e}", errors.fused) : "",
               errors.finite_difference.front(), errors.finite_difference.back(),
               errors.radii.back());
  }
}

void print_orders(const std::vector<GradientErrors>& all) {
  fmt::print(
      "\nfinite_difference by radius R, and the order of its error: 2 if it is proportional to "
      "R²\n\n");
  bool headed = false;
  for (const GradientErrors& errors : all) {
    if (errors.problem.variant != Variant::kSmooth) continue;
    if (!headed) {
      fmt::print("{:<50}", "variant   framework                          steps");
      for (const double radius : errors.radii) fmt::print("{:>10.3g}", radius);
      fmt::print("   orders\n");
      headed = true;
    }
    fmt::print("{}", describe(errors.problem));
    for (const double error : errors.finite_difference) fmt::print("{:>10.1e}", error);
    fmt::print("   {:.2f}\n", fmt::join(orders(errors), " "));
  }
}

void print(const Check& result) {
  print_comparisons(result.errors);
  print_orders(result.errors);
  if (result.exceeded.empty()) {
    fmt::print("\npassed\n");
  } else {
    fmt::print("\n{}\n", fmt::join(result.exceeded, "\n"));
  }
}

}  // namespace

Command gradient_check_command() {
  auto flags = std::make_shared<Flags>();
  return {.name = "gradient-check",
          .meaning = "Check the hypergradients against differences of P on a small supernet.",
          .arguments =
              {{"--seed", "seed of weights, images and directions", &flags->seed, {.range = kSeed}},
               {"--json", "print one JSON object", &flags->json}},
          .run = [flags] {
            const Check result = check(flags->seed);
            if (flags->json) {
              fmt::print("{}\n", to_json(result, flags->seed).dump());
            } else {
              print(result);
            }
            if (!result.exceeded.empty()) throw Exit{1};
          }};
}

}  // namespace tetlo
