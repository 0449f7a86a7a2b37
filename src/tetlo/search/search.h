// SPDX-License-Identifier: Apache-2.0
// An architecture search as a job: α by the hypergradient now and then, the weights at every
// iteration, and at the end of each epoch the figures of both models and the cells α stands for.
//
// A method may search in stages, each with weights and an α of its own; after the last of them the
// selection may take its decisions, one every few epochs, while the weights go on.
//
// Figures of an epoch: epoch, learning_rate; for each model train_loss, train_accuracy, valid_loss,
// valid_accuracy; transfer_loss; the losses of P where α moved (outer.main, outer.auxiliary);
// entropy and skips of either cell; genotype; what a table of accuracies says of it, or why nothing
// (not_in_table); eigenvalue of the curvature where the method measures it; stage, and how many
// decisions have been taken, where there are several.
#pragma once

#include <memory>
#include <optional>

#include "tetlo/loop/job.h"
#include "tetlo/search/framework.h"
#include "tetlo/search/images.h"
#include "tetlo/search/known_accuracies.h"
#include "tetlo/search/method.h"
#include "tetlo/search/perturbation.h"

namespace tetlo {

class Search : public Job {
 public:
  /// Throws Error where options and data do not fit.
  Search(const SearchOptions& options, const DataSource& source);

  Extent extent() const override { return schedule_->extent(); }
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
  /// Begins a stage with fresh weights and α.
  void begin(const Stage& stage);
  void start_images(const Position& done);

  /// That of the method, and what is decided already.
  std::shared_ptr<const Relaxation> relaxation(const Moment& at) const;
  /// With which probability an edge is dropped in that epoch.
  double drop_path(int64_t epoch) const;
  Round next_round(const Position& done);
  void move_alpha(const Round& round);
  /// The mixture under which the weights learn in a round.
  Mixture for_weights(const Position& done, const Round& round) const;

  /// Loss and accuracy of a model on the validation images as they are.
  Averages validate(const Model& model, const Mixture& mixture, Statistics mode) const;
  /// What is said of an epoch's cells.
  void describe_cells(const Relaxation& relaxation, nlohmann::json& figures) const;
  void look_up(const Genotype& found, nlohmann::json& figures) const;
  /// Adds the curvature to an epoch's figures where the method asks for it.
  void watch_curvature(int64_t epoch, nlohmann::json& figures);
  /// Takes the decision, if any, that is due at the end of an epoch.
  void decide(int64_t epoch);

  SearchOptions options_;
  torch::Device device_;
  Images images_;
  int64_t image_channels_, classes_;
  KnownAccuracies known_;  ///< where there is a table

  Stage stage_;
  std::unique_ptr<const Method> method_;
  std::optional<PerturbationSelection> selection_;  ///< of the last stage's space
  std::optional<Schedule> schedule_;
  std::unique_ptr<Framework> framework_;
  AdamIterate alpha_;

  Averages averages_;            // of the epoch so far
  std::vector<double> lambdas_;  // largest eigenvalues of the curvature, where the method asks
  std::vector<std::string> genotypes_;  // of all epochs, where the method may go back to them
};

}  // namespace tetlo
