// SPDX-License-Identifier: Apache-2.0
// Conversions between the spellings of genotypes, as a user makes them.
#include "program.h"

namespace tetlo {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(Convert, PrintsTheSpellingOnOneLine) {
  const Result result = run_program({"convert", "[4, 0, 3, 1, 4, 3]", "--to", "nasbench201"});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_EQ(result.output,
            "|avg_pool_3x3~0|+|skip_connect~0|none~1|+|nor_conv_1x1~0|avg_pool_3x3~1|"
            "nor_conv_1x1~2|\n");
}

TEST(Convert, WhatItPrintsIsReadFromFilesByOtherCommands) {
  const TemporaryFolder folder;
  const std::string file = folder.path("genotype.txt");
  write_file(file, run_program({"convert", "DARTS_V2", "--to", "naslib_compact"}).output);
  EXPECT_EQ(run_program({"count", file}).output, run_program({"count", "DARTS_V2"}).output);
}

TEST(Convert, WithoutASpellingPrintsAllThatCanExpressTheGenotype) {
  const Result result = run_program({"convert", "|conv3x3-bn-relu~0|output~1|"});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_EQ(result.output,
            "nasbench101         |conv3x3-bn-relu~0|output~1|\n"
            "nasbench101_matrix  {'matrix': [[0, 1, 0], [0, 0, 1], [0, 0, 0]], 'ops': "
            "['input', 'conv3x3-bn-relu', 'output']}\n");
}

TEST(Convert, WithoutAGenotypeListsTheSpellings) {
  const Result result = run_program({"convert"});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_THAT(result.output, StartsWith("darts               as DARTS's code prints it "
                                        "[Liu2019]\npc_darts  "));
}

TEST(Convert, RefusesWhatItCannotExpress) {
  Result refused = run_program({"convert", "DARTS_V2", "--to", "dart"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.errors, HasSubstr("There is no spelling \"dart\"; there are darts, "));
  refused = run_program({"convert", "NASNet", "--to", "naslib_compact"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_EQ(refused.errors, "tetlo: normal has 5 nodes; in naslib_compact it must have 4.\n");
  refused = run_program({"convert", "Genotype(norml=[])", "--to", "darts"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.errors, StartsWith("tetlo: genotype, column 10: found 'norml' where "));
  refused = run_program({"convert", "--to", "darts"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_EQ(refused.errors, "tetlo: convert needs a genotype where --to is given.\n");
}

}  // namespace
}  // namespace tetlo
