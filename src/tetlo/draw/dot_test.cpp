// SPDX-License-Identifier: Apache-2.0
#include "tetlo/draw/dot.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

#include "tetlo/space/named_genotypes.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

/// A folder that does not exist yet.
fs::path new_folder() {
  const fs::path folder = fs::path(testing::TempDir()) / "tetlo_draw";
  fs::remove_all(folder);
  return folder;
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> edge_lines(const std::string& dot) {
  std::vector<std::string> lines;
  std::istringstream stream(dot);
  for (std::string line; std::getline(stream, line);) {
    if (line.find("->") != std::string::npos) lines.push_back(line);
  }
  return lines;
}

TEST(CellDot, DrawsTheEdgesOfTheGenotypeAndOfTheConcatenation) {
  const auto cells = std::get<DartsCells>(load_genotype("DARTS_V2"));
  EXPECT_THAT(edge_lines(cell_dot(*cells.graph(CellKind::kNormal))),
              ElementsAre("  \"c_{k-2}\" -> \"0\" [label=\"sep_conv_3x3\"];",
                          "  \"c_{k-1}\" -> \"0\" [label=\"sep_conv_3x3\"];",
                          "  \"c_{k-2}\" -> \"1\" [label=\"sep_conv_3x3\"];",
                          "  \"c_{k-1}\" -> \"1\" [label=\"sep_conv_3x3\"];",
                          "  \"c_{k-1}\" -> \"2\" [label=\"sep_conv_3x3\"];",
                          "  \"c_{k-2}\" -> \"2\" [label=\"skip_connect\"];",
                          "  \"c_{k-2}\" -> \"3\" [label=\"skip_connect\"];",
                          "  \"0\" -> \"3\" [label=\"dil_conv_3x3\"];",  //
                          "  \"0\" -> \"c_{k}\";",                       //
                          "  \"1\" -> \"c_{k}\";",                       //
                          "  \"2\" -> \"c_{k}\";",                       //
                          "  \"3\" -> \"c_{k}\";"));
}

TEST(CellDot, ConcatenatesOnlyTheStatesNamed) {
  auto cells = std::get<DartsCells>(load_genotype("DARTS_V2"));
  cells.normal.concat = {3, 5};
  const auto lines = edge_lines(cell_dot(*cells.graph(CellKind::kNormal)));
  ASSERT_EQ(lines.size(), 10);
  EXPECT_EQ(lines[8], "  \"1\" -> \"c_{k}\";");
  EXPECT_EQ(lines[9], "  \"3\" -> \"c_{k}\";");
}

TEST(CellDot, QuotesTitlesAndOperations) {
  const std::string dot = cell_dot({.title = "the \"best\"",
                                    .inputs = 2,
                                    .nodes = 1,
                                    .operations = {{{0, 2}, "a\"b"}, {{1, 2}, "c\\d"}}});
  EXPECT_THAT(dot, HasSubstr("label=\"the \\\"best\\\"\""));
  EXPECT_THAT(dot, HasSubstr("[label=\"a\\\"b\"]"));
  EXPECT_THAT(dot, HasSubstr("[label=\"c\\\\d\"]"));
}

TEST(CellDot, ACellOfNasbench201EndsInItsLastNode) {
  const Genotype cell = parse_genotype(
      "|nor_conv_3x3~0|+|skip_connect~0|none~1|+|none~0|avg_pool_3x3~1|nor_conv_1x1~2|");
  EXPECT_FALSE(cell_graph(cell, CellKind::kReduction));
  EXPECT_THAT(
      edge_lines(cell_dot(*cell_graph(cell, CellKind::kNormal))),
      ElementsAre("  \"c_{k-1}\" -> \"0\" [label=\"nor_conv_3x3\"];",
                  "  \"c_{k-1}\" -> \"1\" [label=\"skip_connect\"];",
                  "  \"0\" -> \"1\" [label=\"none\"];", "  \"c_{k-1}\" -> \"2\" [label=\"none\"];",
                  "  \"0\" -> \"2\" [label=\"avg_pool_3x3\"];",
                  "  \"1\" -> \"2\" [label=\"nor_conv_1x1\"];",  //
                  "  \"2\" -> \"c_{k}\";"));
}

TEST(CellDot, ACellOfNasbench101HasItsOperationsOnNodesAndLeavesOutWhatLeadsNowhere) {
  const Genotype cell =
      parse_genotype("|conv3x3-bn-relu~0|maxpool3x3~0|conv1x1-bn-relu~1|output~0,3|");
  EXPECT_THAT(cell_dot(*cell_graph(cell, CellKind::kNormal)),
              HasSubstr("  \"0\" [label=\"conv3x3-bn-relu\"];\n"
                        "  \"c_{k-1}\" -> \"0\";\n"
                        "  \"1\" [label=\"conv1x1-bn-relu\"];\n"
                        "  \"0\" -> \"1\";\n"
                        "  \"c_{k-1}\" -> \"c_{k}\";\n"
                        "  \"1\" -> \"c_{k}\";\n}\n"));
}

TEST(DrawGenotype, WritesAPictureAndItsTextForEachCell) {
  const Genotype genotype = load_genotype("PC_DARTS_cifar");
  const fs::path folder = new_folder() / "below";
  EXPECT_THAT(draw_genotype(genotype, folder), ElementsAre("normal.svg", "reduce.svg"));
  EXPECT_EQ(text_of(folder / "normal.dot"), cell_dot(*cell_graph(genotype, CellKind::kNormal)));
  EXPECT_EQ(text_of(folder / "reduce.dot"), cell_dot(*cell_graph(genotype, CellKind::kReduction)));
  for (const auto& [edge, operation] : edge_operations(genotype, CellKind::kNormal)) {
    EXPECT_THAT(text_of(folder / "normal.svg"), HasSubstr(">" + operation + "</text>"));
  }
  for (const auto& [edge, operation] : edge_operations(genotype, CellKind::kReduction)) {
    EXPECT_THAT(text_of(folder / "reduce.svg"), HasSubstr(">" + operation + "</text>"));
  }
}

TEST(DrawCell, MissingDotIsAnErrorThatSaysWhatToInstall) {
  fs::create_directories(new_folder());
  const std::string path = std::getenv("PATH");
  setenv("PATH", "/nowhere", 1);
  EXPECT_THAT([] { draw_cell("digraph {}", fs::path(testing::TempDir()) / "tetlo_draw/a.svg"); },
              ThrowsMessage<Error>(HasSubstr("install graphviz")));
  setenv("PATH", path.c_str(), 1);
}

TEST(DrawCell, TextThatDotRefusesIsAnErrorThatNamesTheFile) {
  const fs::path folder = new_folder();
  fs::create_directories(folder);
  EXPECT_THAT([&] { draw_cell("no graph", folder / "bad.svg"); },
              ThrowsMessage<Error>(HasSubstr("tetlo_draw/bad.dot")));
}

TEST(DrawCell, AFileThatCannotBeWrittenIsAnErrorThatNamesIt) {
  EXPECT_THAT([] { draw_cell("digraph {}", "/nowhere/a.svg"); },
              ThrowsMessage<Error>("The file /nowhere/a.dot cannot be written."));
}

}  // namespace
}  // namespace tetlo
