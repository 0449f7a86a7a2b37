// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/cell_picture.h"

#include <gmock/gmock.h>

#include "tetlo/report/palette.h"
#include "tetlo/space/named_genotypes.h"

namespace tetlo {
namespace {

using testing::HasSubstr;

size_t count(const std::string& text, const std::string& part) {
  size_t number = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++number;
  return number;
}

TEST(CellPictures, ShowEveryOperationAndEveryState) {
  const Genotype genotype = load_genotype("DARTS_V2");
  const auto pictures = cell_pictures({*cell_graph(genotype, CellKind::kNormal)});
  ASSERT_EQ(pictures.size(), 1);
  EXPECT_EQ(count(pictures[0], ">sep_conv_3x3</text>"), 5);
  EXPECT_EQ(count(pictures[0], ">skip_connect</text>"), 2);
  EXPECT_EQ(count(pictures[0], ">dil_conv_3x3</text>"), 1);
  EXPECT_EQ(count(pictures[0], "<rect class=\"in\""), 2);
  EXPECT_EQ(count(pictures[0], "<rect class=\"state\""), 4);
  EXPECT_EQ(count(pictures[0], "<rect class=\"out\""), 1);
  EXPECT_THAT(pictures[0], HasSubstr("<g class=\"" + class_of_operation("skip_connect") + "\">"));
}

TEST(CellPictures, SeveralCellsAreDrawnAtOnce) {
  const Genotype genotype = load_genotype("DARTS_V2");
  const CellGraph normal = *cell_graph(genotype, CellKind::kNormal),
                  reduce = *cell_graph(genotype, CellKind::kReduction);
  const auto pictures = cell_pictures({normal, reduce, normal});
  ASSERT_EQ(pictures.size(), 3);
  EXPECT_EQ(pictures[0], pictures[2]);
  EXPECT_EQ(count(pictures[1], ">max_pool_3x3</text>"), 5);
}

TEST(CellPictures, HaveNoIdsAndNoColours) {
  const auto pictures =
      cell_pictures({*cell_graph(load_genotype("DARTS_V2"), CellKind::kReduction)});
  for (const char* part : {" id=", "fill=", "stroke=", "font", "#", "xmlns"}) {
    EXPECT_THAT(pictures[0], testing::Not(HasSubstr(part)));
  }
}

TEST(CellPictures, OperationsOfNasbench101StandInTheNodes) {
  const Genotype cell =
      parse_genotype("|conv3x3-bn-relu~0|maxpool3x3~0|conv1x1-bn-relu~1|output~0,3|");
  const auto pictures = cell_pictures({*cell_graph(cell, CellKind::kNormal)});
  EXPECT_THAT(pictures[0], HasSubstr(">conv3x3-bn-relu</text>"));
  EXPECT_THAT(pictures[0], HasSubstr(">conv1x1-bn-relu</text>"));
}

TEST(CellInWords, NamesStatesAndOperations) {
  const Genotype cell = parse_genotype(
      "|nor_conv_3x3~0|+|skip_connect~0|none~1|+|none~0|avg_pool_3x3~1|nor_conv_1x1~2|");
  EXPECT_THAT(cell_in_words(*cell_graph(cell, CellKind::kNormal)),
              testing::StartsWith("c_{k-1} to 0: nor_conv_3x3; c_{k-1} to 1: skip_connect; "));
}

}  // namespace
}  // namespace tetlo
