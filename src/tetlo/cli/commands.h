// SPDX-License-Identifier: Apache-2.0
// The commands of the program. Each is one file, which declares its flags and what they do.
//
// Results go to standard output, for people or, with --json, as one JSON object; all else goes to
// standard error.
#pragma once

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace tetlo {

/// What flags that count channels, cells, images and the like may be.
inline const CLI::Range kCount(1, 1'000'000);

void add_search(CLI::App& program);
void add_evaluate(CLI::App& program);
void add_draw(CLI::App& program);
void add_count(CLI::App& program);
void add_gradient_check(CLI::App& program);
void add_benchmark(CLI::App& program);
void add_hessian(CLI::App& program);
void add_degeneracy(CLI::App& program);
void add_query(CLI::App& program);
void add_options(CLI::App& program);

}  // namespace tetlo
