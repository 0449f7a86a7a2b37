// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/nasbench101_cell.h"

#include <gmock/gmock.h>

#include <numeric>

#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

using testing::HasSubstr;

/// The first record of the published table.
constexpr const char* kFirst =
    "|conv3x3-bn-relu~0|maxpool3x3~1|conv3x3-bn-relu~2|conv3x3-bn-relu~0|conv1x1-bn-relu~0,3,4|"
    "output~2,5|";
constexpr const char* kFirstHash = "00005c142e6f48ac74fdcf73e3439874";

/// The cell with its inner vertices renumbered: vertex i becomes order[i].
Nasbench101Cell renumbered(const Nasbench101Cell& cell, const std::vector<int>& order) {
  Nasbench101Cell result = cell;
  for (size_t v = 1; v < order.size(); ++v) {
    const auto place = static_cast<size_t>(order[v] - 1);
    if (v <= cell.operations.size()) result.operations[place] = cell.operations[v - 1];
    auto& parents = result.parents[place];
    parents.clear();
    for (const int p : cell.parents[v - 1]) parents.push_back(order[static_cast<size_t>(p)]);
    std::sort(parents.begin(), parents.end());
  }
  return result;
}

bool parents_are_earlier(const Nasbench101Cell& cell) {
  for (size_t i = 0; i < cell.parents.size(); ++i) {
    for (const int p : cell.parents[i]) {
      if (p > static_cast<int>(i)) return false;
    }
  }
  return true;
}

TEST(Nasbench101Cell, TheHashIsThatOfThePublishedTable) {
  EXPECT_EQ(nasbench101_hash(parse_nasbench101(kFirst)), kFirstHash);
}

TEST(Nasbench101Cell, TheHashDoesNotDependOnTheNumbersOfTheVertices) {
  const Nasbench101Cell cell = parse_nasbench101(kFirst);
  std::vector<int> order(cell.parents.size() + 1);
  std::iota(order.begin(), order.end(), 0);
  int tried = 0;
  do {
    const Nasbench101Cell other = renumbered(cell, order);
    if (!parents_are_earlier(other)) continue;
    EXPECT_EQ(nasbench101_hash(other), kFirstHash) << other.text();
    ++tried;
  } while (std::next_permutation(order.begin() + 1, order.end() - 1));
  // Vertices 1, 2, 3 and 5 form a chain; vertex 4 can take four places before 5.
  EXPECT_EQ(tried, 4);
}

TEST(Nasbench101Cell, TheHashDependsOnOperationsAndEdges) {
  const Nasbench101Cell cell = parse_nasbench101("|maxpool3x3~0|conv1x1-bn-relu~1|output~2|");
  Nasbench101Cell swapped = cell, wider = cell;
  std::swap(swapped.operations[0], swapped.operations[1]);
  wider.parents.back() = {0, 2};
  EXPECT_NE(nasbench101_hash(cell), nasbench101_hash(swapped));
  EXPECT_NE(nasbench101_hash(cell), nasbench101_hash(wider));
}

// There is no path from vertex 2 to the output, none from the input to vertex 3, and neither for
// vertex 5.
TEST(Nasbench101Cell, WhatLiesOnNoPathIsPrunedAndDoesNotCountInTheHash) {
  const Nasbench101Cell cell = parse_nasbench101(
      "|maxpool3x3~0|conv3x3-bn-relu~1|conv1x1-bn-relu~|conv1x1-bn-relu~1,3|maxpool3x3~|"
      "output~0,4|");
  const Nasbench101Cell kept = pruned(cell);
  EXPECT_EQ(kept.text(), "|maxpool3x3~0|conv1x1-bn-relu~1|output~0,2|");
  EXPECT_EQ(pruned(kept), kept);
  EXPECT_EQ(nasbench101_hash(cell), nasbench101_hash(kept));
}

TEST(Nasbench101Cell, ACellWithoutAPathIsAnError) {
  const Nasbench101Cell cell = parse_nasbench101("|maxpool3x3~0|conv1x1-bn-relu~|output~2|");
  EXPECT_EQ(error_of([&] { pruned(cell); }),
            "The cell |maxpool3x3~0|conv1x1-bn-relu~|output~2| has no path from the input to the "
            "output; it must have one.");
}

TEST(Nasbench101Cell, AnUnknownOperationHasNoHash) {
  const Nasbench101Cell cell{.operations = {"skip"}, .parents = {{0}, {1}}};
  EXPECT_THAT(error_of([&] { nasbench101_hash(cell); }), HasSubstr("has the operation \"skip\""));
}

TEST(Nasbench101Cell, ItsTextIsReadAsItIsWritten) {
  const Nasbench101Cell cell{.operations = {"maxpool3x3", "conv1x1-bn-relu"},
                             .parents = {{0}, {}, {0, 1}}};
  EXPECT_EQ(cell.text(), "|maxpool3x3~0|conv1x1-bn-relu~|output~0,1|");
  EXPECT_EQ(parse_nasbench101(cell.text()), cell);
  EXPECT_EQ(parse_nasbench101("  " + cell.text() + "\r\n"), cell);
  EXPECT_EQ(parse_nasbench101("|output~0|").text(), "|output~0|");
}

TEST(Nasbench101Cell, MalformedTextsAreErrorsWithTheColumn) {
  const auto refusal = [](const std::string& text) {
    return error_of([&] { parse_nasbench101(text); });
  };
  EXPECT_EQ(refusal(""), "cell, column 1: expected |.");
  EXPECT_EQ(refusal(" maxpool3x3~0|output~1|"), "cell, column 2: expected |.");
  EXPECT_EQ(refusal("|maxpool3x3~0|skip~1|output~2|"),
            "cell, column 15: expected conv3x3-bn-relu, conv1x1-bn-relu, maxpool3x3 or output.");
  EXPECT_EQ(refusal("|output"), "cell, column 8: expected ~.");
  EXPECT_EQ(refusal("|output~1|"),
            "cell, column 9: expected a vertex before 1, in ascending order.");
  EXPECT_EQ(refusal("|maxpool3x3~0|output~1,0|"),
            "cell, column 24: expected a vertex before 2, in ascending order.");
  EXPECT_EQ(refusal("|output~-0|"),
            "cell, column 9: expected a vertex before 1, in ascending order.");
  EXPECT_EQ(refusal("|output~0"), "cell, column 10: expected , or |.");
  EXPECT_EQ(refusal("|output~0|maxpool3x3~0|"), "cell, column 11: expected the end of the cell.");
  EXPECT_THAT(refusal("|maxpool3x3~0|"), HasSubstr("column 15: expected conv3x3-bn-relu"));
}

}  // namespace
}  // namespace tetlo
