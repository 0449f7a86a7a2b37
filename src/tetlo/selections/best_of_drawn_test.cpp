// SPDX-License-Identifier: Apache-2.0
#include "tetlo/selections/best_of_drawn.h"

#include <gmock/gmock.h>

#include "tetlo/options/configuration.h"
#include "tetlo/relax/softmax.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

std::unique_ptr<Selection> make(const std::string& name, const std::vector<std::string>& options,
                                const SelectionParts& parts) {
  Choice choice(selections(), name);
  Configuration configuration(choice.sections("selection", ""));
  configuration.load("", options);
  return find_selection(name).make(choice.chosen(), parts);
}

/// What numbers can be made of the digits that name a cell: more convolutions of 3 x 3, larger
/// numbers.
std::map<std::string, double> numbers_of(const Genotype& cell) {
  const auto convolutions =
      static_cast<double>(count_operation(cell, CellKind::kNormal, "nor_conv_3x3"));
  const auto skips = static_cast<double>(count_operation(cell, CellKind::kNormal, "skip_connect"));
  return {{"c10_val12", 10 * convolutions + skips},
          {"c10_val200", skips},
          {"c10_test12", -skips},
          {"c10_test200", -skips},
          {"seconds_12", 1 + convolutions}};
}

const SelectionParts kParts{.space = find_space("nasbench201"), .known = numbers_of};

/// The cells that are drawn with seed 1.
std::vector<Genotype> drawn(int64_t count) {
  std::vector<Genotype> cells;
  for (int64_t i = 0; i < count; ++i) {
    cells.push_back(cells_of(kParts.space, drawn_cell(kParts.space, 1, i)));
  }
  return cells;
}

/// The first of those with the largest number in a column.
Genotype best_of(const std::vector<Genotype>& cells, const std::string& column) {
  return *std::max_element(cells.begin(), cells.end(), [&](const Genotype& a, const Genotype& b) {
    return numbers_of(a).at(column) < numbers_of(b).at(column);
  });
}

Genotype taken(const Selection& selection) {
  const auto open = std::make_shared<SoftmaxRelaxation>(kParts.space);
  return selection.decided(open)->genotype(torch::zeros({open->size()}));
}

/// The end of an epoch, which is the last one if nothing is left but tuning.
EpochEnd end_of(int64_t epoch, bool last, const Relaxation& open,
                std::function<double(const Mixture&)> accuracy) {
  return {.epoch = epoch,
          .tuned = last ? std::make_optional<int64_t>(0) : std::nullopt,
          .alpha = {},
          .relaxation = open,
          .open = open.mixture(torch::zeros({open.size()})),
          .accuracy = std::move(accuracy),
          .loss = {}};
}

TEST(BestByTable, IsTheBestOfTheDrawnCellsInItsColumn) {
  for (const std::string column : {"c10_val12", "c10_val200"}) {
    const auto selection =
        make("best_by_table", {"best_by_table.cells=40", "best_by_table.column=" + column}, kParts);
    EXPECT_EQ(taken(*selection), best_of(drawn(40), column));
  }
}

TEST(BestByTable, CountsTheTrainingOfWhatItComparesAndListsIt) {
  const auto selection = make("best_by_table", {"best_by_table.cells=3"}, kParts);
  const SoftmaxRelaxation open(kParts.space);
  const auto choice = selection->after_epoch(end_of(0, true, open, {}))["choice"];
  EXPECT_EQ(choice["epochs_of_training"], 3 * 12);
  double seconds = 0;
  for (size_t i = 0; i < 3; ++i) {
    const auto numbers = numbers_of(drawn(3)[i]);
    seconds += numbers.at("seconds_12");
    EXPECT_EQ(choice["drawn"][i]["genotype"], to_string(drawn(3)[i]));
    EXPECT_EQ(choice["drawn"][i]["value"], numbers.at("c10_val12"));
  }
  EXPECT_EQ(choice["seconds_of_training"], seconds);
}

TEST(BestByTable, IsAnOracleByTestAccuraciesOrTheLongestTraining) {
  const SoftmaxRelaxation open(kParts.space);
  for (const auto& [column, oracle] :
       {std::pair("c10_val12", false), {"c10_val200", true}, {"c10_test12", true}}) {
    const auto selection =
        make("best_by_table", {std::string("best_by_table.column=") + column}, kParts);
    EXPECT_EQ(selection->after_epoch(end_of(0, true, open, {}))["choice"]["oracle"], oracle)
        << column;
  }
}

TEST(BestByTable, LeavesOutCellsThatTheTableLacks) {
  SelectionParts parts = kParts;
  parts.known = [&](const Genotype& cell) {
    if (cell != drawn(3)[1]) fail("There is no such cell.");
    return numbers_of(cell);
  };
  const auto selection = make("best_by_table", {"best_by_table.cells=3"}, parts);
  EXPECT_EQ(taken(*selection), drawn(3)[1]);
  const SoftmaxRelaxation open(kParts.space);
  const auto choice = selection->after_epoch(end_of(0, true, open, {}))["choice"];
  EXPECT_EQ(choice["epochs_of_training"], 12);
  EXPECT_FALSE(choice["drawn"][0].contains("value"));
  EXPECT_THROW(make("best_by_table", {"best_by_table.cells=1"}, parts), Error);
}

TEST(BestByTable, NeedsATableWithItsColumn) {
  EXPECT_THROW(make("best_by_table", {}, {.space = kParts.space}), Error);
  for (const std::string column : {"c10_val", "c10_val36"}) {
    EXPECT_THROW(make("best_by_table", {"best_by_table.column=" + column}, kParts), Error);
  }
}

TEST(BestByWeights, IsTheMostAccurateOfTheDrawnCellsAfterTheLastEpoch) {
  const auto selection = make("best_by_weights", {"best_by_weights.cells=40"}, kParts);
  const SoftmaxRelaxation open(kParts.space);
  // The accuracy says which convolutions of 3 x 3 and skips are computed, at which weights.
  const auto accuracy = [](const Mixture& mixture) {
    double sum = 0;
    for (size_t e = 0; e < 6; ++e) {
      sum += 10 * mixture.normal.edges[e][3].item<double>() +
             mixture.normal.edges[e][1].item<double>();
    }
    return sum;
  };
  EXPECT_TRUE(selection->after_epoch(end_of(0, false, open, accuracy)).empty());
  EXPECT_EQ(taken(*selection), open.genotype(torch::zeros({open.size()})));
  const auto choice = selection->after_epoch(end_of(1, true, open, accuracy))["choice"];
  const Genotype best = best_of(drawn(40), "c10_val12");
  EXPECT_EQ(taken(*selection), best);
  EXPECT_EQ(choice["value"], numbers_of(best).at("c10_val12"));

  const auto restored = make("best_by_weights", {"best_by_weights.cells=40"}, kParts);
  restored->restore(selection->save());
  EXPECT_EQ(taken(*restored), best);
}

TEST(BestOfDrawn, OfOneIsTheCellThatRandomSearchTakes) {
  const auto selection = make("best_by_table", {"best_by_table.cells=1"}, kParts);
  EXPECT_EQ(taken(*selection), drawn(1).front());
}

TEST(Selections, ThatReadAlphaAreRefusedIfItIsNotLearned) {
  SelectionParts parts{.space = find_space("s2"), .learns_alpha = false};
  for (const char* name : {"perturbation", "curvature"}) {
    EXPECT_THROW(make(name, {}, parts), Error) << name;
  }
}

}  // namespace
}  // namespace tetlo
