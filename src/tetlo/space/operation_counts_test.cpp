// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/operation_counts.h"

#include <gtest/gtest.h>

#include <map>

#include "tetlo/space/named_genotypes.h"

namespace tetlo {
namespace {

std::map<std::string, int64_t> counts_of(const Genotype& genotype) {
  std::map<std::string, int64_t> all;
  for (const auto& [name, count] : operation_counts(genotype)) all[name] = count;
  return all;
}

using Counts = std::map<std::string, int64_t>;

// Counted by hand in [Liu2019]'s genotype.
TEST(OperationCounts, AreThoseOfPublishedCells) {
  EXPECT_EQ(counts_of(load_genotype("DARTS_V2")), (Counts{{"normal_skips", 2},
                                                          {"normal_3x3_convolutions", 6},
                                                          {"normal_5x5_convolutions", 0},
                                                          {"normal_pools", 0},
                                                          {"reduce_skips", 3},
                                                          {"reduce_3x3_convolutions", 0},
                                                          {"reduce_5x5_convolutions", 0},
                                                          {"reduce_pools", 5}}));
}

TEST(OperationCounts, KnowTheOperationsOfNasBench201) {
  const Genotype cell = parse_genotype(
      "|nor_conv_1x1~0|+|none~0|skip_connect~1|+|nor_conv_3x3~0|none~1|avg_pool_3x3~2|");
  EXPECT_EQ(counts_of(cell), (Counts{{"normal_skips", 1},
                                     {"normal_1x1_convolutions", 1},
                                     {"normal_3x3_convolutions", 1},
                                     {"normal_5x5_convolutions", 0},
                                     {"normal_pools", 1}}));
}

TEST(OperationCounts, KnowTheOperationsOfNasBench101) {
  const Genotype cell = parse_genotype("|conv3x3-bn-relu~0|maxpool3x3~0,1|output~2|");
  EXPECT_EQ(counts_of(cell), (Counts{{"normal_skips", 0},
                                     {"normal_3x3_convolutions", 1},
                                     {"normal_5x5_convolutions", 0},
                                     {"normal_pools", 1}}));
}

}  // namespace
}  // namespace tetlo
