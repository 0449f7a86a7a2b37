// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/darts_spellings.h"

#include <gmock/gmock.h>

#include "tetlo/space/named_genotypes.h"
#include "tetlo/space/test_genotypes.h"

namespace tetlo {
namespace {

DartsCells named(const std::string& name) { return std::get<DartsCells>(load_genotype(name)); }

// DARTS_V2 as PC-DARTS's genotypes.py has it.
TEST(DartsSpellings, PcDartsListsTheConcatenatedStates) {
  EXPECT_EQ(pc_darts_text(named("DARTS_V2")),
            "Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 0), "
            "('sep_conv_3x3', 1), ('sep_conv_3x3', 1), ('skip_connect', 0), ('skip_connect', 0), "
            "('dil_conv_3x3', 2)], normal_concat=[2, 3, 4, 5], reduce=[('max_pool_3x3', 0), "
            "('max_pool_3x3', 1), ('skip_connect', 2), ('max_pool_3x3', 1), ('max_pool_3x3', 0), "
            "('skip_connect', 2), ('skip_connect', 2), ('max_pool_3x3', 1)], "
            "reduce_concat=[2, 3, 4, 5])");
}

// What Python prints for DARTS_V2 of AutoDL-Projects, nas_infer_model/DXYs/genotypes.py.
TEST(DartsSpellings, AutodlHasATupleForEachNode) {
  EXPECT_EQ(autodl_text(named("DARTS_V2")),
            "Genotype(normal=[(('sep_conv_3x3', 0), ('sep_conv_3x3', 1)), (('sep_conv_3x3', 0), "
            "('sep_conv_3x3', 1)), (('sep_conv_3x3', 1), ('skip_connect', 0)), (('skip_connect', "
            "0), ('dil_conv_3x3', 2))], normal_concat=[2, 3, 4, 5], reduce=[(('max_pool_3x3', 0), "
            "('max_pool_3x3', 1)), (('skip_connect', 2), ('max_pool_3x3', 1)), (('max_pool_3x3', "
            "0), ('skip_connect', 2)), (('skip_connect', 2), ('max_pool_3x3', 1))], "
            "reduce_concat=[2, 3, 4, 5], connectN=None, connects=None)");
}

// The text of that file itself, with its comments.
TEST(DartsSpellings, AutodlIsReadFromPythonWithComments) {
  EXPECT_EQ(parse_genotype("DARTS_V1 = Genotype(\n"
                           "  normal=[\n"
                           "    (('sep_conv_3x3', 1), ('sep_conv_3x3', 0)), # step 1\n"
                           "    (('skip_connect', 0), ('sep_conv_3x3', 1)), # step 2\n"
                           "    (('skip_connect', 0), ('sep_conv_3x3', 1)), # step 3\n"
                           "    (('sep_conv_3x3', 0), ('skip_connect', 2))  # step 4\n"
                           "  ],\n"
                           "  normal_concat=[2, 3, 4, 5],\n"
                           "  reduce=[\n"
                           "    (('max_pool_3x3', 0), ('max_pool_3x3', 1)), # step 1\n"
                           "    (('skip_connect', 2), ('max_pool_3x3', 0)), # step 2\n"
                           "    (('max_pool_3x3', 0), ('skip_connect', 2)), # step 3\n"
                           "    (('skip_connect', 2), ('avg_pool_3x3', 0))  # step 4\n"
                           "  ],\n"
                           "  reduce_concat=[2, 3, 4, 5],\n"
                           "  connectN=None, connects=None,\n"
                           ")\n# the end"),
            load_genotype("DARTS_V1"));
}

// GDAS_V1 of AutoDL-Projects with the weights that its search has found, lib/nas/genotypes.py, and as
// its table of networks has it.
TEST(DartsSpellings, WeightsOfGenesAreDropped) {
  const Genotype weighted = parse_genotype(
      "GDAS_V1 = Genotype(\n"
      "  normal=[('skip_connect', 0, 0.13017432391643524), ('skip_connect', 1, "
      "0.12947972118854523), ('skip_connect', 0, 0.13062666356563568), ('sep_conv_5x5', 2, "
      "0.12980839610099792), ('sep_conv_3x3', 3, 0.12923765182495117), ('skip_connect', 0, "
      "0.12901571393013), ('sep_conv_5x5', 4, 0.12938997149467468), ('sep_conv_3x3', 3, "
      "0.1289220005273819)],\n"
      "  normal_concat=range(2, 6),\n"
      "  reduce=[('sep_conv_5x5', 0, 0.12862831354141235), ('sep_conv_3x3', 1, "
      "0.12783904373645782), ('sep_conv_5x5', 2, 0.12725995481014252), ('sep_conv_5x5', 1, "
      "0.12705285847187042), ('dil_conv_5x5', 2, 0.12797553837299347), ('sep_conv_3x3', 1, "
      "0.12737272679805756), ('sep_conv_5x5', 0, 0.12833961844444275), ('sep_conv_5x5', 1, "
      "0.12758426368236542)],\n"
      "  reduce_concat=range(2, 6)\n"
      ")");
  EXPECT_EQ(to_string(weighted),
            "Genotype(normal=[('skip_connect', 0), ('skip_connect', 1), ('skip_connect', 0), "
            "('sep_conv_5x5', 2), ('sep_conv_3x3', 3), ('skip_connect', 0), ('sep_conv_5x5', 4), "
            "('sep_conv_3x3', 3)], normal_concat=range(2, 6), reduce=[('sep_conv_5x5', 0), "
            "('sep_conv_3x3', 1), ('sep_conv_5x5', 2), ('sep_conv_5x5', 1), ('dil_conv_5x5', 2), "
            "('sep_conv_3x3', 1), ('sep_conv_5x5', 0), ('sep_conv_5x5', 1)], "
            "reduce_concat=range(2, 6))");
}

// The form in which NASNet's space is printed by lib/models/cell_searchs/search_model_gdas_nasnet.py,
// where weights are numbers of NumPy, by its versions before and after 2.
TEST(DartsSpellings, AutodlDictHasTheFieldsAsKeys) {
  const DartsCells cells{{{{"a", 0}, {"b", 1}, {"a", 2}, {"c", 0}}, {2, 3}},
                         {{{"c", 1}, {"d", 0}, {"a", 1}, {"b", 2}}, {2, 3}}};
  EXPECT_EQ(autodl_dict_text(cells),
            "{'normal': [(('a', 0), ('b', 1)), (('a', 2), ('c', 0))], 'normal_concat': [2, 3], "
            "'reduce': [(('c', 1), ('d', 0)), (('a', 1), ('b', 2))], 'reduce_concat': [2, 3]}");
  EXPECT_EQ(parse_genotype("{'normal': [(('a', 0, 0.13017432), ('b', 1, 1e-05)), (('a', 2, 1.0), "
                           "('c', 0, np.float32(0.12))),], 'normal_concat': [2, 3], 'reduce': "
                           "[(('c', 1, 0.5), ('d', 0, 0.5)), (('a', 1, 0.5,), ('b', 2, 0.5))], "
                           "'reduce_concat': [2, 3]}"),
            Genotype(cells));
}

constexpr const char* kTiny =
    "Genotype(normal=[(('a', 0), ('b', 1))], normal_concat=[2], reduce=[(('c', 1), ('d', 0))], "
    "reduce_concat=[2], connectN=None, connects=None)";

/// kTiny with one part of its text replaced.
std::string tiny_with(const std::string& part, const std::string& replacement) {
  std::string text = kTiny;
  const size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return text.replace(at, part.size(), replacement);
}

TEST(DartsSpellings, ANodeHasTwoGenes) {
  EXPECT_EQ(error_of(kTiny), "no error");
  EXPECT_EQ(error_of(tiny_with("('b', 1))", "('b', 1), ('c', 1))")),
            "genotype, column 18: node 0 has 3 genes; it must have two.");
  EXPECT_EQ(error_of(tiny_with("('b', 1))", "('b', 1)), (('c', 0),)")),
            "genotype, column 40: node 1 has 1 genes; it must have two.");
}

TEST(DartsSpellings, EitherAllGenesAreGroupedByNodeOrNone) {
  EXPECT_EQ(
      error_of(tiny_with("('b', 1))", "('b', 1)), ('c', 0), ('d', 0)")),
      "genotype, column 41: found ''' where a gene such as ('skip_connect', 0) was expected.");
  EXPECT_EQ(error_of(tiny_with("(('a', 0), ('b', 1))", "('a', 0), (('b', 1), ('c', 0))")),
            "genotype, column 29: found '(' where a quoted operation name was expected.");
}

TEST(DartsSpellings, ConnectNAndConnectsAreNone) {
  EXPECT_EQ(error_of(tiny_with("connects=None", "connects=[3]")),
            "genotype, column 134: found '[' where None was expected.");
  EXPECT_EQ(error_of(tiny_with("connectN=None", "connectN=3")),
            "genotype, column 119: found '3' where None was expected.");
}

TEST(DartsSpellings, WeightsAreNumbers) {
  EXPECT_EQ(error_of(tiny_with("('a', 0)", "('a', 0, [)")),
            "genotype, column 28: found '[' where the weight of a gene was expected.");
  EXPECT_EQ(error_of(tiny_with("('a', 0)", "('a', 0, np.float32(0.5)")),
            "genotype, column 45: found '(' where \")\" was expected.");
}

TEST(DartsSpellings, KeysOfADictionaryAreTheFourFields) {
  EXPECT_EQ(error_of("{'norml': []}"),
            "genotype, column 2: found 'norml' where normal, normal_concat, reduce or "
            "reduce_concat was expected.");
  EXPECT_EQ(error_of("{'normal_concat' = [2]}"),
            "genotype, column 18: found '=' where \":\" was expected.");
  EXPECT_EQ(error_of("{'normal_concat': [2]}"),
            "genotype, column 22: the field normal is missing.");
}

}  // namespace
}  // namespace tetlo
