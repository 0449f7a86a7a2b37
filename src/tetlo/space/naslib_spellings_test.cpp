// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/naslib_spellings.h"

#include <gmock/gmock.h>

#include "tetlo/space/named_genotypes.h"
#include "tetlo/space/test_genotypes.h"

namespace tetlo {
namespace {

using testing::ThrowsMessage;

// What NASLib's convert_genotype_to_compact() gives for this genotype of DARTS.
constexpr const char* kCompact =
    "(((0, 3), (1, 3), (0, 3), (1, 3), (1, 3), (0, 2), (0, 2), (2, 5)), "
    "((0, 0), (1, 0), (2, 2), (1, 0), (0, 0), (2, 2), (2, 2), (1, 0)))";

std::string compact_of(const std::string& name) {
  return naslib_compact_text(std::get<DartsCells>(load_genotype(name)));
}

TEST(NaslibSpellings, CompactCellsArePairsOfStateAndOperation) {
  EXPECT_EQ(compact_of("DARTS_V2"), kCompact);
  EXPECT_EQ(parse_genotype(kCompact), load_genotype("DARTS_V2"));
}

// make_compact_mutable() gives lists.
TEST(NaslibSpellings, CompactCellsMayBeLists) {
  std::string lists = kCompact;
  std::replace(lists.begin(), lists.end(), '(', '[');
  std::replace(lists.begin(), lists.end(), ')', ']');
  EXPECT_EQ(parse_genotype("compact = " + lists + "  # DARTS_V2\n"), load_genotype("DARTS_V2"));
}

// The genotype with which NASLib tests its conversions; each of the seven operations occurs in it.
TEST(NaslibSpellings, CompactCellsCanHaveEachOfSevenOperations) {
  const std::string text =
      "(((0, 0), (1, 1), (0, 2), (1, 3), (1, 4), (0, 5), (0, 6), (2, 0)), "
      "((0, 0), (1, 1), (2, 2), (1, 3), (0, 4), (2, 4), (2, 5), (1, 6)))";
  const Genotype genotype = parse_genotype(
      "Genotype(normal=[('max_pool_3x3', 0), ('avg_pool_3x3', 1), ('skip_connect', 0), "
      "('sep_conv_3x3', 1), ('sep_conv_5x5', 1), ('dil_conv_3x3', 0), ('dil_conv_5x5', 0), "
      "('max_pool_3x3', 2)], normal_concat=[2, 3, 4, 5], reduce=[('max_pool_3x3', 0), "
      "('avg_pool_3x3', 1), ('skip_connect', 2), ('sep_conv_3x3', 1), ('sep_conv_5x5', 0), "
      "('sep_conv_5x5', 2), ('dil_conv_3x3', 2), ('dil_conv_5x5', 1)], "
      "reduce_concat=[2, 3, 4, 5])");
  EXPECT_EQ(parse_genotype(text), genotype);
  EXPECT_EQ(naslib_compact_text(std::get<DartsCells>(genotype)), text);
}

TEST(NaslibSpellings, CompactCellsThatCannotBeExpressedAreErrors) {
  EXPECT_THAT([] { compact_of("AmoebaNet"); },
              ThrowsMessage<Error>("normal has 5 nodes; in naslib_compact it must have 4."));
  auto cells = std::get<DartsCells>(load_genotype("DARTS_V2"));
  cells.reduce.genes[3].operation = "sep_conv_7x7";
  EXPECT_THAT([&] { naslib_compact_text(cells); },
              ThrowsMessage<Error>(
                  "reduce has the operation \"sep_conv_7x7\"; in naslib_compact it must be one of "
                  "max_pool_3x3, avg_pool_3x3, skip_connect, sep_conv_3x3, sep_conv_5x5, "
                  "dil_conv_3x3, dil_conv_5x5."));
  cells.normal.concat = {2, 5};
  EXPECT_THAT(
      [&] { naslib_compact_text(cells); },
      ThrowsMessage<Error>("normal_concat is [2, 5]; in naslib_compact it must be [2, 3, 4, 5]."));
}

TEST(NaslibSpellings, MalformedCompactCellsAreErrorsWithTheirColumn) {
  EXPECT_EQ(error_of("((0, 3))"),
            "genotype, column 3: found '0' where a pair such as (0, 3) was expected.");
  EXPECT_EQ(error_of("(((0, 3), (1, 3)), ((0, 3), (1, 3)))"),
            "genotype, column 2: normal has 2 pairs; it must have 8.");
  std::string text = kCompact;
  EXPECT_EQ(error_of(text.replace(text.find("(2, 5)"), 6, "(2, 7)")),
            "genotype, column 63: the operation is 7; it must be from 0 to 6.");
  EXPECT_EQ(error_of(text.replace(text.find("(2, 7)"), 6, "(5, 0)")),
            "genotype, column 60: node 3 of normal reads state 5; it can read 0 to 4.");
  EXPECT_EQ(error_of(std::string(kCompact) + "]"),
            "genotype, column 133: found ']' where the end of the text was expected.");
}

// The pair of a text and NASLib's indices for it, as convert_op_indices_to_str() has printed them.
constexpr const char* kCell =
    "|avg_pool_3x3~0|+|skip_connect~0|none~1|+|nor_conv_1x1~0|avg_pool_3x3~1|nor_conv_1x1~2|";

TEST(NaslibSpellings, IndicesAreInTheOrderOfTheNodesThatEdgesLeave) {
  const Genotype cell = parse_genotype(kCell);
  EXPECT_EQ(parse_genotype("[4, 0, 3, 1, 4, 3]"), cell);
  EXPECT_EQ(parse_genotype("(4, 0, 3, 1, 4, 3)"), cell);
  EXPECT_EQ(naslib_indices_text(std::get<Nasbench201Cell>(cell)), "[4, 0, 3, 1, 4, 3]");
}

// Each of the five operations on the first edge; the order is that of NASLib's OP_NAMES_NB201.
TEST(NaslibSpellings, IndicesCountFromSkipConnect) {
  const std::vector<std::string> names = {"skip_connect", "none", "nor_conv_3x3", "nor_conv_1x1",
                                          "avg_pool_3x3"};
  for (size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(to_string(parse_genotype(fmt::format("[{}, 1, 1, 1, 1, 1]", i))),
              fmt::format("|{}~0|+|none~0|none~1|+|none~0|none~1|none~2|", names[i]));
  }
}

TEST(NaslibSpellings, MalformedIndicesAreErrorsWithTheirColumn) {
  EXPECT_EQ(error_of("[4, 0, 3, 1, 4]"),
            "genotype, column 1: a cell of NAS-Bench-201 has 5 indices; it must have 6.");
  EXPECT_EQ(error_of("[4, 0, 3, 1, 4, 5]"),
            "genotype, column 17: the operation is 5; it must be from 0 to 4.");
  EXPECT_EQ(error_of("[4, 0, 3, 1, 4, x]"),
            "genotype, column 17: found 'x' where the number of an operation was expected.");
  EXPECT_EQ(error_of("[4, 0, 3, 1, 4, 3"),
            "genotype, column 18: found the end of the text where \"]\" was expected.");
}

}  // namespace
}  // namespace tetlo
