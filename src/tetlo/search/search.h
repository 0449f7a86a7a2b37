// SPDX-License-Identifier: Apache-2.0
// An architecture search as a job: α by the hypergradient now and then, the weights at every
// iteration, and at the end of each epoch the figures of both models and the cells α stands for.
//
// Figures of an epoch: epoch, learning_rate; for each model train_loss, train_accuracy, valid_loss,
// valid_accuracy; transfer_loss; the losses of P where α moved (outer.main, outer.auxiliary);
// entropy and skips of either cell; genotype; what a table of accuracies says of it; eigenvalue of
// the curvature where the method measures it.
#pragma once

#include <memory>
#include <optional>

#include "tetlo/data/prefetcher.h"
#include "tetlo/loop/job.h"
#include "tetlo/search/framework.h"
#include "tetlo/search/method.h"
#include "tetlo/space/nasbench201_table.h"

namespace tetlo {

class Search : public Job {
 public:
  /// Throws Error where options and data do not fit.
  Search(const SearchOptions& options, const DataSource& source);

  Extent extent() const override;
  double iterate(const Position& done) override;
  nlohmann::json finish_epoch(int64_t epoch) override;
  std::string stop_reason() const override;
  Snapshot save() const override;
  void restore(const Snapshot& snapshot, const Position& done) override;

  /// The cells that α stands for now, or those of an earlier epoch where the method takes them.
  Genotype genotype() const;
  /// L_m by α on the first validation images at the present weights, batch norms by the batch, with
  /// the penalty that α's weight decay stands for: what the curvature is taken of.
  Tensor loss_at(const Tensor& alpha) const;
  const Framework& framework() const { return *framework_; }
  const Tensor& alpha() const { return alpha_.weights; }

 private:
  /// An endless sequence of augmented batches.
  struct Stream {
    std::shared_ptr<const Batches> batches;
    std::optional<Prefetcher> ahead;

    void start(int64_t position) { ahead.emplace(batches, position); }
  };

  /// Iterations before the one that follows `done`, and how many of them moved α.
  int64_t iterations_before(const Position& done) const;
  int64_t alpha_steps_before(int64_t iteration) const;

  void start_streams(const Position& done);
  Batch next(Stream& stream);
  Moment moment(const Position& done) const;
  bool moves_alpha(const Position& done) const;
  Round next_round(const Position& done);
  void move_alpha(const Round& round);
  /// The mixture under which the weights learn in a round.
  Mixture for_weights(const Position& done, const Round& round) const;
  /// Losses and accuracies of all models on the validation images as they are.
  Averages validate(const Mixture& mixture) const;
  /// Adds the curvature to an epoch's figures where the method asks for it.
  void watch_curvature(int64_t epoch, nlohmann::json& figures);

  SearchOptions options_;
  torch::Device device_;
  std::unique_ptr<const Method> method_;
  std::unique_ptr<Framework> framework_;
  AdamIterate alpha_;

  Stream train_, validation_;                      // of the main model
  Stream auxiliary_train_, auxiliary_validation_;  // where the auxiliary has its own
  std::shared_ptr<const Batches> validation_images_;
  std::optional<Nasbench201Table> table_;
  Averages averages_;            // of the epoch so far
  std::vector<double> lambdas_;  // largest eigenvalues of the curvature, where the method asks
  std::vector<std::string> genotypes_;  // of all epochs, where the method may go back to them
};

}  // namespace tetlo
