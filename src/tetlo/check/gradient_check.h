// SPDX-License-Identifier: Apache-2.0
// Checks that the hypergradients of levels/ are the derivative of P(α), on a search in
// miniature, for every framework of the table. The problem that is differentiated is the
// one that searches solve.
//
// Along random unit directions d of α and with a step h,
//
//   D = [P(α + h d) − P(α − h d)] / 2h                            uses values of P only
//   error of exact              root mean square of D − ⟨exact, d⟩, divided by ‖exact‖ / √size,
//                               the root mean square of ⟨exact, d⟩ over all directions of α [size]
//   error against unrolled      ‖exact − unrolled‖ / ‖unrolled‖, where unrolled differentiates one
//                               graph of all virtual steps
//   error of the kernels        ‖fused − exact‖ / ‖exact‖, where fused is exact, computed by the
//                               fused engine in float32 ("standard" only)
//   error of finite_difference  ‖finite_difference − exact‖ / ‖exact‖
//
// There are two variants. "smooth" has SiLU, no max pooling, and only those samples of the transfer
// that stay away from the kinks of its loss. There the error of finite_difference decreases as
// radius², the law of docs/mathematics.md, section 3. "standard" is the search without these
// changes; its P is only piecewise smooth. `exact` differentiates the piece on which α lies.
// finite_difference does the same if its radius is so small that no kink is crossed. At the default
// radius it crosses many kinks, each of which adds a jump of the gradient divided by the radius, so
// that the two may differ widely. That error is reported, but has no bound.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tetlo/util/enum_table.h"

namespace tetlo {

enum class Variant { kStandard, kSmooth };

inline EnumTable<Variant> table_of(Variant) {
  return {{Variant::kStandard, "standard", "the search as it is"},
          {Variant::kSmooth, "smooth", "without kinks"}};
}

/// A problem whose hypergradient is checked.
struct GradientCase {
  Variant variant = Variant::kStandard;
  std::string framework = "tetlo";
  std::string auxiliary = "tied";      ///< "" if the framework has no auxiliary model
  std::string transfer = "quadruple";  ///< "" if it has no transfer
  bool separate_architecture = false;  ///< of the auxiliary model
  int64_t steps = 1;                   ///< virtual steps at each level
  int64_t seed = 0;                    ///< determines weights, images, α and directions
};

/// The names of the framework and, if it has them, of its auxiliary model and its transfer.
std::string to_string(const GradientCase& problem);

struct GradientErrors {
  GradientCase problem;
  double exact = 0;     ///< error of `exact` against central differences of P
  double unrolled = 0;  ///< its error against one graph of all virtual steps
  double fused = 0;     ///< the error of the kernels in float32; 0 for "smooth"
  /// The default radius and smaller ones: for "smooth" 1/6, 1/36 and 1/216 of it,
  /// for "standard" 1e-8.
  std::vector<double> radii;
  std::vector<double> finite_difference;  ///< its error against `exact`, at each radius
};

GradientErrors compare_gradients(const GradientCase& problem);

/// The order of the error of finite_difference between neighbouring radii; it is 2 if the error is
/// proportional to radius².
std::vector<double> orders(const GradientErrors& errors);

/// The upper bounds of the errors.
struct GradientBounds {
  double exact = 1e-6;
  double unrolled = 1e-10;
  double fused = 1e-3;
  double small_radius = 1e-6;    ///< finite_difference at the smallest radius
  double default_radius = 0.05;  ///< finite_difference at the default radius, if P is smooth
  double order = 0.1;            ///< distance of an order from 2, if P is smooth
};

/// A sentence for each bound that is exceeded.
std::vector<std::string> exceeded(const GradientErrors& errors, const GradientBounds& bounds);

/// Both variants of every framework, for 1 and 2 steps, with each of its auxiliary models and each
/// of its transfers, and with a separate architecture, one varied at a time.
std::vector<GradientCase> gradient_cases(int64_t seed);

/// Compares all cases in parallel on all cores; `progress` is called with the
/// number of finished cases.
std::vector<GradientErrors> compare_all(const std::vector<GradientCase>& cases,
                                        const std::function<void(size_t done)>& progress);

}  // namespace tetlo
