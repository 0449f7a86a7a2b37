// SPDX-License-Identifier: Apache-2.0
// Spaces as files: cells with the wiring of DARTS and, for each edge, the candidates of the user's
// choice. The file is in TOML:
//
//   nodes = 1                                             # default: 4
//   normal = ["skip_connect", "sep_conv_3x3"]             # candidates of every edge, or
//   reduce = [["max_pool_3x3"], ["noise", "nor_conv_3x3"]]  # those of edge 0 → 2, then of 1 → 2
//   normalise_pools = true                                # as in struct Space
//   normalise_last = false
//
// Edges have the order of cell_edges(), in which α has its rows.
//
// Checkable: parse_space(space_text(s)) has the candidates of s, for every space of this wiring.
#pragma once

#include <string>
#include <vector>

#include "tetlo/space/space.h"

namespace tetlo {

/// Reads a text of this form. Throws Error, with line and column, unless every edge has candidates
/// that differ, are among `operations`, and are not only `none`, which no found cell contains.
/// `origin` names the source of the text in error messages.
Space parse_space(const std::string& text, const std::string& origin,
                  const std::vector<std::string>& operations);

/// The space in this form, with the edges as comments. Throws Error if its cells are not DARTS's.
std::string space_text(const Space& space);

/// The space of that name or, if there is none, of the file of that name.
Space load_space(const std::string& name_or_file, const std::vector<std::string>& operations);

}  // namespace tetlo
