// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/sweep_combinations.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <filesystem>

#include "tetlo/options/assignment.h"
#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

constexpr size_t kMostRuns = 10'000;

/// The parts of a text between those commas that are in no brackets and no quotation marks.
std::vector<std::string> parts_of(const std::string& text) {
  std::vector<std::string> values(1);
  int depth = 0;
  char quote = 0;
  for (const char c : text) {
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '[' || c == ']') {
      depth += c == '[' ? 1 : -1;
    } else if (c == ',' && depth <= 0) {
      values.emplace_back();
      continue;
    }
    values.back() += c;
  }
  return values;
}

/// Throws Error if a value is missing or given twice, or would not stay on its line.
void check(const std::vector<std::string>& values, const std::string& where) {
  for (size_t i = 0; i < values.size(); ++i) {
    const std::string& value = values[i];
    require(!value.empty() || values.size() == 1, "{}: A value is missing beside a comma.", where);
    require(value.find_first_of("\n\r") == std::string::npos,
            "{}: A value must not have a line break.", where);
    const auto here = values.begin() + static_cast<std::ptrdiff_t>(i);
    require(std::find(values.begin(), here, value) == here, "{}: The value {} is given twice.",
            where, excerpt(value));
  }
}

int64_t seed_in(const std::string& text, const std::string& all) {
  int64_t seed = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, seed);
  require(error == std::errc() && stop == end && seed >= 0,
          "--seeds {}: \"{}\" is no seed; seeds are given as 1..10, 3 or 1..3,7.", excerpt(all),
          excerpt(text));
  return seed;
}

std::vector<std::string> seeds_in(const std::string& text) {
  std::vector<std::string> seeds;
  for (const std::string& part : between_commas(text)) {
    const size_t dots = part.find("..");
    const int64_t first = seed_in(part.substr(0, dots), text);
    const int64_t last = dots == std::string::npos ? first : seed_in(part.substr(dots + 2), text);
    require(first <= last, "--seeds {}: The seeds {} are in the wrong order.", excerpt(text),
            excerpt(part));
    require(static_cast<uint64_t>(last - first) < kMostRuns,
            "--seeds {}: A sweep has at most {} runs.", excerpt(text), with_commas(kMostRuns));
    for (int64_t i = 0; i <= last - first; ++i) seeds.push_back(std::to_string(first + i));
  }
  check(seeds, "--seeds " + excerpt(text));
  return seeds;
}

/// The part of a run's name that a choice is.
std::string part_of_name(const Chosen& choice) {
  if (choice.option == kConfigFile) return std::filesystem::path(choice.value).stem().string();
  const std::string option = choice.option.substr(choice.option.find('.') + 1);
  const bool speaks_for_itself = option == "name" || option == "scale";
  return speaks_for_itself ? choice.value : option + "-" + choice.value;
}

}  // namespace

std::vector<Varied> varied(const std::vector<std::string>& files,
                           const std::vector<std::string>& assignments, const std::string& seeds) {
  std::vector<Varied> all;
  const auto add = [&](const Varied& one, const std::string& where) {
    const auto same = [&](const Varied& other) { return other.option == one.option; };
    require(std::none_of(all.begin(), all.end(), same),
            "{}: {} is given twice; the values of one option are separated by commas.", where,
            one.option);
    check(one.values, where);
    all.push_back(one);
  };
  if (!files.empty()) add({kConfigFile, files, files.size() > 1}, "--config");
  for (const std::string& text : assignments) {
    const auto [option, value, where] = split_assignment(text);
    const auto values = parts_of(value);
    add({option, values, values.size() > 1}, where);
  }
  if (!seeds.empty()) add({"run.seed", seeds_in(seeds), true}, "--seeds " + excerpt(seeds));
  return all;
}

std::vector<Combination> combinations_of(const std::vector<Varied>& all) {
  std::vector<Combination> combinations(1);
  for (const auto& [option, values, is_named] : all) {
    require(combinations.size() * values.size() <= kMostRuns,
            "A sweep has at most {} runs; these would be more.", with_commas(kMostRuns));
    std::vector<Combination> longer;
    for (const std::string& value : values) {
      for (const Combination& combination : combinations) {
        longer.push_back(combination);
        longer.back().push_back({option, value, is_named});
      }
    }
    combinations = std::move(longer);
  }
  return combinations;
}

std::string name_of(const Combination& combination) {
  std::string name;
  for (const Chosen& choice : combination) {
    if (!choice.is_named) continue;
    if (!name.empty()) name += '-';
    name += part_of_name(choice);
  }
  const std::string harmless = "._+-";
  for (char& c : name) {
    const bool stays = std::isalnum(static_cast<unsigned char>(c)) != 0;
    if (!stays && harmless.find(c) == std::string::npos) c = '_';
  }
  return name.starts_with('.') ? "_" + name : name;
}

}  // namespace tetlo
