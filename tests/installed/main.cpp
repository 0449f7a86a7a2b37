// SPDX-License-Identifier: Apache-2.0
// Exits with 0 if the installed headers and library work.
#include "tetlo/levels/descent.h"
#include "tetlo/space/named_genotypes.h"

int main() {
  const auto genotype = tetlo::load_genotype("DARTS_V2");
  const bool read = tetlo::parse_genotype(tetlo::to_string(genotype)) == genotype;
  // With tetlo's own warnings this line would not compile. It shows that they are not passed on.
  const int two = 2.5;
  const auto one = torch::ones({1}), zero = torch::zeros({1});
  const auto step = tetlo::sgd_step({.weights = one, .momentum = zero}, one, {.rate = 0.25});
  return read && two == 2 && step.weights.item<double>() == 0.75 ? 0 : 1;
}
