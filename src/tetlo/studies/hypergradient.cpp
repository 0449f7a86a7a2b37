// SPDX-License-Identifier: Apache-2.0
// How good the hypergradients of a search are: at some of its checkpoints, first order, finite
// differences at several radii and exact, in float32 and float64, beside the exact hypergradient in
// float64, and what a step along each does to P (hypergradient_comparison.h).
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <span>

#include "tetlo/draw/chart.h"
#include "tetlo/record/recorder.h"
#include "tetlo/studies/hypergradient_comparison.h"
#include "tetlo/studies/table.h"
#include "tetlo/util/error.h"
#include "tetlo/util/file.h"
#include "tetlo/util/text.h"
#include "tetlo/util/threads.h"

namespace tetlo {
namespace {

using Comparisons = std::vector<HypergradientComparison>;

constexpr const char* kOurs = "docs/decisions.md";
constexpr const char* kSearch = "search";
/// About how many iterations of the search take as long as one hypergradient and its judgement, half
/// of which are computed in float64 by LibTorch's operations.
constexpr double kIterationsOfOne = 10;

struct HypergradientStudyOptions {
  std::vector<double> radii{0.003, 0.01, 0.03, 0.1, 0.3, 1};
  int64_t checkpoints = 3;

  std::vector<Field> fields() {
    return {{"radii",
             {&radii, Numbers{.each = positive(1e6), .count = {1, 100}}},
             "the radii of finite differences",
             kOurs},
            {"checkpoints",
             {&checkpoints, {1, 1000}},
             "number of checkpoints, evenly from before the first epoch to "
             "before the last",
             kOurs}};
  }
};

/// The numbers of epochs after which hypergradients are compared, from 0 to epochs − 1.
std::vector<int64_t> epochs_of(int64_t checkpoints, int64_t epochs) {
  const int64_t count = std::min(checkpoints, epochs);
  std::vector<int64_t> chosen = {0};
  for (int64_t i = 1; i < count; ++i) chosen.push_back(i * (epochs - 1) / (count - 1));
  return chosen;
}

/// The state of the search after so many epochs, from the checkpoint that the search has kept.
SearchState state_after(int64_t epochs, Runs& runs) {
  const SearchOptions& options = runs.options();
  const Sources sources = open_sources(options);
  if (epochs > 0) {
    const std::string folder = runs.folder() + "/" + kSearch;
    return {options, sources, load_checkpoint(kept_checkpoint(folder, epochs))};
  }
  Search search(options, sources);
  search.begin_epoch(0);
  Checkpoint beginning;
  beginning.snapshot = search.save();
  return {options, sources, beginning};
}

std::string name_of(const Estimate& estimate) {
  const bool differences = estimate.kind == HypergradientKind::kFiniteDifference;
  return to_string(estimate.kind) + (differences ? fmt::format(" {:g}", estimate.radius) : "");
}

HypergradientComparison compare_after(int64_t epochs, const std::vector<Estimate>& estimates,
                                      Runs& runs, const std::function<void()>& pause) {
  const std::string file = fmt::format("{}/after-{}-epochs.json", runs.folder(), epochs);
  if (std::filesystem::exists(file)) return comparison_of(nlohmann::json::parse(read_file(file)));
  const SearchState state = state_after(epochs, runs);
  const auto started = std::chrono::steady_clock::now();
  size_t done = 0;
  const auto result = compare_hypergradients(state, estimates, [&](const JudgedEstimate& judged) {
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - started;
    const auto left = static_cast<double>(estimates.size() - ++done);
    spdlog::info("after {} epochs: {} of {}, {} {}, cosine {:.3f}, {} left", epochs, done,
                 estimates.size(), to_string(judged.estimate.precision), name_of(judged.estimate),
                 judged.closeness.cosine,
                 duration(taken.count() / static_cast<double>(done) * left));
    pause();
  });
  write_file(file, to_json(result).dump() + "\n");
  return result;
}

Report report_of(const Comparisons& comparisons) {
  Report report{.columns = {"epochs", "precision", "hypergradient", "cosine", "relative error", "h",
                            "P(α+hd) − P(α−hd)", "2h⟨exact, d⟩"}};
  for (const auto& [epoch, h, estimates] : comparisons) {
    for (const auto& [estimate, close, verdict] : estimates) {
      report.rows.push_back({std::to_string(epoch), to_string(estimate.precision),
                             name_of(estimate), fmt::format("{:.3f}", close.cosine),
                             fmt::format("{:.3g}", close.relative_error), fmt::format("{:.3g}", h),
                             fmt::format("{:.3g}", verdict.measured),
                             fmt::format("{:.3g}", verdict.promised)});
    }
  }
  return report;
}

using Value = std::function<double(const JudgedEstimate&)>;

std::string after(int64_t epochs) {
  return fmt::format("{} {}", epochs, epochs == 1 ? "epoch" : "epochs");
}

/// The value of finite differences against the radius.
Series along_radii(const HypergradientComparison& comparison, Precision precision,
                   const Value& value) {
  Series line;
  for (const JudgedEstimate& judged : comparison.estimates) {
    if (judged.estimate.precision != precision || judged.estimate.radius == 0) continue;
    line.points.push_back({judged.estimate.radius, value(judged)});
  }
  return line;
}

/// The value of a hypergradient without a radius, in float64, as a horizontal line.
Series at_every_radius(const HypergradientComparison& comparison, HypergradientKind kind,
                       const Value& value) {
  Series line = along_radii(comparison, Precision::kDouble, value);
  for (const JudgedEstimate& judged : comparison.estimates) {
    if (judged.estimate.precision != Precision::kDouble || judged.estimate.kind != kind) continue;
    for (Point& point : line.points) point.y = value(judged);
  }
  line.points = {line.points.front(), line.points.back()};
  return line;
}

Series named(Series line, const HypergradientComparison& comparison, const std::string& name) {
  line.name = fmt::format("{}, {}", after(comparison.epoch), name);
  return line;
}

/// For each checkpoint the values in both precisions, and that of first order.
std::vector<Series> compared_with_first_order(const Comparisons& comparisons, const Value& value) {
  using enum Precision;
  constexpr auto kFirstOrder = HypergradientKind::kFirstOrder;
  std::vector<Series> lines;
  for (const HypergradientComparison& one : comparisons) {
    lines.push_back(named(along_radii(one, kDouble, value), one, to_string(kDouble)));
    lines.push_back(named(along_radii(one, kSingle, value), one, to_string(kSingle)));
    lines.back().joined = false;  // both lines would often be one
    lines.push_back(named(at_every_radius(one, kFirstOrder, value), one, to_string(kFirstOrder)));
  }
  return lines;
}

/// For each checkpoint the verdicts of the judge in float64 beside what was promised.
std::vector<Series> verdicts(const Comparisons& comparisons) {
  const auto measured = [](const JudgedEstimate& one) { return one.verdict.measured; };
  const auto promised = [](const JudgedEstimate& one) { return one.verdict.promised; };
  std::vector<Series> lines;
  for (const HypergradientComparison& one : comparisons) {
    lines.push_back(named(along_radii(one, Precision::kDouble, measured), one, "measured"));
    lines.push_back(named(along_radii(one, Precision::kDouble, promised), one, "2h⟨exact, d⟩"));
    lines.push_back(named(at_every_radius(one, HypergradientKind::kExact, measured), one,
                          "measured along the exact one"));
  }
  return lines;
}

/// A chart against the radius; a logarithmic y shows ratios.
std::string chart_of(const std::string& title, const Axis& y, const std::vector<Series>& lines) {
  return svg_of(LineChart{.title = title,
                          .x = {.title = "radius ρ of finite differences", .logarithmic = true},
                          .y = y,
                          .series = lines});
}

/// Draws all charts and returns the first, beside which the others are written as files.
Report with_charts(Report report, const Comparisons& comparisons, const std::string& folder) {
  const auto cosine = [](const JudgedEstimate& one) { return one.closeness.cosine; };
  const auto error = [](const JudgedEstimate& one) { return one.closeness.relative_error; };
  report.picture = chart_of("Direction of the hypergradient", {"cosine with the exact one"},
                            compared_with_first_order(comparisons, cosine));
  const auto add = [&](const std::string& name, const std::string& svg) {
    write_file(folder + "/" + name, svg);
    report.files.push_back(name);
  };
  add("relative_error.svg",
      chart_of("Error of the hypergradient", {"relative error", /*logarithmic=*/true},
               compared_with_first_order(comparisons, error)));
  add("judge.svg", chart_of("Difference of P along the hypergradient", {"P(α + hd) − P(α − hd)"},
                            verdicts(comparisons)));
  return report;
}

Report study_hypergradients(const std::any& given, Runs& runs) {
  const auto& options = std::any_cast<const HypergradientStudyOptions&>(given);
  const auto& search = runs.options().search;
  require(search.arch_from == 0,
          "search.arch_from is {}; in this study it must be 0, because α must be updated from the "
          "first epoch on.",
          search.arch_from);
  require(!find_framework(runs.options().framework.name).uses.preparation,
          "framework.name is {}, which trains a model before the search; this study compares the "
          "hypergradients of a search from its beginning.",
          runs.options().framework.name);
  const auto epochs = epochs_of(options.checkpoints, search.epochs);
  const auto later = std::span(epochs).subspan(1);
  const SearchRun run{kSearch, {fmt::format("run.keep_after=[{}]", fmt::join(later, ", "))}};
  const auto estimates = all_estimates(options.radii);
  runs.prepare(
      {.searches = {run},
       .iterations = kIterationsOfOne * static_cast<double>(epochs.size() * estimates.size())});
  const RunSummary found = runs.search(run);
  require(found["stop_reason"] != "diverged", "The search in {} has diverged.", runs.folder());
  set_threads(static_cast<int>(runs.options().run.threads));
  Comparisons comparisons;
  runs.work([&](const std::function<void()>& pause) {
    for (const int64_t epoch : epochs) {
      comparisons.push_back(compare_after(epoch, estimates, runs, pause));
    }
  });
  return with_charts(report_of(comparisons), comparisons, runs.folder());
}

}  // namespace

StudyEntry hypergradient_study() {
  return {member<HypergradientStudyOptions>(
              "hypergradient", "first order, finite differences and exact, and what each does to P",
              kOurs),
          /*trains=*/false, study_hypergradients};
}

}  // namespace tetlo
