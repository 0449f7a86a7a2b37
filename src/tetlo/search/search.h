// SPDX-License-Identifier: Apache-2.0
// An architecture search as a job: α by the hypergradient now and then, the weights at every
// iteration, and at the end of each epoch the figures of all models and the cells α stands for.
//
// A method may search in phases, each with weights and an α of its own; after the last of them the
// selection may take its decisions, one every few epochs, while the weights go on learning.
//
// Figures of an epoch: epoch, learning_rate; for each model train_loss, train_accuracy, valid_loss,
// valid_accuracy; transfer_loss; the terms of P where α moved (outer.main, outer.auxiliary,
// outer.penalty, …); what figures.h says of the cells; what the selection adds; phase, where there
// are several.
#pragma once

#include <memory>
#include <optional>

#include "tetlo/loop/job.h"
#include "tetlo/search/build.h"
#include "tetlo/search/images.h"
#include "tetlo/search/known_accuracies.h"
#include "tetlo/search/schedule.h"

namespace tetlo {

class Search : public Job {
 public:
  /// Throws Error where options and data do not fit.
  Search(const SearchOptions& options, const DataSource& source);

  Extent extent() const override { return schedule_->extent(); }
  void begin_epoch(int64_t epoch) override;
  double iterate(const Position& done) override;
  nlohmann::json finish_epoch(int64_t epoch) override;
  std::string stop_reason() const override;
  Snapshot save() const override;
  void restore(const Snapshot& snapshot, const Position& done) override;

  /// The cells that α stands for now, or those of an earlier epoch where the selection takes them.
  Genotype genotype() const;
  /// L_m by α on the last batch of validation images that has moved α, at the present weights, batch
  /// norms by the batch, with the penalty that α's weight decay stands for: the function whose
  /// curvature is measured.
  Tensor loss_at(const Tensor& alpha) const;
  /// The inputs of the iteration that follows `done`; the sequences of batches go on by one.
  StepInputs next_inputs(const Position& done);
  const Framework& framework() const { return *now_.framework; }
  const Tensor& alpha() const { return now_.alpha.weights; }

 private:
  /// All that is replaced when a phase begins.
  struct Active {
    std::unique_ptr<const Method> method;
    std::unique_ptr<Selection> selection;
    std::unique_ptr<Framework> framework;
    AdamState alpha;
  };
  /// The phase with fresh weights and α.
  Active start(const Phase& phase) const;
  void start_images(const Position& done);

  /// That of the method, with what has been decided in its place.
  std::shared_ptr<const Relaxation> relaxation(const PhaseTime& at) const;
  /// The mixture under which the weights learn, and the one that is judged, in which nothing is drawn
  /// or dropped and, if `open`, nothing decided. That under which α learns is in next_inputs().
  Mixture mixture_for_weights(const Position& done, const StepInputs& inputs) const;
  Mixture mixture_to_judge(const Tensor& alpha, bool open = false) const;
  /// The probability with which an edge is dropped in that epoch.
  double drop_path(int64_t epoch) const;

  /// Notes that `done` is over, for all that judges the supernet.
  void note(const Position& done);
  void move_alpha(const StepInputs& inputs, double rate);
  /// L_m of a batch at the present weights.
  Tensor main_loss(const StepBatch& batch, const Conditions& conditions) const;
  /// Loss and accuracy of a model on the validation images as they are.
  Averages validate(const Model& model, const Mixture& mixture, Statistics statistics) const;
  /// The selection's measurements and decisions at the end of an epoch.
  nlohmann::json select(int64_t epoch);

  SearchOptions options_;
  torch::Device device_;
  Images images_;
  ModelInput input_;
  KnownAccuracies known_;  ///< where there is a table
  Active now_;
  std::optional<Schedule> schedule_;
  PhaseTime judged_;                ///< the moment at which the supernet is judged
  int64_t validation_batches_ = 0;  ///< how many have moved α by then
  Averages averages_;               ///< of the epoch so far
};

}  // namespace tetlo
