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
  const Genotype genotype = load_genotype("DARTS_V2");
  EXPECT_THAT(edge_lines(cell_dot(genotype.normal, genotype.normal_concat, "normal")),
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
  const Genotype genotype = load_genotype("DARTS_V2");
  const auto lines = edge_lines(cell_dot(genotype.normal, {3, 5}, "normal"));
  ASSERT_EQ(lines.size(), 10);
  EXPECT_EQ(lines[8], "  \"1\" -> \"c_{k}\";");
  EXPECT_EQ(lines[9], "  \"3\" -> \"c_{k}\";");
}

TEST(CellDot, QuotesTitlesAndOperations) {
  const std::string dot = cell_dot({{"a\"b", 0}, {"c\\d", 1}}, {2}, "the \"best\"");
  EXPECT_THAT(dot, HasSubstr("label=\"the \\\"best\\\"\""));
  EXPECT_THAT(dot, HasSubstr("[label=\"a\\\"b\"]"));
  EXPECT_THAT(dot, HasSubstr("[label=\"c\\\\d\"]"));
}

TEST(DrawGenotype, WritesAPictureAndItsTextForEachCell) {
  const Genotype genotype = load_genotype("PC_DARTS_cifar");
  const fs::path folder = new_folder() / "below";
  draw_genotype(genotype, folder);
  EXPECT_EQ(text_of(folder / "normal.dot"),
            cell_dot(genotype.normal, genotype.normal_concat, "normal cell"));
  EXPECT_EQ(text_of(folder / "reduce.dot"),
            cell_dot(genotype.reduce, genotype.reduce_concat, "reduction cell"));
  for (const Gene& gene : genotype.normal) {
    EXPECT_THAT(text_of(folder / "normal.svg"), HasSubstr(">" + gene.operation + "</text>"));
  }
  for (const Gene& gene : genotype.reduce) {
    EXPECT_THAT(text_of(folder / "reduce.svg"), HasSubstr(">" + gene.operation + "</text>"));
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
