// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/spellings.h"

#include <gmock/gmock.h>

#include "tetlo/space/named_genotypes.h"
#include "tetlo/space/nasbench301_cells.h"
#include "tetlo/space/test_genotypes.h"

namespace tetlo {
namespace {

using testing::ElementsAre;
using testing::ThrowsMessage;

/// The spellings that can express the genotype, each of which must be read back as the genotype.
std::vector<std::string> spellings_of(const Genotype& genotype) {
  std::vector<std::string> names;
  for (const auto& [name, meaning, source, write, recognises, read] : genotype_spellings()) {
    std::string text;
    try {
      text = spelled(genotype, name);
    } catch (const Error&) {
      continue;
    }
    names.push_back(name);
    EXPECT_TRUE(recognises(text)) << name;
    EXPECT_EQ(parse_genotype(text), genotype) << name << ": " << text;
  }
  return names;
}

/// Sorts the genes of each node by their sources.
void sort_genes(DartsCell& cell) {
  for (size_t g = 0; g < cell.genes.size(); g += 2) {
    if (cell.genes[g].source > cell.genes[g + 1].source) {
      std::swap(cell.genes[g], cell.genes[g + 1]);
    }
  }
}

// nasbench301 does not keep the order of a node's genes.
TEST(Spellings, NamedGenotypesSurviveTheRoundTrip) {
  for (const NamedGenotype& named : named_genotypes()) {
    auto cells = std::get<DartsCells>(named.genotype);
    sort_genes(cells.normal);
    sort_genes(cells.reduce);
    const auto names = spellings_of(cells);
    if (named.name == "NASNet" || named.name == "AmoebaNet") {
      EXPECT_THAT(names, ElementsAre("darts", "pc_darts", "autodl", "autodl_dict"));
    } else {
      EXPECT_THAT(names, ElementsAre("darts", "pc_darts", "autodl", "autodl_dict", "nasbench301",
                                     "naslib_compact"));
    }
    for (const char* name : {"darts", "pc_darts", "autodl", "autodl_dict"}) {
      EXPECT_EQ(parse_genotype(spelled(named.genotype, name)), named.genotype);
    }
  }
}

TEST(Spellings, RandomCellsOfDartsSurviveTheRoundTrip) {
  Random random(1, Purpose::kAlpha);
  for (int i = 0; i < 200; ++i) EXPECT_GE(spellings_of(random_darts_cells(random)).size(), 4);
}

TEST(Spellings, RandomCellsOfNasbench301SurviveTheRoundTrip) {
  Random random(2, Purpose::kAlpha);
  const auto cell = [&] {
    DartsCell made = random_darts_cell(4, nasbench301_operations(), true, random);
    sort_genes(made);
    return made;
  };
  for (int i = 0; i < 200; ++i) {
    EXPECT_GE(spellings_of(DartsCells{.normal = cell(), .reduce = cell()}).size(), 5);
  }
}

TEST(Spellings, RandomCellsOfNasbench201SurviveTheRoundTrip) {
  Random random(3, Purpose::kAlpha);
  const auto& operations = find_space("nasbench201").normal.front();
  for (int i = 0; i < 200; ++i) {
    std::vector<std::string> chosen;
    for (int edge = 0; edge < 6; ++edge) chosen.push_back(random_one(operations, random));
    EXPECT_THAT(spellings_of(nasbench201_cell(chosen)),
                ElementsAre("nasbench201", "autodl_structure", "naslib_indices"));
  }
}

TEST(Spellings, RandomCellsOfNasbench101SurviveTheRoundTrip) {
  Random random(4, Purpose::kAlpha);
  for (int i = 0; i < 200; ++i) {
    Nasbench101Cell cell;
    const auto vertices = static_cast<int>(2 + random.below(6));
    for (int vertex = 1; vertex < vertices; ++vertex) {
      if (vertex < vertices - 1) {
        cell.operations.push_back(random_one(nasbench101_operations(), random));
      }
      auto& parents = cell.parents.emplace_back();
      for (int parent = 0; parent < vertex; ++parent) {
        if (random.coin(0.5)) parents.push_back(parent);
      }
    }
    EXPECT_THAT(spellings_of(cell), ElementsAre("nasbench101", "nasbench101_matrix"));
  }
}

TEST(Spellings, OfAnotherFamilyAreErrors) {
  const Genotype cell = parse_genotype("|conv3x3-bn-relu~0|output~0,1|");
  EXPECT_THAT([&] { spelled(cell, "pc_darts"); },
              ThrowsMessage<Error>("The genotype |conv3x3-bn-relu~0|output~0,1| has cells of "
                                   "NAS-Bench-101; pc_darts is for those of DARTS."));
  EXPECT_THAT([&] { spelled(cell, "naslib_indices"); },
              ThrowsMessage<Error>("The genotype |conv3x3-bn-relu~0|output~0,1| has cells of "
                                   "NAS-Bench-101; naslib_indices is for those of NAS-Bench-201."));
}

TEST(Spellings, UnknownOnesAreErrorsThatListThem) {
  EXPECT_THAT(
      [] { spelled(load_genotype("DARTS_V2"), "dart"); },
      ThrowsMessage<Error>("There is no spelling \"dart\"; there are darts, pc_darts, autodl, "
                           "autodl_dict, nasbench301, naslib_compact, nasbench201, "
                           "autodl_structure, naslib_indices, nasbench101, "
                           "nasbench101_matrix."));
}

// As the searches of AutoDL-Projects in NAS-Bench-201 print cells.
TEST(Spellings, AutodlsStructureEnclosesTheTextOfACell) {
  const std::string cell =
      "|nor_conv_3x3~0|+|skip_connect~0|none~1|+|skip_connect~0|none~1|avg_pool_3x3~2|";
  EXPECT_EQ(parse_genotype("Structure(4 nodes with " + cell + ")\n"), parse_genotype(cell));
  EXPECT_EQ(spelled(parse_genotype(cell), "autodl_structure"),
            "Structure(4 nodes with " + cell + ")");
}

TEST(Spellings, MalformedStructuresAreErrorsWithTheirColumn) {
  EXPECT_EQ(error_of("Structure(3 nodes with |none~0|)"),
            "genotype, column 1: expected Structure(4 nodes with |….");
  EXPECT_EQ(error_of("Structure(4 nodes with |none~0|+|none~1|)"),
            "genotype, column 32: expected +|operation~0|.");
  EXPECT_EQ(error_of("Structure(4 nodes with |none~0|"),
            "genotype, column 32: expected a closing bracket.");
}

TEST(Spellings, NamesAndFilesAreNotTakenForGenotypes) {
  for (const char* text : {"DARTS_V2", "runs/a/genotype.txt", "-", "", "Genotype.txt", "(copy).txt",
                           "{x}", "NAME = 3"}) {
    EXPECT_FALSE(is_genotype(text)) << text;
  }
}

}  // namespace
}  // namespace tetlo
