// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/genotype.h"

#include <gmock/gmock.h>

#include "tetlo/space/named_genotypes.h"
#include "tetlo/space/test_genotypes.h"

namespace tetlo {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

// A genotype whose cells have one node each; the text has 120 columns.
constexpr const char* kTiny =
    "Genotype(normal=[('a', 0), ('b', 1)], normal_concat=range(2, 3), "
    "reduce=[('c', 1), ('d', 0)], reduce_concat=range(2, 3))";

Genotype tiny() { return DartsCells{{{{"a", 0}, {"b", 1}}, {2}}, {{{"c", 1}, {"d", 0}}, {2}}}; }

/// kTiny with one part of its text replaced.
std::string tiny_with(const std::string& part, const std::string& replacement) {
  std::string text = kTiny;
  const size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return text.replace(at, part.size(), replacement);
}

TEST(Genotype, IsPrintedAsTheReferenceCodePrintsIt) {
  EXPECT_EQ(to_string(load_genotype("DARTS_V2")),
            "Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 0), "
            "('sep_conv_3x3', 1), ('sep_conv_3x3', 1), ('skip_connect', 0), ('skip_connect', 0), "
            "('dil_conv_3x3', 2)], normal_concat=range(2, 6), reduce=[('max_pool_3x3', 0), "
            "('max_pool_3x3', 1), ('skip_connect', 2), ('max_pool_3x3', 1), ('max_pool_3x3', 0), "
            "('skip_connect', 2), ('skip_connect', 2), ('max_pool_3x3', 1)], "
            "reduce_concat=range(2, 6))");
}

TEST(Genotype, ConcatIsAListWhenStatesAreSkipped) {
  auto cells = std::get<DartsCells>(load_genotype("DARTS_V2"));
  cells.normal.concat = {2, 4};
  const Genotype genotype = cells;
  EXPECT_THAT(to_string(genotype), HasSubstr("normal_concat=[2, 4], "));
  EXPECT_EQ(parse_genotype(to_string(genotype)), genotype);
}

TEST(Genotype, NamedOnesSurviveTheRoundTrip) {
  for (const auto& named : named_genotypes()) {
    EXPECT_EQ(parse_genotype(to_string(named.genotype)), named.genotype) << named.name;
  }
}

TEST(Genotype, RandomOnesSurviveTheRoundTrip) {
  Random random(1, Purpose::kAlpha);
  for (int i = 0; i < 500; ++i) {
    const Genotype genotype = random_darts_cells(random);
    EXPECT_EQ(parse_genotype(to_string(genotype)), genotype) << to_string(genotype);
  }
}

TEST(Genotype, SpacingQuotesBracketsOrderAndAssignmentAreFree) {
  EXPECT_EQ(parse_genotype(kTiny), tiny());
  EXPECT_EQ(parse_genotype("Genotype(normal=[('a',0),('b',1)],normal_concat=[2],"
                           "reduce=[('c',1),('d',0)],reduce_concat=(2,))"),
            tiny());
  EXPECT_EQ(
      parse_genotype("\nBEST = Genotype (\n  reduce_concat = [ 2, ],\n"
                     "  reduce = ( [\"c\", 1], [\"d\", 0], ),\n\tnormal_concat = range( 2,3 ),"
                     "\r\n  normal = [ ( 'a' , 0 , ) , ( \"b\" , 1 ) , ] ,\n) \n"),
      tiny());
}

TEST(Genotype, MalformedTextIsAnErrorWithItsColumn) {
  EXPECT_EQ(error_of(""),
            "genotype, column 1: found the end of the text where Genotype(…) was expected.");
  EXPECT_EQ(error_of("Genom()"),
            "genotype, column 1: found 'Genom' where Genotype(…) was expected.");
  EXPECT_EQ(error_of("X = 3"), "genotype, column 5: found '3' where Genotype(…) was expected.");
  EXPECT_EQ(error_of("Genotype"),
            "genotype, column 9: found the end of the text where \"(\" was expected.");
  EXPECT_EQ(error_of("Genotype(normal"),
            "genotype, column 16: found the end of the text where \"=\" was expected.");
  EXPECT_EQ(error_of("Genotype(normal=range(2, 3))"),
            "genotype, column 17: found 'range' where a list of genes was expected.");
  EXPECT_EQ(
      error_of(tiny_with("('a', 0)", "'a', 0")),
      "genotype, column 18: found ''' where a gene such as ('skip_connect', 0) was expected.");
  EXPECT_EQ(error_of(tiny_with("'a'", "a")),
            "genotype, column 19: found 'a' where a quoted operation name was expected.");
  EXPECT_EQ(error_of(tiny_with("0)", "zero)")),
            "genotype, column 24: found 'zero' where the number of a state was expected.");
  EXPECT_EQ(error_of(tiny_with("0)", "0x1)")),
            "genotype, column 24: found '0x1' where the number of a state was expected.");
  EXPECT_EQ(error_of(tiny_with("('a', 0)", "('a' 0)")),
            "genotype, column 23: found '0' where \",\" was expected.");
  EXPECT_EQ(error_of(tiny_with("('a', 0)", "('a', 0]")),
            "genotype, column 25: found ']' where \")\" was expected.");
  EXPECT_EQ(error_of(tiny_with("('a', 0)", "('a', 99999)")),
            "genotype, column 24: 99999 is too large a number.");
  EXPECT_EQ(error_of("Genotype(normal=[('a"),
            "genotype, column 19: a name starts here but its closing quote is missing.");
  EXPECT_EQ(
      error_of(tiny_with("range(2, 3)", "all")),
      "genotype, column 53: found 'all' where range(first, end) or a list of states was expected.");
  EXPECT_EQ(error_of(tiny_with("range(2, 3)", "range(3)")),
            "genotype, column 60: found ')' where \",\" was expected.");
  EXPECT_EQ(error_of(std::string(kTiny) + " x"),
            "genotype, column 122: found 'x' where the end of the text was expected.");
}

TEST(Genotype, FieldsAreTheFourNamedOnesEachOnce) {
  EXPECT_EQ(error_of(tiny_with("normal=", "norml=")),
            "genotype, column 10: found 'norml' where normal, normal_concat, reduce or "
            "reduce_concat was expected.");
  EXPECT_EQ(error_of(tiny_with("normal_concat=range(2, 3)", "normal=[]")),
            "genotype, column 39: normal is given twice.");
  EXPECT_EQ(error_of(tiny_with(", reduce_concat=range(2, 3)", "")),
            "genotype, column 93: the field reduce_concat is missing.");
}

TEST(Genotype, SourcesAreEarlierStates) {
  EXPECT_EQ(error_of(tiny_with("('b', 1)", "('b', 2)")),
            "genotype, column 34: node 0 of normal reads state 2; it can read 0 to 1.");
  EXPECT_EQ(error_of(tiny_with("('d', 0)", "('d', -1)")),
            "genotype, column 90: node 0 of reduce reads state -1; it can read 0 to 1.");
}

TEST(Genotype, CellsHaveTwoGenesForEachNode) {
  EXPECT_EQ(error_of(tiny_with("('a', 0), ", "")),
            "genotype, column 17: normal has 1 genes; it must have two for each node.");
  EXPECT_EQ(error_of(tiny_with("('a', 0), ('b', 1)", "")),
            "genotype, column 17: normal has 0 genes; it must have two for each node.");
}

TEST(Genotype, ConcatNamesIntermediateNodesOnce) {
  EXPECT_EQ(error_of(tiny_with("range(2, 3)", "[1]")),
            "genotype, column 54: normal_concat has state 1; states must be from 2 to 2.");
  EXPECT_EQ(error_of(tiny_with("range(2, 3)", "range(2, 9999)")),
            "genotype, column 53: normal_concat has state 3; states must be from 2 to 2.");
  EXPECT_EQ(error_of(tiny_with("range(2, 3)", "[2, 2]")),
            "genotype, column 57: normal_concat has state 2 twice.");
  EXPECT_EQ(error_of(tiny_with("range(2, 3)", "range(3, 2)")),
            "genotype, column 53: normal_concat is empty; it must name at least one state.");
}

TEST(Genotype, ErrorsInSeveralLinesNameTheLineAndCountCharactersNotBytes) {
  EXPECT_EQ(error_of("Genotype(\n  normal=[('é', x"),
            "genotype, line 2, column 17: found 'x' where the number of a state was expected.");
  EXPECT_EQ(error_of("Genotype(é)"),
            "genotype, column 10: found 'é' where normal, normal_concat, reduce or reduce_concat "
            "was expected.");
}

TEST(Genotype, ErrorsQuoteAtMostEightyCharacters) {
  const std::string name(1000, 'x');
  EXPECT_EQ(error_of(name), "genotype, column 1: found '" + std::string(80, 'x') +
                                "…' where Genotype(…) was expected.");
  EXPECT_EQ(error_of("Genotype(" + name), "genotype, column 10: found '" + std::string(80, 'x') +
                                              "…' where normal, normal_concat, reduce or "
                                              "reduce_concat was expected.");
  EXPECT_EQ(error_of("Genotype(normal=[('a', " + std::string(1000, '9')),
            "genotype, column 24: " + std::string(80, '9') + "… is too large a number.");
  EXPECT_THAT([&] { load_genotype(std::string(100'000, 'x')); },
              ThrowsMessage<Error>(testing::StartsWith("\"" + std::string(80, 'x') +
                                                       "…\" is neither a genotype file nor")));
}

TEST(Genotype, UnknownOperationsAreErrors) {
  EXPECT_NO_THROW(check_operations(tiny(), {"a", "b", "c", "d"}, "tiny"));
  EXPECT_THAT(
      [] {
        check_operations(tiny(), {"a", "b", "c"}, "tiny");
      },
      ThrowsMessage<Error>("tiny has the operation \"d\"; it must be one of a, b, c."));
}

TEST(Genotype, OperationsAreCounted) {
  const Genotype found = load_genotype("DARTS_V2");
  EXPECT_EQ(count_operation(found, CellKind::kNormal, "skip_connect"), 2);
  EXPECT_EQ(count_operation(found, CellKind::kReduction, "max_pool_3x3"), 5);
  EXPECT_EQ(count_operation(found, CellKind::kNormal, "none"), 0);
}

TEST(Genotype, DartsCellsHaveTwoOperationsOnEdgesToEachNode) {
  using testing::ElementsAre;
  EXPECT_THAT(edge_operations(tiny(), CellKind::kNormal),
              ElementsAre(EdgeOperation{{0, 2}, "a"}, EdgeOperation{{1, 2}, "b"}));
  EXPECT_THAT(edge_operations(tiny(), CellKind::kReduction),
              ElementsAre(EdgeOperation{{1, 2}, "c"}, EdgeOperation{{0, 2}, "d"}));
  EXPECT_EQ(edge_operations(load_genotype("DARTS_V2"), CellKind::kNormal).back(),
            (EdgeOperation{{2, 5}, "dil_conv_3x3"}));
}

// The edges lead from state 0 to node 1, from 0 and 1 to 2, and from 0, 1 and 2 to 3.
TEST(Genotype, CellsOfNasbench201HaveAnOperationOnEveryEdgeAndNoReduction) {
  const Genotype cell = parse_genotype(
      "|nor_conv_3x3~0|+|skip_connect~0|none~1|+|none~0|avg_pool_3x3~1|nor_conv_1x1~2|");
  EXPECT_THAT(edge_operations(cell, CellKind::kNormal),
              testing::ElementsAre(
                  EdgeOperation{{0, 1}, "nor_conv_3x3"}, EdgeOperation{{0, 2}, "skip_connect"},
                  EdgeOperation{{1, 2}, "none"}, EdgeOperation{{0, 3}, "none"},
                  EdgeOperation{{1, 3}, "avg_pool_3x3"}, EdgeOperation{{2, 3}, "nor_conv_1x1"}));
  EXPECT_TRUE(edge_operations(cell, CellKind::kReduction).empty());
}

TEST(Genotype, CellsOfNasbench101HaveNoOperationsOnEdges) {
  const Genotype cell = parse_genotype("|conv3x3-bn-relu~0|output~0,1|");
  EXPECT_TRUE(std::holds_alternative<Nasbench101Cell>(cell));
  EXPECT_TRUE(edge_operations(cell, CellKind::kNormal).empty());
}

}  // namespace
}  // namespace tetlo
