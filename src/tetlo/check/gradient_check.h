// SPDX-License-Identifier: Apache-2.0
// Whether the hypergradients of levels/ are the derivative of P(α), on a search in miniature, for every
// framework of the table: what is differentiated here is the problem that its searches solve.
//
// Along random unit directions d of α and with a step h,
//
//   D = [P(α + h d) − P(α − h d)] / 2h                            knows nothing of any derivative
//   error of exact              root mean square of D − ⟨exact, d⟩, divided by ‖exact‖ / √size,
//                               which is that of ⟨exact, d⟩ over all directions of α [size]
//   error of finite_difference  ‖finite_difference − exact‖ / ‖exact‖
//
// Two variants are looked at. "smooth" has SiLU, no max pooling, and only samples of the transfer
// that stay off the kinks of its loss: there the error of finite_difference falls as radius², the law of
// docs/mathematics.md, section 3. "standard" is the search as it is, and P only piecewise smooth.
// exact differentiates the piece that α lies on. finite_difference does so too once its radius is
// so small that no kink is crossed; at the default radius many are, each adds a jump of the
// gradient divided by the radius, and the two may be far apart. That error is told, not bounded.
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

/// One problem whose hypergradient is checked.
struct GradientCase {
  Variant variant = Variant::kStandard;
  std::string framework = "tetlo";
  std::string auxiliary = "tied";  ///< "": the framework has no auxiliary model
  int64_t steps = 1;               ///< virtual steps at each level
  int64_t seed = 0;                ///< decides on weights, images, α and directions
};

/// The framework, and its auxiliary model where it has one.
std::string to_string(const GradientCase& problem);

struct GradientErrors {
  GradientCase problem;
  double exact = 0;  ///< against central differences of P
  /// The default radius, then smaller ones: smooth 1/4, 1/16, 1/64 of it, standard 1e-8.
  std::vector<double> radii;
  std::vector<double> finite_difference;  ///< against exact, at each radius
};

GradientErrors compare_gradients(const GradientCase& problem);

/// The order of the error of finite_difference between neighbouring radii: 2 where it is as R².
std::vector<double> orders(const GradientErrors& errors);

/// What is required of the errors.
struct GradientBounds {
  double exact = 1e-6;
  double small_radius = 1e-6;    ///< finite_difference at the smallest radius
  double default_radius = 1e-2;  ///< finite_difference at the default radius, where P is smooth
  double order = 0.1;            ///< how far an order may be from 2, where P is smooth
};

/// A sentence for each bound that does not hold; none where all is well.
std::vector<std::string> exceeded(const GradientErrors& errors, const GradientBounds& bounds);

/// Both variants, every framework with every auxiliary model, 1 to 3 steps.
std::vector<GradientCase> gradient_cases(int64_t seed);

/// Compares every case, on all cores at once; `progress` hears how many are done.
std::vector<GradientErrors> compare_all(const std::vector<GradientCase>& cases,
                                        const std::function<void(size_t done)>& progress);

}  // namespace tetlo
