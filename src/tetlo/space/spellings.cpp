// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/spellings.h"

#include <algorithm>
#include <type_traits>

#include "tetlo/space/autodl_structure.h"
#include "tetlo/space/darts_spellings.h"
#include "tetlo/space/nasbench101_matrix.h"
#include "tetlo/space/nasbench301_cells.h"
#include "tetlo/space/naslib_spellings.h"
#include "tetlo/space/text_reader.h"
#include "tetlo/util/error.h"
#include "tetlo/util/table.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

bool is_call(const std::string& text) {
  TextReader reader(text, "");
  return reader.word() == "Genotype" && reader.accept('(');
}

bool is_dictionary(const std::string& text) {
  return TextReader(text, "").accept('{') && text.find("normal_concat") != std::string::npos;
}

bool has_bars(const std::string& text) { return TextReader(text, "").accept('|'); }

bool is_nasbench101(const std::string& text) {
  return has_bars(text) && text.find("output~") != std::string::npos;
}

bool is_nasbench201(const std::string& text) { return has_bars(text) && !is_nasbench101(text); }

template <typename Cells>
std::string own_text(const Cells& cells) {
  return cells.text();
}

const char* family(const DartsCells& /*cells*/) { return "DARTS"; }
const char* family(const Nasbench201Cell& /*cells*/) { return "NAS-Bench-201"; }
const char* family(const Nasbench101Cell& /*cells*/) { return "NAS-Bench-101"; }

template <typename Cells>
std::string family_written_by(std::string (* /*write*/)(const Cells&)) {
  return family(Cells());
}

std::vector<GenotypeSpelling> make_spellings() {
  return {
      {"darts", "as DARTS's code prints it", "[Liu2019]", darts_text, is_call, parse_darts_cells},
      {"pc_darts", "the same with range(2, 6) as [2, 3, 4, 5], as in PC-DARTS's code and NASLib",
       "[Xu2020; Ruchte2020]", pc_darts_text, is_call, parse_darts_cells},
      {"autodl", "as AutoDL-Projects lists networks, with a tuple for each node", "[Dong2019]",
       autodl_text, is_call, parse_darts_cells},
      {"autodl_dict", "as AutoDL-Projects's searches print it, without the weights of genes",
       "[Dong2019]", autodl_dict_text, is_dictionary, parse_darts_cells},
      {"nasbench301", "the configuration of NAS-Bench-301, also in NASLib", "[Zela2022]",
       nasbench301_text, is_nasbench301, parse_nasbench301},
      {"naslib_compact", "NASLib's pairs of a state and the number of an operation", "[Ruchte2020]",
       naslib_compact_text, is_naslib_compact, parse_naslib_compact},
      {"nasbench201", "the text of the benchmark, also in AutoDL-Projects and NASLib", "[Dong2020]",
       own_text<Nasbench201Cell>, is_nasbench201, parse_nasbench201},
      {"autodl_structure", "the same as AutoDL-Projects prints it", "[Dong2020]",
       autodl_structure_text, is_autodl_structure, parse_autodl_structure},
      {"naslib_indices", "NASLib's list of the numbers of six operations", "[Ruchte2020]",
       naslib_indices_text, is_naslib_indices, parse_naslib_indices},
      {"nasbench101", "this program's own: vertices with their parents", "[Ying2019]",
       own_text<Nasbench101Cell>, is_nasbench101, parse_nasbench101},
      {"nasbench101_matrix", "the benchmark's matrix and operations, also in NASLib", "[Ying2019]",
       nasbench101_matrix_text, is_nasbench101_matrix, parse_nasbench101_matrix},
  };
}

}  // namespace

const std::vector<GenotypeSpelling>& genotype_spellings() {
  static const std::vector<GenotypeSpelling> table = make_spellings();
  return table;
}

std::string spelled(const Genotype& genotype, const std::string& spelling) {
  const auto& found = find_entry(genotype_spellings(), spelling, "spelling");
  const auto written = [&](const auto& cells, const auto write) -> std::string {
    if constexpr (std::is_invocable_v<decltype(write), decltype(cells)>) {
      return write(cells);
    } else {
      fail("The genotype {} has cells of {}; {} is for those of {}.", excerpt(cells.text()),
           family(cells), spelling, family_written_by(write));
    }
  };
  return std::visit(written, genotype, found.write);
}

bool is_genotype(const std::string& text) {
  return std::any_of(genotype_spellings().begin(), genotype_spellings().end(),
                     [&](const GenotypeSpelling& spelling) { return spelling.recognises(text); });
}

}  // namespace tetlo
