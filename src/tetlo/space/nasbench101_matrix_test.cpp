// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/nasbench101_matrix.h"

#include <gmock/gmock.h>

#include "tetlo/space/test_genotypes.h"

namespace tetlo {
namespace {

// The cell in the introduction to the benchmark's code: like Inception's, with two convolutions 3x3 in
// place of one that is 5x5.
constexpr const char* kInception = R"({
    'matrix': [[0, 1, 1, 1, 0, 1, 0],    # input layer
               [0, 0, 0, 0, 0, 0, 1],    # 1x1 conv
               [0, 0, 0, 0, 0, 0, 1],    # 3x3 conv
               [0, 0, 0, 0, 1, 0, 0],
               [0, 0, 0, 0, 0, 0, 1],
               [0, 0, 0, 0, 0, 0, 1],    # 3x3 max-pool
               [0, 0, 0, 0, 0, 0, 0]],   # output layer
    'ops': ['input', 'conv1x1-bn-relu', 'conv3x3-bn-relu', 'conv3x3-bn-relu', 'conv3x3-bn-relu',
            'maxpool3x3', 'output']})";

TEST(Nasbench101Matrix, RowsOfTheMatrixAreEdgesThatLeaveAVertex) {
  EXPECT_EQ(to_string(parse_genotype(kInception)),
            "|conv1x1-bn-relu~0|conv3x3-bn-relu~0|conv3x3-bn-relu~0|conv3x3-bn-relu~3|"
            "maxpool3x3~0|output~1,2,4,5|");
}

TEST(Nasbench101Matrix, IsWrittenOnOneLine) {
  EXPECT_EQ(nasbench101_matrix_text(parse_nasbench101("|maxpool3x3~0|output~0,1|")),
            "{'matrix': [[0, 1, 1], [0, 0, 1], [0, 0, 0]], 'ops': ['input', 'maxpool3x3', "
            "'output']}");
  EXPECT_EQ(nasbench101_matrix_text(parse_nasbench101("|output~0|")),
            "{'matrix': [[0, 1], [0, 0]], 'ops': ['input', 'output']}");
}

std::string with(const std::string& matrix, const std::string& operations) {
  return "{'matrix': " + matrix + ", 'ops': " + operations + "}";
}

TEST(Nasbench101Matrix, EdgesLeadToLaterVertices) {
  const std::string operations = "['input', 'maxpool3x3', 'output']";
  EXPECT_EQ(error_of(with("[[0, 1, 0], [0, 1, 1], [0, 0, 0]]", operations)),
            "genotype, column 28: entry (1, 1) is 1; it must be 0.");
  EXPECT_EQ(error_of(with("[[0, 2, 0], [0, 0, 1], [0, 0, 0]]", operations)),
            "genotype, column 17: entry (0, 1) is 2; it must be 0 or 1.");
  EXPECT_EQ(error_of(with("[[0, 1, 0], [0, 0], [0, 0, 0]]", operations)),
            "genotype, column 24: row 1 has 2 entries; it must have 3.");
  EXPECT_EQ(error_of(with("[[0]]", operations)),
            "genotype, column 12: the matrix has 1 rows; it must have at least 2.");
}

TEST(Nasbench101Matrix, OperationsAreThoseOfTheBenchmark) {
  const std::string matrix = "[[0, 1, 0], [0, 0, 1], [0, 0, 0]]";
  EXPECT_EQ(error_of(with(matrix, "['input', 'output']")),
            "genotype, column 54: the operations must be 3, from 'input' to 'output'.");
  EXPECT_EQ(error_of(with(matrix, "['output', 'maxpool3x3', 'input']")),
            "genotype, column 54: the operations must be 3, from 'input' to 'output'.");
  EXPECT_EQ(error_of(with(matrix, "['input', 'maxpool5x5', 'output']")),
            "genotype, column 64: the operation is \"maxpool5x5\"; it must be one of "
            "conv3x3-bn-relu, conv1x1-bn-relu, maxpool3x3.");
  EXPECT_EQ(error_of("{'matrix': [[0, 1], [0, 0]], 'operations': []}"),
            "genotype, column 30: found 'operations' where 'ops' was expected.");
}

}  // namespace
}  // namespace tetlo
