// SPDX-License-Identifier: Apache-2.0
// The cells of DARTS in the spellings of several projects. parse_darts_cells() reads all of them.
#pragma once

#include <string>

#include "tetlo/space/darts_cells.h"

namespace tetlo {

/// As DARTS's code prints them; concatenated states that are consecutive are range(a, b) [Liu2019]:
///   Genotype(normal=[('sep_conv_3x3', 0), …], normal_concat=range(2, 6), reduce=[…], …)
std::string darts_text(const DartsCells& cells);

/// As PC-DARTS's code [Xu2020] and NASLib [Ruchte2020] write them; the concatenated states are a
/// list:
///   Genotype(normal=[('sep_conv_3x3', 0), …], normal_concat=[2, 3, 4, 5], reduce=[…], …)
std::string pc_darts_text(const DartsCells& cells);

/// As AutoDL-Projects prints its table of networks [Dong2019]; the genes of a node are a tuple:
///   Genotype(normal=[(('skip_connect', 0), ('skip_connect', 1)), …], normal_concat=[2, 3, 4, 5],
///   reduce=[…], reduce_concat=[…], connectN=None, connects=None)
std::string autodl_text(const DartsCells& cells);

/// As the searches of AutoDL-Projects in NASNet's space print them, without the weights that they
/// add to each gene [Dong2019]:
///   {'normal': [(('skip_connect', 0), ('skip_connect', 1)), …], 'normal_concat': [2, 3, 4, 5], …}
std::string autodl_dict_text(const DartsCells& cells);

}  // namespace tetlo
