// SPDX-License-Identifier: Apache-2.0
#include "tetlo/transfer/pair.h"

#include "tetlo/transfer/cosine.h"
#include "tetlo/transfer/table.h"

namespace tetlo {

std::vector<Field> PairOptions::fields() {
  auto fields = sample_fields(samples, reduction, "pairs");
  fields.push_back({"temperature",
                    {&temperature, positive(1e6)},
                    "temperature τ: two images are similar with probability σ(c / τ)",
                    "docs/decisions.md"});
  return fields;
}

Tensor PairTransfer::logit(const Tensor& encoding, const Tensor& samples) const {
  return Cosines(encoding)(samples[0], samples[1]) / options_.temperature;
}

Tensor PairTransfer::sample(int64_t batch, Random& random) const {
  return draw_different({.size = 2, .samples = options_.samples}, batch, random);
}

Tensor PairTransfer::knowledge(const Output& teacher, const Tensor& samples) const {
  return logit(teacher.encoding, samples).sigmoid();
}

Tensor PairTransfer::loss(const TransferPoint& at) const {
  const Tensor z = logit(at.learner.encoding, at.samples), p_t = at.knowledge;
  // −p_t log σ(z) − (1 − p_t) log σ(−z), simplified with log σ(z) − log σ(−z) = z.
  return reduce(-torch::log_sigmoid(-z) - p_t * z, options_.reduction);
}

namespace {

std::unique_ptr<Transfer> make(const std::any& options) {
  return std::make_unique<PairTransfer>(std::any_cast<const PairOptions&>(options));
}

}  // namespace

TransferEntry pair_transfer() {
  return {member<PairOptions>("pair", "how alike two images are", "[Sheth2023, appendix P]"), make};
}

}  // namespace tetlo
