// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/configured_run.h"

#include <algorithm>

#include "tetlo/data/source.h"
#include "tetlo/options/assignment.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

/// Of several assignments to one option, the last; sorted, so that the order in which tables give
/// them does not matter.
std::vector<std::string> last_of_each(const std::vector<std::string>& all) {
  std::vector<std::string> last;
  for (auto one = all.rbegin(); one != all.rend(); ++one) {
    const auto same = [&](const std::string& other) { return option_of(other) == option_of(*one); };
    if (std::none_of(last.begin(), last.end(), same)) last.push_back(*one);
  }
  std::sort(last.begin(), last.end());
  return last;
}

/// Why a run configured like this cannot have the assignment; "" if it can.
std::string fault_in(const Configuration& configuration, const std::string& assignment) {
  if (option_of(assignment) == "scale") return "";
  try {
    return configuration.fault_of(assignment);
  } catch (const Error& error) {
    return error.what();  // there is no such option
  }
}

/// Those of the assignments that such a run can have. One may need another, which chooses the
/// member of an axis to which its option belongs.
template <typename Options>
std::vector<std::string> usable(const std::string& file,
                                const std::vector<std::string>& assignments) {
  std::vector<std::string> all;
  for (bool grows = true; grows;) {
    grows = false;
    const Loaded<Options> loaded(file, all);
    for (const std::string& one : assignments) {
      if (std::find(all.begin(), all.end(), one) != all.end()) continue;
      if (!fault_in(loaded.configuration, one).empty()) continue;
      all.push_back(one);
      grows = true;
    }
  }
  std::sort(all.begin(), all.end());
  return all;
}

/// Those of the assignments, all of which are usable, without which the run would be another one.
template <typename Options>
std::vector<std::string> needed(const std::string& file,
                                const std::vector<std::string>& assignments) {
  std::vector<std::string> all = assignments;
  for (const std::string& one : assignments) {
    std::vector<std::string> others = all;
    std::erase(others, one);
    const bool is_same = Loaded<Options>(file, others).configuration.to_toml("") ==
                         Loaded<Options>(file, all).configuration.to_toml("");
    if (is_same) all = others;
  }
  return all;
}

/// Throws Error, saying why, if an assignment is among neither.
void require_effect(const std::vector<std::string>& assignments, const std::string& search,
                    const std::vector<std::string>& on_search,
                    const std::vector<std::string>& on_training) {
  for (const std::string& one : assignments) {
    const bool used = std::find(on_search.begin(), on_search.end(), one) != on_search.end() ||
                      std::find(on_training.begin(), on_training.end(), one) != on_training.end();
    if (!used) fail("{}", fault_in(LoadedSearch(search, on_search).configuration, one));
  }
}

/// The assignments and, if such a run reads image files, the folder of ImageNet.
template <typename Options>
std::vector<std::string> with_images(const std::string& file, std::vector<std::string> assignments,
                                     const std::string& folder) {
  const bool reads_files = Loaded<Options>(file, assignments).options.data.name == kImageFolder;
  if (reads_files && !folder.empty()) assignments.push_back("data.folder=" + folder);
  return assignments;
}

template <typename Options>
ConfiguredRun configured(const std::string& file, const std::vector<std::string>& usable,
                         const std::string& imagenet) {
  return {file, with_images<Options>(file, needed<Options>(file, usable), imagenet)};
}

}  // namespace

std::string option_of(const std::string& assignment) {
  return assignment.substr(0, assignment.find('='));
}

std::string ConfiguredRun::kind() const {
  std::string kind = file;
  for (const std::string& assignment : assignments) {
    if (option_of(assignment) != "data.name") kind += "\n" + assignment;
  }
  return kind;
}

ConfiguredPair configured(const PairChoices& choices) {
  const auto all = last_of_each(choices.assignments);
  const auto of_search = usable<SearchOptions>(choices.search, all);
  std::vector<std::string> of_training;
  if (!choices.training.empty()) {
    auto more = choices.assignments;
    more.insert(more.end(), choices.for_training.begin(), choices.for_training.end());
    of_training = usable<EvaluateOptions>(choices.training, last_of_each(more));
  }
  require_effect(all, choices.search, of_search, of_training);
  ConfiguredPair pair{configured<SearchOptions>(choices.search, of_search, choices.imagenet), {}};
  if (!choices.training.empty()) {
    pair.training = configured<EvaluateOptions>(choices.training, of_training, choices.imagenet);
  }
  return pair;
}

Combination unlike(const ConfiguredRun& training, const ConfiguredRun& search) {
  const LoadedTraining loaded(training);
  Combination all;
  for (const std::string& assignment : search.assignments) {
    const auto [option, value, where] = split_assignment(assignment);
    const auto assigns = [&, &name = option](const std::string& other) {
      return other.starts_with(name + "=");
    };
    if (option.find('.') == std::string::npos ||  // the scale
        std::any_of(training.assignments.begin(), training.assignments.end(), assigns)) {
      continue;
    }
    try {
      const std::string own = loaded.configuration.value_of(option);
      if (own != value) all.push_back({option, own, true});
    } catch (const Error&) {
      continue;  // trainings have no such option
    }
  }
  return all;
}

}  // namespace tetlo
