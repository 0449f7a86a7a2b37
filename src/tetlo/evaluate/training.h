// SPDX-License-Identifier: Apache-2.0
// A job that trains a found network from scratch. The result of a search is evaluated in this way
// [Liu2019, appendix A].
//
//   L = L(classifier) + w L(auxiliary head)
//
// Trains by SGD, with cutout, and with drop path of probability p e/E in epoch e of E. A batch may
// be computed in parts, one after the other; its gradient is then the mean of theirs, and each part
// is normalised by its own statistics, which all move the running ones.
//
// With no epochs, given weights are only tested: the one epoch that is then run has no iterations.
//
// The figures of an epoch are epoch, learning_rate, train_loss and train_accuracy and, if the
// network is tested in that epoch, test_loss, test_accuracy and, of more than five classes,
// test_top5_accuracy.
#pragma once

#include <memory>
#include <optional>

#include "tetlo/data/prefetcher.h"
#include "tetlo/data/source.h"
#include "tetlo/evaluate/confusion.h"
#include "tetlo/evaluate/options.h"
#include "tetlo/levels/descent.h"
#include "tetlo/loop/job.h"
#include "tetlo/loop/score.h"
#include "tetlo/losses/loss.h"
#include "tetlo/net/count.h"
#include "tetlo/net/discrete_network.h"

namespace tetlo {

class Training : public Job {
 public:
  /// Throws Error if genotype, options and data do not fit together.
  Training(const Genotype& genotype, const EvaluateOptions& options, const DataSource& source);

  Extent extent() const override;
  Tensor iterate(const Position& done) override;
  nlohmann::json finish_epoch(int64_t epoch) override;
  Divergence divergence() const override;
  Snapshot save() const override;
  void restore(const Snapshot& snapshot, const Position& done) override;

  const Network& network() const { return *network_; }
  const Tensor& weights() const { return state_.weights; }
  const Tensor& statistics() const { return statistics_; }
  /// Starts from these instead of random weights.
  void start_from(const Tensor& weights, const Tensor& statistics);

  /// The network's encodings of normalised images, evaluated as the test images are.
  Tensor encode(const Tensor& images) const;
  /// The parameters and operations of the network without its auxiliary head.
  const NetworkCount& count() const { return count_; }

  const ChannelStatistics& normalisation() const { return normalisation_; }
  /// What the last test has taken for what; empty if there was none since the job was made.
  const Confusion& confusion() const { return confusion_; }

  /// The number of tests that follow the first epochs, and the number of batches of each.
  int64_t tests_after(int64_t epochs) const;
  int64_t test_batches() const { return test_->per_epoch(); }

 private:
  bool tests_at_end_of(int64_t epoch) const;
  /// The gradient of the mean loss of the next part of a batch; adds its scores.
  Tensor part_gradient(const Position& done, const at::Generator& noise, Averages& scored);
  double rate(int64_t epoch) const;
  /// A pass over images that are not learned from.
  Pass testing() const;
  Averages test();

  EvaluateOptions options_;
  torch::Device device_;
  std::unique_ptr<const Network> network_;
  NetworkCount count_;
  SgdState state_;
  Tensor statistics_;

  ChannelStatistics normalisation_;
  std::shared_ptr<const Batches> train_, test_;
  Loss train_loss_, test_loss_;
  std::optional<Prefetcher> ahead_;
  Averages averages_;
  Confusion confusion_;
};

struct ImageShape {
  int64_t channels = 3, side = 32, classes = 10;
};

/// The shape of the network that is trained on such images.
DiscreteShape network_shape(const EvaluateOptions& options, const ImageShape& images);

/// The images for training and those for testing: the two parts of the data set, or the two halves
/// of its training images as in a search, or those that are not and those that are held out.
Split training_split(const EvaluateOptions& options, const DataSource& source);

}  // namespace tetlo
