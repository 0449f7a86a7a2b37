// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/sweep_plan.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "tetlo/cli/configured_run.h"
#include "tetlo/cli/run_command.h"
#include "tetlo/cli/sweep_combinations.h"
#include "tetlo/record/run_folder.h"
#include "tetlo/search/search.h"
#include "tetlo/util/error.h"
#include "tetlo/util/stop_request.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

constexpr const char* kSeedOption = "run.seed";
constexpr const char* kThreadsOption = "run.threads";

/// A combination without the choices that have no effect in it.
struct Effective {
  std::string file;
  Combination choices;
  Combination idle;
  int64_t threads = 1;

  std::vector<std::string> assignments() const {
    std::vector<std::string> all;
    for (const Chosen& choice : choices) {
      if (choice.option != kConfigFile) all.push_back(choice.assignment());
    }
    return all;
  }
};

Effective effective(const Combination& combination) {
  Effective result;
  std::vector<std::string> all;
  for (const Chosen& choice : combination) {
    if (choice.option == kConfigFile) {
      result.file = choice.value;
    } else {
      all.push_back(choice.assignment());
    }
  }
  const LoadedSearch tried(result.file, all);
  for (const Chosen& choice : combination) {
    const bool idle =
        choice.option != kConfigFile && !tried.configuration.fault_of(choice.assignment()).empty();
    (idle ? result.idle : result.choices).push_back(choice);
  }
  result.threads = std::max<int64_t>(tried.options.run.threads, 1);
  return result;
}

/// The fault of an assignment that has no effect here.
std::string fault_in(const Effective& one, const Chosen& idle) {
  return LoadedSearch(one.file, one.assignments()).configuration.fault_of(idle.assignment());
}

/// Throws Error at the first assignment that has an effect in no combination.
void refuse_idle_assignments(const std::vector<Effective>& all) {
  std::set<std::string> used;
  for (const Effective& one : all) {
    for (const Chosen& choice : one.choices) used.insert(choice.assignment());
  }
  for (const Effective& one : all) {
    for (const Chosen& idle : one.idle) {
      require(used.contains(idle.assignment()), "{}", fault_in(one, idle));
    }
  }
}

SweepRun run_of(const Effective& one) {
  SweepRun run{.name = name_of(one.choices), .threads = one.threads};
  if (run.name.empty()) {
    run.name = one.file.empty() ? "search" : std::filesystem::path(one.file).stem().string();
  }
  run.combination = nlohmann::json::object();
  run.arguments = {"search"};
  for (const Chosen& choice : one.choices) {
    if (choice.is_named) run.combination[choice.option] = choice.value;
    if (choice.option == kConfigFile) {
      run.arguments.insert(run.arguments.end(), {"--config", choice.value});
    } else if (choice.option == kSeedOption) {
      run.arguments.insert(run.arguments.end(), {"--seed", choice.value});
    } else if (choice.option != kThreadsOption) {
      run.arguments.insert(run.arguments.end(), {"--set", choice.assignment()});
    }
  }
  run.arguments.insert(run.arguments.end(), {"--threads", std::to_string(one.threads)});
  return run;
}

/// Throws Error if a run could not be made in the folder. The network is built only if `builds`: if
/// the first seed is accepted, so are the others.
void check(const Effective& one, const std::string& folder, bool builds) {
  auto assignments = one.assignments();
  assignments.push_back(fmt::format("{}={}", kThreadsOption, one.threads));
  LoadedSearch loaded(one.file, assignments);
  require_resumable(folder, loaded.configuration, "search");
  const auto finished_after = extendable_from(folder, loaded.configuration, "search");
  SearchOptions& search = loaded.options;
  // The machine that will make the run may have a device that this one lacks.
  if (search.run.device.starts_with("cuda")) search.run.device = "cpu";
  search.check();
  if (!builds && !finished_after) return;
  const Search job(search, open_sources(search));
  if (finished_after) require_extendable(job, folder, *finished_after);
}

std::vector<Effective> effective_combinations(const SweepFlags& flags) {
  std::vector<std::string> assignments = flags.assignments;
  if (flags.threads > 0) assignments.push_back(fmt::format("{}={}", kThreadsOption, flags.threads));
  auto all_varied = varied(flags.files, assignments, flags.seeds);
  for (Varied& one : all_varied) one.is_named |= flags.full_names && one.option != kThreadsOption;
  std::vector<Effective> all;
  for (const Combination& one : combinations_of(all_varied)) {
    stop_point();
    all.push_back(effective(one));
  }
  refuse_idle_assignments(all);
  return all;
}

/// The run among others that has the same arguments or the same name; null if there is none.
const SweepRun* same_in(const std::vector<SweepRun>& runs, const SweepRun& run) {
  const SweepRun* same_name = nullptr;
  for (const SweepRun& other : runs) {
    if (other.arguments == run.arguments) return &other;
    if (other.name == run.name) same_name = &other;
  }
  return same_name;
}

/// Whether runs differ in the number of epochs at most, of which a finished one may be given more.
bool same_but_for_epochs(const SweepRun& one, const SweepRun& other) {
  const auto rest = [](std::vector<std::string> words) {
    std::erase_if(words,
                  [](const std::string& word) { return word.starts_with("search.epochs="); });
    return words;
  };
  return rest(one.arguments) == rest(other.arguments);
}

/// In what a known run differs from one that is asked for.
std::string difference_from(const SweepRun& known, const SweepRun& asked) {
  const auto first_not_in = [](const SweepRun& run, const SweepRun& other) {
    return std::find_if(run.arguments.begin(), run.arguments.end(), [&](const std::string& word) {
      return std::find(other.arguments.begin(), other.arguments.end(), word) ==
             other.arguments.end();
    });
  };
  const auto more = first_not_in(known, asked), less = first_not_in(asked, known);
  if (more != known.arguments.end()) return "with " + excerpt(*more);
  if (less != asked.arguments.end()) return "without " + excerpt(*less);
  return "with the same options in another order";
}

}  // namespace

std::vector<SweepRun> plan_runs(const SweepFlags& flags, const std::vector<SweepRun>& known) {
  std::vector<SweepRun> runs;
  std::set<std::vector<std::string>> built;  // assignments without a seed
  for (const Effective& one : effective_combinations(flags)) {
    stop_point();
    SweepRun run = run_of(one);
    const SweepRun* same = same_in(known, run);
    if (!same) same = same_in(runs, run);
    if (same) {
      require(same_but_for_epochs(*same, run), "The run {} in {} is one {}; choose another --out.",
              run.name, flags.out, difference_from(*same, run));
      run.name = same->name;
    }
    Effective without_seed = one;
    std::erase_if(without_seed.choices, [](const Chosen& c) { return c.option == kSeedOption; });
    auto what = without_seed.assignments();
    what.push_back(one.file);
    try {
      check(one, flags.out + "/" + run.name, flags.builds && built.insert(what).second);
    } catch (const Error& error) {
      fail("{}: {}", run.name, error.what());
    }
    const bool is_new = std::none_of(runs.begin(), runs.end(),
                                     [&](const SweepRun& other) { return other.name == run.name; });
    if (is_new) runs.push_back(std::move(run));
  }
  return runs;
}

}  // namespace tetlo
