// SPDX-License-Identifier: Apache-2.0
// How a space is narrowed down to the candidates that matter: search, take from every edge the
// candidate with the smallest softmax weight, and search in what is left. After six rounds in the
// darts space, two of the eight candidates are left on each edge; S1 came about in this way
// [Sheth2023, appendix Q; Zela2020, section 3].
//
//   space_r = space_{r−1} without argmin_o softmax(α_e)_o on every edge e,  α = search(space_{r−1})
//
// `none` counts as a candidate. The spaces are files of the form of space_file.h, so that `search`
// can go on with each of them.
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

#include "tetlo/draw/chart.h"
#include "tetlo/record/checkpoint.h"
#include "tetlo/relax/progressive.h"
#include "tetlo/search/build.h"
#include "tetlo/space/space_file.h"
#include "tetlo/studies/table.h"
#include "tetlo/util/error.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

constexpr const char* kAppendixQ = "[Sheth2023, appendix Q]";

struct PruneSpaceOptions {
  int64_t rounds = 6;

  std::vector<Field> fields() {
    return {{"rounds",
             {&rounds, {1, 1000}},
             "number of searches, after each of which every edge loses a candidate",
             kAppendixQ}};
  }
};

constexpr CellKind kKinds[] = {CellKind::kNormal, CellKind::kReduction};

std::string file_of(int64_t round) { return fmt::format("space-{}.toml", round); }

std::string name_of(int64_t round) { return fmt::format("round-{}", round); }

/// The search of a round, counted from 1: in the configured space, then in the space that the round
/// before has left.
SearchRun search_of(int64_t round, const std::string& folder) {
  if (round == 1) return {name_of(round)};
  const auto file = std::filesystem::absolute(folder) / file_of(round - 1);
  return {name_of(round), {"space.name=file", "space.file=" + file.string()}};
}

void require_enough(const Space& space, int64_t rounds) {
  require(space.traits().kept_edges && space.traits().inputs == 2,
          "prune-space needs cells of DARTS; the space {} has others.", space.name);
  for (const CellKind kind : kKinds) {
    for (const auto& candidates : space.candidates(kind)) {
      require(std::ssize(candidates) > rounds,
              "study.rounds is {}; it must be below the number of candidates, "
              "and an edge has {}.",
              rounds, candidates.size());
    }
  }
}

/// Throws Error unless α of a search has one weight for each candidate, and nothing else.
void require_softmax(const SearchOptions& options) {
  const bool separate = options.auxiliary_architecture == AuxiliaryArchitecture::kSeparate;
  const auto method = make_method(options, {.space = options.space.chosen()});
  const int64_t weights = method->relaxation({.draws = false})->size();
  const int64_t candidates = SoftmaxRelaxation(options.space.chosen()).size();
  require(method->phases() == 1 && weights == candidates && !separate,
          "method.name is {}; prune-space needs one whose α has a weight for each candidate and "
          "nothing else, such as darts, and one architecture.",
          options.method.name);
}

/// The space that is left when a search in it has come to this α.
Space pruned(const Space& space, const Tensor& alpha) {
  return without_weakest(space, SoftmaxRelaxation(space).mixture(alpha), 1);
}

std::vector<std::string> later_rounds(int64_t rounds) {
  std::vector<std::string> names;
  for (int64_t round = 2; round <= rounds; ++round) names.push_back(name_of(round));
  return names;
}

/// The number of edges that offer the operation.
double edges_with(const std::string& operation, const Space& space) {
  double count = 0;
  for (const CellKind kind : kKinds) {
    for (const auto& names : space.candidates(kind)) {
      count += static_cast<double>(std::count(names.begin(), names.end(), operation));
    }
  }
  return count;
}

/// The operations of a space, each once.
std::vector<std::string> operations_in(const Space& space) {
  std::vector<std::string> all;
  for (const CellKind kind : kKinds) {
    for (const auto& names : space.candidates(kind)) {
      for (const std::string& name : names) {
        if (std::find(all.begin(), all.end(), name) == all.end()) all.push_back(name);
      }
    }
  }
  return all;
}

/// `spaces` are those after 0, 1, … rounds.
Report report_of(const std::vector<Space>& spaces) {
  Report report{.columns = {"cell", "edge", "candidates left"}};
  const Space& last = spaces.back();
  for (const CellKind kind : kKinds) {
    const auto edges = last.edges();
    for (size_t e = 0; e < last.candidates(kind).size(); ++e) {
      report.rows.push_back({kind == CellKind::kNormal ? "normal" : "reduction",
                             fmt::format("{} → {}", edges[e].from, edges[e].to),
                             fmt::format("{}", fmt::join(last.candidates(kind)[e], " "))});
    }
  }
  LineChart chart{.title = "Candidates that are left",
                  .x = {.title = "rounds", .counts = true},
                  .y = {.title = "edges that offer the operation"}};
  for (const std::string& operation : operations_in(spaces.front())) {
    Series line{operation};
    for (size_t round = 0; round < spaces.size(); ++round) {
      line.points.push_back({static_cast<double>(round), edges_with(operation, spaces[round])});
    }
    chart.series.push_back(line);
  }
  report.picture = svg_of(chart);
  return report;
}

Report prune_space(const std::any& given, Runs& runs) {
  const int64_t rounds = std::any_cast<const PruneSpaceOptions&>(given).rounds;
  std::vector<Space> spaces = {runs.options().space.chosen()};
  require_enough(spaces.front(), rounds);
  require_softmax(runs.options());
  const std::string& folder = runs.folder();
  std::vector<std::string> files;
  runs.prepare({.searches = {search_of(1, folder)}, .later = later_rounds(rounds)});
  for (int64_t round = 1; round <= rounds; ++round) {
    const SearchRun run = search_of(round, folder);
    const RunSummary found = runs.search(run);
    require(found["stop_reason"] != "diverged", "The search {} has diverged.", run.name);
    const Checkpoint end = load_last_checkpoint(folder + "/" + run.name);
    spaces.push_back(pruned(spaces.back(), end.snapshot.tensors.at("alpha")));
    files.push_back(file_of(round));
    write_file(folder + "/" + files.back(), space_text(spaces.back()));
  }
  Report report = report_of(spaces);
  report.files = files;
  return report;
}

}  // namespace

StudyEntry prune_space_study() {
  return {member<PruneSpaceOptions>(
              "prune-space", "a space without its weakest candidates, round by round", kAppendixQ),
          /*trains=*/false, prune_space};
}

}  // namespace tetlo
