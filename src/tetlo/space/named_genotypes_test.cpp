// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/named_genotypes.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "tetlo/space/space.h"
#include "tetlo/space/spellings.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

std::filesystem::path file_with(const std::string& text) {
  auto path = std::filesystem::path(testing::TempDir()) / "tetlo_genotype.txt";
  std::ofstream(path) << text;
  return path;
}

TEST(NamedGenotypes, ThoseOfDartsAndItsSuccessorsAreLegalCellsOfTheDartsSpace) {
  for (const NamedGenotype& named : named_genotypes()) {
    if (named.name == "NASNet" || named.name == "AmoebaNet") continue;
    EXPECT_EQ(edge_operations(named.genotype, CellKind::kNormal).size(), 8);
    EXPECT_EQ(edge_operations(named.genotype, CellKind::kReduction).size(), 8);
    EXPECT_NO_THROW(
        check_operations(named.genotype, find_space("darts").normal.front(), named.name));
  }
}

// The expected text is the one that quark0/darts prints.
TEST(NamedGenotypes, AmoebaNetHasFiveNodesAndConcatenatesThreeOfThem) {
  EXPECT_EQ(to_string(load_genotype("AmoebaNet")),
            "Genotype(normal=[('avg_pool_3x3', 0), ('max_pool_3x3', 1), ('sep_conv_3x3', 0), "
            "('sep_conv_5x5', 2), ('sep_conv_3x3', 0), ('avg_pool_3x3', 3), ('sep_conv_3x3', 1), "
            "('skip_connect', 1), ('skip_connect', 0), ('avg_pool_3x3', 1)], "
            "normal_concat=range(4, 7), reduce=[('avg_pool_3x3', 0), ('sep_conv_3x3', 1), "
            "('max_pool_3x3', 0), ('sep_conv_7x7', 2), ('sep_conv_7x7', 0), ('avg_pool_3x3', 1), "
            "('max_pool_3x3', 0), ('max_pool_3x3', 1), ('conv_7x1_1x7', 0), ('sep_conv_3x3', 5)], "
            "reduce_concat=[3, 4, 6])");
}

TEST(NamedGenotypes, PcDartsKeepsTheOrderOfItsGenes) {
  EXPECT_EQ(to_string(load_genotype("PC_DARTS_cifar")),
            "Genotype(normal=[('sep_conv_3x3', 1), ('skip_connect', 0), ('sep_conv_3x3', 0), "
            "('dil_conv_3x3', 1), ('sep_conv_5x5', 0), ('sep_conv_3x3', 1), ('avg_pool_3x3', 0), "
            "('dil_conv_3x3', 1)], normal_concat=range(2, 6), reduce=[('sep_conv_5x5', 1), "
            "('max_pool_3x3', 0), ('sep_conv_5x5', 1), ('sep_conv_5x5', 2), ('sep_conv_3x3', 0), "
            "('sep_conv_3x3', 3), ('sep_conv_3x3', 1), ('sep_conv_3x3', 2)], "
            "reduce_concat=range(2, 6))");
}

TEST(NamedGenotypes, PDartsKeepsTheOrderOfItsGenes) {
  EXPECT_EQ(to_string(load_genotype("PDARTS")),
            "Genotype(normal=[('skip_connect', 0), ('dil_conv_3x3', 1), ('skip_connect', 0), "
            "('sep_conv_3x3', 1), ('sep_conv_3x3', 1), ('sep_conv_3x3', 3), ('sep_conv_3x3', 0), "
            "('dil_conv_5x5', 4)], normal_concat=range(2, 6), reduce=[('avg_pool_3x3', 0), "
            "('sep_conv_5x5', 1), ('sep_conv_3x3', 0), ('dil_conv_5x5', 2), ('max_pool_3x3', 0), "
            "('dil_conv_3x3', 1), ('dil_conv_3x3', 1), ('dil_conv_5x5', 3)], "
            "reduce_concat=range(2, 6))");
}

TEST(LoadGenotype, ReadsAFile) {
  const Genotype genotype = load_genotype("DARTS_V1");
  EXPECT_EQ(load_genotype(file_with(to_string(genotype) + "\n")), genotype);
}

TEST(LoadGenotype, ReadsStandardInputForADash) {
  const Genotype genotype = load_genotype("DARTS_V1");
  std::istringstream text(to_string(genotype));
  std::streambuf* const terminal = std::cin.rdbuf(text.rdbuf());
  const Genotype read = load_genotype("-");
  std::cin.rdbuf(terminal);
  EXPECT_EQ(read, genotype);
}

TEST(LoadGenotype, AnErrorInAFileNamesTheFile) {
  const auto path = file_with("Genotype(");
  EXPECT_THAT([&] { load_genotype(path); },
              ThrowsMessage<Error>(HasSubstr("tetlo_genotype.txt, column 10: found the end")));
}

TEST(LoadGenotype, AMissingFileIsAnErrorThatListsTheKnownNames) {
  EXPECT_THAT(
      [] { load_genotype("DARTS_V3"); },
      ThrowsMessage<Error>(AllOf(
          HasSubstr("\"DARTS_V3\""),
          HasSubstr("these are DARTS_V1, DARTS_V2, PDARTS, PC_DARTS_cifar, NASNet, AmoebaNet."))));
}

TEST(LoadGenotype, AFolderIsAnError) {
  EXPECT_THAT([] { load_genotype(testing::TempDir()); },
              ThrowsMessage<Error>(HasSubstr("cannot be read")));
}

TEST(LoadGenotype, ReadsTextsInEverySpelling) {
  const Genotype genotype = load_genotype("DARTS_V1");
  for (const char* spelling : {"darts", "autodl", "autodl_dict", "naslib_compact"}) {
    EXPECT_EQ(load_genotype(spelled(genotype, spelling)), genotype) << spelling;
    EXPECT_EQ(load_genotype(file_with(spelled(genotype, spelling) + "\n")), genotype) << spelling;
  }
  EXPECT_EQ(to_string(load_genotype("[0, 1, 1, 1, 1, 1]")),
            "|skip_connect~0|+|none~0|none~1|+|none~0|none~1|none~2|");
}

TEST(LoadGenotype, ReadsCellsOfBothBenchmarksFromTheirText) {
  for (const char* text : {"|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|",
                           "|conv3x3-bn-relu~0|maxpool3x3~1|output~0,2|"}) {
    EXPECT_EQ(to_string(load_genotype(text)), text);
  }
}

}  // namespace
}  // namespace tetlo
