// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/figures.h"

#include "tetlo/relax/softmax.h"
#include "tetlo/space/operation_names.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

/// A search is not aborted because a table lacks a cell.
void look_up(const KnownAccuracies& known, const Genotype& found, nlohmann::json& figures) {
  try {
    figures["table"] = known(found);
  } catch (const Error& error) {
    figures["not_in_table"] = error.what();
  }
}

}  // namespace

nlohmann::json describe_cells(const Relaxation& relaxation, const Tensor& alpha,
                              const KnownAccuracies& known) {
  const Genotype found = relaxation.genotype(alpha);
  const Mixture shares = relaxation.probabilities(alpha);
  nlohmann::json figures;
  figures["genotype"] = to_string(found);
  if (known) look_up(known, found, figures);
  figures["entropy"]["normal"] = mean_entropy(shares.normal);
  figures["skips"]["normal"] = count_operation(found, CellKind::kNormal, kSkip);
  if (shares.reduce.edges.empty()) return figures;
  figures["entropy"]["reduce"] = mean_entropy(shares.reduce);
  figures["skips"]["reduce"] = count_operation(found, CellKind::kReduction, kSkip);
  return figures;
}

}  // namespace tetlo
