// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/nearest.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

namespace tetlo {

int edit_distance(const std::string& a, const std::string& b) {
  // row[j] is the distance between the part of `a` read so far and the first j characters of `b`.
  std::vector<int> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (const char c : a) {
    int diagonal = row[0]++;
    for (size_t j = 0; j < b.size(); ++j) {
      const int replaced = diagonal + (c == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

std::string nearest(const std::string& word, const std::vector<std::string>& names) {
  // Two swapped neighbours count as two changes, so that even short words are allowed two changes.
  int best = std::max(2, static_cast<int>(word.size()) / 3) + 1;
  std::string result;
  for (const std::string& name : names) {
    const int distance = edit_distance(word, name);
    if (distance < best && distance < static_cast<int>(word.size())) {
      best = distance;
      result = name;
    }
  }
  return result;
}

std::string suggestion(const std::string& word, const std::vector<std::string>& names) {
  const std::string guess = nearest(word, names);
  if (guess.empty()) return fmt::format("there are {}.", fmt::join(names, ", "));
  return fmt::format("did you mean \"{}\"?", guess);
}

}  // namespace tetlo
