// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/nasbench301_cells.h"

#include <gmock/gmock.h>

#include <regex>

#include "tetlo/space/named_genotypes.h"
#include "tetlo/space/test_genotypes.h"

namespace tetlo {
namespace {

using testing::ThrowsMessage;

/// A configuration whose keys are shortened to what follows their common prefix.
std::string in_full(const std::string& shortened) {
  return std::regex_replace(shortened, std::regex("(['\"])(edge|inputs)"),
                            "$1NetworkSelectorDatasetInfo:darts:$2");
}

// What NASLib's convert_genotype_to_config() gives for this genotype of DARTS.
TEST(Nasbench301, ConfigurationsNameTheEdgesOfTheSupernet) {
  EXPECT_EQ(nasbench301_text(std::get<DartsCells>(load_genotype("DARTS_V2"))),
            in_full("{'edge_normal_0': 'sep_conv_3x3', 'edge_normal_1': 'sep_conv_3x3', "
                    "'edge_normal_2': 'sep_conv_3x3', 'edge_normal_3': 'sep_conv_3x3', "
                    "'inputs_node_normal_3': '0_1', 'edge_normal_6': 'sep_conv_3x3', "
                    "'edge_normal_5': 'skip_connect', 'inputs_node_normal_4': '0_1', "
                    "'edge_normal_9': 'skip_connect', 'edge_normal_11': 'dil_conv_3x3', "
                    "'inputs_node_normal_5': '0_2', 'edge_reduce_0': 'max_pool_3x3', "
                    "'edge_reduce_1': 'max_pool_3x3', 'edge_reduce_4': 'skip_connect', "
                    "'edge_reduce_3': 'max_pool_3x3', 'inputs_node_reduce_3': '1_2', "
                    "'edge_reduce_5': 'max_pool_3x3', 'edge_reduce_7': 'skip_connect', "
                    "'inputs_node_reduce_4': '0_2', 'edge_reduce_11': 'skip_connect', "
                    "'edge_reduce_10': 'max_pool_3x3', 'inputs_node_reduce_5': '1_2'}"));
}

// A configuration of Auto-PyTorch, for which NAS-Bench-301's data were trained; the states that nodes
// read follow from its own inputs_node entries.
constexpr const char* kTrained = R"(darts_config = {
    "ImageAugmentation:cutout": "True",
    "NetworkSelectorDatasetInfo:darts:auxiliary": True,
    "NetworkSelectorDatasetInfo:darts:drop_path_prob": 0.2,
    "NetworkSelectorDatasetInfo:darts:layers": 20,
    "NetworkSelectorDatasetInfo:network": "darts",
    "edge_normal_0": "max_pool_3x3",
    "edge_normal_1": "sep_conv_5x5",
    "edge_reduce_0": "dil_conv_5x5",
    "edge_reduce_1": "sep_conv_3x3",
    "inputs_node_normal_3": "0_1",
    "inputs_node_normal_4": "0_1",
    "inputs_node_normal_5": "2_3",
    "inputs_node_reduce_3": "0_1",
    "inputs_node_reduce_4": "0_2",
    "inputs_node_reduce_5": "1_3",
    "SimpleLearningrateSchedulerSelector:cosine_annealing:eta_min": 1e-08,
    "edge_normal_11": "dil_conv_3x3",
    "edge_normal_12": "skip_connect",
    "edge_normal_2": "avg_pool_3x3",
    "edge_normal_3": "avg_pool_3x3",
    "edge_normal_5": "avg_pool_3x3",
    "edge_normal_6": "avg_pool_3x3",
    "edge_reduce_10": "max_pool_3x3",
    "edge_reduce_12": "dil_conv_3x3",
    "edge_reduce_2": "max_pool_3x3",
    "edge_reduce_3": "max_pool_3x3",
    "edge_reduce_5": "dil_conv_5x5",
    "edge_reduce_7": "avg_pool_3x3"}
)";

TEST(Nasbench301, ConfigurationsOfTrainedNetworksAreRead) {
  EXPECT_EQ(to_string(parse_genotype(in_full(kTrained))),
            "Genotype(normal=[('max_pool_3x3', 0), ('sep_conv_5x5', 1), ('avg_pool_3x3', 0), "
            "('avg_pool_3x3', 1), ('avg_pool_3x3', 0), ('avg_pool_3x3', 1), ('dil_conv_3x3', 2), "
            "('skip_connect', 3)], normal_concat=range(2, 6), reduce=[('dil_conv_5x5', 0), "
            "('sep_conv_3x3', 1), ('max_pool_3x3', 0), ('max_pool_3x3', 1), ('dil_conv_5x5', 0), "
            "('avg_pool_3x3', 2), ('max_pool_3x3', 1), ('dil_conv_3x3', 3)], "
            "reduce_concat=range(2, 6))");
}

// How NASLib's test of its conversions compares cells: as sets of genes for each node.
TEST(Nasbench301, OnlyTheOrderOfANodesGenesIsLost) {
  auto cells = std::get<DartsCells>(load_genotype("DARTS_V2"));
  const Genotype read = parse_genotype(nasbench301_text(cells));
  std::swap(cells.normal.genes[4], cells.normal.genes[5]);
  std::swap(cells.reduce.genes[2], cells.reduce.genes[3]);
  std::swap(cells.reduce.genes[6], cells.reduce.genes[7]);
  EXPECT_EQ(read, Genotype(cells));
}

TEST(Nasbench301, CellsThatCannotBeExpressedAreErrors) {
  auto cells = std::get<DartsCells>(load_genotype("DARTS_V2"));
  cells.normal.genes[3].source = 0;
  EXPECT_THAT(
      [&] { nasbench301_text(cells); },
      ThrowsMessage<Error>(
          "State 3 of normal reads state 0 twice; in nasbench301 it must read two states."));
  EXPECT_THAT([] { nasbench301_text(std::get<DartsCells>(load_genotype("NASNet"))); },
              ThrowsMessage<Error>("normal has 5 nodes; in nasbench301 it must have 4."));
}

/// The error that one change of the configuration above causes.
std::string error_with(const std::string& part, const std::string& replacement) {
  std::string text = kTrained;
  const size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return error_of(in_full(text.replace(at, part.size(), replacement)));
}

TEST(Nasbench301, MalformedConfigurationsAreErrors) {
  EXPECT_EQ(error_with("edge_normal_11", "edge_normal_14"),
            "genotype, line 1, column 16: state 5 of normal has 1 operations; it must have two.");
  EXPECT_EQ(error_with("ImageAugmentation:cutout", "edge_normal_14"),
            "genotype, line 2, column 5: there is no edge or node \"edge_normal_14\".");
  EXPECT_EQ(error_with("\"2_3\"", "\"2_4\""),
            "genotype, line 13, column 5: the inputs are \"2_4\"; those of the operations are "
            "\"2_3\".");
  EXPECT_EQ(error_with("edge_reduce_1\"", "edge_reduce_0\""),
            "genotype, line 10, column 5: edge_reduce_0 is given twice.");
  EXPECT_EQ(error_with("0.2", "{}"),
            "genotype, line 4, column 56: found '{' where a value was expected.");
}

}  // namespace
}  // namespace tetlo
