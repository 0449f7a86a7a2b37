// SPDX-License-Identifier: Apache-2.0
// Training a found network from scratch, as a job: the measure of what a search is worth.
//
//   L = L(classifier) + w L(auxiliary classifier), SGD with a cosine rate, cutout, and drop path of
//   probability p e/E at epoch e of E [Liu2019, appendix A].
//
// Figures of an epoch: epoch, learning_rate, train_loss, train_accuracy, and where it is tested
// test_loss, test_accuracy.
#pragma once

#include <memory>
#include <optional>

#include "tetlo/data/prefetcher.h"
#include "tetlo/evaluate/options.h"
#include "tetlo/levels/descent.h"
#include "tetlo/loop/job.h"
#include "tetlo/loop/score.h"
#include "tetlo/net/count.h"

namespace tetlo {

class Training : public Job {
 public:
  /// Throws Error where genotype, options and data do not fit.
  Training(const Genotype& genotype, const EvaluateOptions& options, const DataSource& source);

  Extent extent() const override;
  double iterate(const Position& done) override;
  nlohmann::json finish_epoch(int64_t epoch) override;
  Snapshot save() const override;
  void restore(const Snapshot& snapshot, const Position& done) override;

  /// Of the network without its auxiliary head.
  const NetworkCount& count() const { return count_; }

 private:
  double rate(int64_t epoch) const;
  Averages test() const;

  EvaluateOptions options_;
  torch::Device device_;
  std::unique_ptr<const Network> network_;
  NetworkCount count_;
  Iterate iterate_;
  Tensor statistics_;

  std::shared_ptr<const Batches> train_, test_;
  std::optional<Prefetcher> ahead_;
  Averages averages_;
};

}  // namespace tetlo
