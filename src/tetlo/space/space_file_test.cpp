// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/space_file.h"

#include <gmock/gmock.h>

#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<std::string> kOperations = {"none",         "noise",        "skip_connect",
                                              "max_pool_3x3", "avg_pool_3x3", "sep_conv_3x3",
                                              "sep_conv_5x5", "dil_conv_3x3", "dil_conv_5x5"};

Space parse(const std::string& text) { return parse_space(text, "a.toml", kOperations); }

std::string error_of(const std::string& text) {
  return tetlo::error_of([&] { parse(text); });
}

/// A space whose reduction cells are in order.
std::string error_of_normal(const std::string& normal, int nodes = 1) {
  return error_of(
      fmt::format("nodes = {}\nreduce = ['skip_connect']\nnormal = {}\n", nodes, normal));
}

TEST(SpaceFile, GivesBackEverySpaceOfThisWiring) {
  int count = 0;
  for (const Space& space : spaces()) {
    if (!std::holds_alternative<DartsFamily>(space.family)) continue;
    const Space again = parse(space_text(space));
    EXPECT_EQ(again.nodes, space.nodes) << space.name;
    EXPECT_EQ(again.normal, space.normal) << space.name;
    EXPECT_EQ(again.reduce, space.reduce) << space.name;
    EXPECT_EQ(again.normalise_pools, space.normalise_pools) << space.name;
    EXPECT_EQ(again.normalise_last, space.normalise_last) << space.name;
    ++count;
  }
  EXPECT_EQ(count, 7);
}

TEST(SpaceFile, IsReadByPeople) {
  Space space = find_space("s2");
  space.nodes = 1;
  space.normal.resize(2);
  space.reduce = {{"max_pool_3x3"}, {"skip_connect", "noise"}};
  EXPECT_EQ(space_text(space),
            "nodes = 1\n"
            "normal = [\"skip_connect\", \"sep_conv_3x3\"]\n"
            "reduce = [\n"
            "  [\"max_pool_3x3\"],  # 0 → 2\n"
            "  [\"skip_connect\", \"noise\"],  # 1 → 2\n"
            "]\n"
            "normalise_pools = true  # batch norm after pools\n"
            "normalise_last = false  # batch norm and ReLU before global pooling\n");
}

TEST(SpaceFile, MayOfferOtherCandidatesOnEachEdge) {
  const Space space = parse(
      "nodes = 1\nnormal = [['noise', 'skip_connect', 'none'], ['sep_conv_3x3']]\n"
      "reduce = ['none', 'max_pool_3x3']");
  EXPECT_THAT(space.normal, ElementsAre(ElementsAre("noise", "skip_connect", "none"),
                                        ElementsAre("sep_conv_3x3")));
  EXPECT_THAT(space.reduce, ElementsAre(ElementsAre("none", "max_pool_3x3"),
                                        ElementsAre("none", "max_pool_3x3")));
}

TEST(SpaceFile, HasFourNodesUnlessItSaysOtherwise) {
  const Space space = parse("normal = ['noise']\nreduce = ['skip_connect']");
  EXPECT_EQ(space.nodes, 4);
  EXPECT_EQ(space.normal.size(), 14U);
  EXPECT_TRUE(space.normalise_pools);
  EXPECT_FALSE(space.normalise_last);
}

TEST(SpaceFile, OfAnotherWiringIsRefused) {
  EXPECT_EQ(tetlo::error_of([] { space_text(find_space("nasbench201")); }),
            "The space nasbench201 has no such form, because its cells do not have the wiring of "
            "DARTS.");
}

TEST(SpaceFile, AMistakeInACandidateIsReportedWithItsPlace) {
  EXPECT_EQ(error_of_normal("['noise', 'skip_conect']"),
            "a.toml:3:20: There is no operation \"skip_conect\"; did you mean \"skip_connect\"?");
  EXPECT_EQ(error_of_normal("['noise', 'noise']"),
            "a.toml:3:20: Every edge of normal has noise twice.");
  EXPECT_EQ(error_of_normal("[['noise'], ['noise', 3]]"),
            "a.toml:3:32: The edge 1 → 2 of normal has the integer 3; it must have the names of "
            "operations.");
  EXPECT_EQ(error_of_normal("[['noise'], 'skip_connect']"),
            "a.toml:3:22: The edge 1 → 2 of normal has the string \"skip_connect\"; it must have a "
            "list of operations.");
  EXPECT_EQ(
      error_of_normal("['noise', ['skip_connect']]"),
      "a.toml:3:20: Every edge of normal has an array; it must have the names of operations.");
}

TEST(SpaceFile, EveryEdgeNeedsCandidates) {
  EXPECT_EQ(error_of_normal("[['noise'], ['noise'], ['noise'], []]", 2),
            "a.toml:3:10: normal has 4 lists; there must be 5, one for each edge, or one list for "
            "all edges.");
  EXPECT_EQ(error_of_normal("[['noise'], []]"),
            "a.toml:3:22: The edge 1 → 2 of normal has no candidate.");
  EXPECT_EQ(error_of_normal("[[], ['noise']]"),
            "a.toml:3:11: The edge 0 → 2 of normal has no candidate.");
  EXPECT_EQ(error_of_normal("[]"), "a.toml:3:10: Every edge of normal has no candidate.");
  EXPECT_EQ(error_of_normal("[['noise'], ['none']]"),
            "a.toml:3:22: The edge 1 → 2 of normal has no candidate other than none, which no "
            "found cell contains.");
  EXPECT_EQ(error_of("reduce = ['noise']"),
            "a.toml: There is no \"normal\", the candidates on the edges of normal cells.");
  EXPECT_EQ(error_of("normal = ['noise']"),
            "a.toml: There is no \"reduce\", the candidates on the edges of reduction cells.");
}

TEST(SpaceFile, AMistakeInAnotherValueIsReportedWithItsPlace) {
  EXPECT_EQ(error_of_normal("'noise'"),
            "a.toml:3:10: normal is the string \"noise\"; it must be a list of operations, or one "
            "such list for each edge.");
  EXPECT_EQ(error_of_normal("[1, 2]"),
            "a.toml:3:10: normal is an array; it must be a list of operations, or one such list "
            "for each edge.");
  EXPECT_EQ(error_of("nodes = 17"),
            "a.toml:1:9: nodes is the integer 17; it must be an integer "
            "from 1 to 16.");
  EXPECT_EQ(error_of("node = 4"),
            "a.toml:1:1: There is no \"node\" in a space; did you mean \"nodes\"?");
  EXPECT_EQ(error_of_normal("['noise']\nnormalise_pools = 1"),
            "a.toml:4:19: normalise_pools is the integer 1; it must be true or false.");
  EXPECT_THAT(error_of("normal = ["), HasSubstr("a.toml:1:"));
}

TEST(LoadSpace, FindsANameOfTheTableOrAFile) {
  const TemporaryFolder folder;
  const std::string text = "nodes = 1\nnormal = ['noise']\nreduce = ['skip_connect']";
  const std::string file = folder.write("s.toml", Bytes(text.begin(), text.end()));
  EXPECT_EQ(load_space("s3", kOperations).normal, find_space("s3").normal);
  EXPECT_EQ(load_space(file, kOperations).nodes, 1);
  EXPECT_THAT(tetlo::error_of([] { load_space("s9", kOperations); }),
              HasSubstr("There is no search space \"s9\""));
}

}  // namespace
}  // namespace tetlo
