// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/palette.h"

#include <fmt/format.h>

#include <iterator>
#include <map>

#include "tetlo/space/operation_names.h"

namespace tetlo {
namespace {

struct Hue {
  const char* name;
  const char* light;
  const char* dark;
};

constexpr Hue kHues[] = {
    {"grey", "#7a7f87", "#959ba5"},   {"vermilion", "#d55e00", "#ff8a47"},
    {"purple", "#b5578f", "#e3a3ca"}, {"blue", "#0072b2", "#4a9fe0"},
    {"sky", "#56b4e9", "#a9dcf8"},    {"green", "#009e73", "#35c59b"},
    {"orange", "#e69f00", "#f5c04e"},
};

struct Look {
  const char* hue;
  const char* dashes;  ///< of stroke-dasharray; "": solid
};

/// The looks of operations.
constexpr Look kOperations[] = {{"grey", ""},      {"vermilion", ""}, {"purple", ""},
                                {"purple", "5 3"}, {"blue", ""},      {"sky", ""},
                                {"green", ""},     {"orange", ""},    {"sky", "5 3"},
                                {"green", "5 3"},  {"grey", "2 3"}};

/// The looks of groups of runs, of which the first has the colour that is best to read.
constexpr Look kGroups[] = {{"blue", ""},      {"vermilion", ""},    {"green", ""},
                            {"purple", ""},    {"orange", ""},       {"sky", ""},
                            {"blue", "7 3"},   {"vermilion", "7 3"}, {"green", "7 3"},
                            {"purple", "7 3"}, {"orange", "7 3"},    {"sky", "7 3"}};

/// The place of an operation among the looks. Operations of different benchmarks that do the same
/// have the same.
const std::map<std::string, int>& looks() {
  static const std::map<std::string, int> all = {{kNone, 0},
                                                 {kSkip, 1},
                                                 {kSkipDropout, 1},
                                                 {kMaxPool3, 2},
                                                 {kBlockMaxPool3, 2},
                                                 {kAvgPool3, 3},
                                                 {kSepConv3, 4},
                                                 {kConvolution3, 4},
                                                 {kBlockConvolution3, 4},
                                                 {kSepConv5, 5},
                                                 {kDilConv3, 6},
                                                 {kConvolution1, 6},
                                                 {kBlockConvolution1, 6},
                                                 {kDilConv5, 7},
                                                 {kSepConv7, 8},
                                                 {kConv7, 9},
                                                 {kGaussianNoise, 10}};
  return all;
}

std::string declarations(const char* prefix, const Look* looks, size_t count) {
  std::string css;
  for (size_t i = 0; i < count; ++i) {
    css += fmt::format(".{}{}{{--c:var(--{})", prefix, i, looks[i].hue);
    if (*looks[i].dashes) css += fmt::format(";--d:{}", looks[i].dashes);
    css += "}\n";
  }
  return css;
}

}  // namespace

std::string class_of_operation(const std::string& operation) {
  const auto found = looks().find(operation);
  return fmt::format("o{}", found == looks().end() ? 0 : found->second);
}

std::string class_of_group(size_t group) { return fmt::format("g{}", group % std::size(kGroups)); }

std::string palette_css() {
  std::string light, dark;
  for (const Hue& hue : kHues) {
    light += fmt::format("--{}:{};", hue.name, hue.light);
    dark += fmt::format("--{}:{};", hue.name, hue.dark);
  }
  return fmt::format(":root{{{}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{}}}}}\n",
                     light, dark) +
         declarations("o", kOperations, std::size(kOperations)) +
         declarations("g", kGroups, std::size(kGroups));
}

}  // namespace tetlo
