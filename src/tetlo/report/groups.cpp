// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/groups.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "tetlo/space/named_genotypes.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

/// What distinguishes groups: options and, of a search on record, its options with this before them.
using Settings = std::map<std::string, std::string>;
constexpr const char* kSearch = "search: ";
constexpr const char* kGenotype = "network.genotype";
constexpr const char* kFound = "found";

/// Options that do not change what a run computes, and the seed.
const std::set<std::string>& ignored() {
  static const std::set<std::string> all = {
      "run.seed",           "run.threads", "run.keep_after", "run.checkpoint_minutes",
      "record.tensorboard", "data.folder", "data.workers"};
  return all;
}

Settings compared(const RunRecord& run) {
  Settings settings = run.options, search = run.search;
  for (const std::string& name : ignored()) {
    settings.erase(name);
    search.erase(name);
  }
  settings["command"] = run.command;
  for (const auto& [option, value] : search) settings[kSearch + option] = value;
  if (!search.empty()) settings[kGenotype] = kFound;
  return settings;
}

/// The options in which any two of the same command differ.
std::set<std::string> differing(const std::vector<Settings>& all) {
  std::set<std::string> names;
  for (const Settings& own : all) {
    for (const Settings& other : all) {
      if (own.at("command") != other.at("command")) continue;
      for (const auto& [option, value] : own) {
        const auto there = other.find(option);
        if (there != other.end() && there->second != value) names.insert(option);
      }
    }
  }
  return names;
}

/// How many of all are as these settings, as far as the options and the command tell.
size_t count_like(const Settings& own, const std::vector<Settings>& all,
                  const std::set<std::string>& options) {
  return static_cast<size_t>(std::count_if(all.begin(), all.end(), [&](const Settings& other) {
    return own.at("command") == other.at("command") &&
           std::all_of(options.begin(), options.end(), [&](const std::string& option) {
             const auto value = other.find(option);
             return value != other.end() && value->second == own.at(option);
           });
  }));
}

/// How much an option says to a reader: the smaller, the more. The axes that comparisons are mostly
/// about come first, then other choices of a member, then the rest.
size_t rank_of(const std::string& option) {
  static const std::vector<std::string> first = {"method.name", "framework.name", "selection.name",
                                                 "space.name", "data.name"};
  const auto place = std::find(first.begin(), first.end(), option);
  if (place != first.end()) return static_cast<size_t>(place - first.begin());
  return option.ends_with(".name") ? first.size() : first.size() + 1;
}

/// As few of the options as tell these settings from all others: again and again the one that
/// leaves the fewest others, of equal ones the one that says most.
std::set<std::string> distinguishing(const Settings& own, const std::vector<Settings>& all,
                                     const std::set<std::string>& options) {
  std::set<std::string> few;
  if (own.contains(kGenotype) && options.contains(kGenotype)) few.insert(kGenotype);
  for (size_t left = count_like(own, all, few);;) {
    std::string best;
    for (const std::string& option : options) {
      if (!own.contains(option)) continue;
      auto more = few;
      more.insert(option);
      const size_t then = count_like(own, all, more);
      const bool says_more = !best.empty() && then == left && rank_of(option) < rank_of(best);
      if (then >= left && !says_more) continue;
      best = option;
      left = then;
    }
    if (best.empty()) return few;
    few.insert(best);
  }
}

/// The name of a published genotype, or that of the run that trained it.
std::string name_of_cells(const std::string& genotype, const RunRecord& run) {
  for (const NamedGenotype& named : named_genotypes()) {
    if (to_string(named.genotype) == genotype) return named.name;
  }
  return run.name;
}

/// What distinguishes one of the settings in words: options, and the options of a search.
struct Words {
  std::vector<std::string> own, search;
};

Words words_of(const Settings& settings, const std::set<std::string>& options) {
  Words words;
  for (const std::string& option : options) {
    const auto value = settings.find(option);
    if (option == kGenotype || value == settings.end() || value->second.empty()) continue;
    const bool of_search = option.starts_with(kSearch);
    const std::string name = of_search ? option.substr(std::string(kSearch).size()) : option;
    (of_search ? words.search : words.own).push_back(name + " = " + excerpt(value->second, 40));
  }
  return words;
}

/// The command, if there are several, and what distinguishes the settings, which are those of `run`.
std::string name_of(const Settings& own, const std::vector<Settings>& all,
                    const std::set<std::string>& options, const RunRecord& run) {
  if (all.size() == 1) return "all runs";
  const bool commands = std::any_of(all.begin(), all.end(), [&](const Settings& other) {
    return own.at("command") != other.at("command");
  });
  const auto few = distinguishing(own, all, options);
  auto [parts, search] = words_of(own, few);
  if (commands) {
    parts.insert(parts.begin(), own.at("command") == "search" ? "searches" : "trainings");
  }
  const auto genotype = own.find(kGenotype);
  if (!search.empty()) {
    parts.push_back(fmt::format("cells found with {}", fmt::join(search, ", ")));
  } else if (few.contains(kGenotype) && genotype != own.end()) {
    parts.push_back(genotype->second == kFound
                        ? "cells found by a search"
                        : "cells of " + name_of_cells(genotype->second, run));
  }
  return parts.empty() ? "the other settings" : fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace

std::vector<Group> grouped(const std::vector<RunRecord>& runs) {
  std::vector<Group> groups;
  std::vector<Settings> settings;
  for (const RunRecord& run : runs) {
    const Settings own = compared(run);
    const auto found = std::find(settings.begin(), settings.end(), own);
    const auto place = static_cast<size_t>(found - settings.begin());
    if (found == settings.end()) {
      settings.push_back(own);
      groups.emplace_back();
    }
    groups[place].runs.push_back(&run);
  }
  const auto options = differing(settings);
  for (size_t g = 0; g < groups.size(); ++g) {
    groups[g].name = name_of(settings[g], settings, options, *groups[g].runs.front());
  }
  return groups;
}

std::set<std::string> differing_options(const RunRecord& first, const RunRecord& second) {
  return differing({compared(first), compared(second)});
}

}  // namespace tetlo
