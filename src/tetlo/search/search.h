// SPDX-License-Identifier: Apache-2.0
// An architecture search as a job: it updates the weights in every iteration, α by the
// hypergradient in some of them, and at the end of each epoch it evaluates all models
// and the cells given by α.
//
// A framework may prepare each phase: it then trains an auxiliary model first, in epochs of their
// own, whose figures are preparation (the epoch, counted from 0 in each phase), learning_rate and
// those of that model. The search does not count them.
//
// A method may search in phases, each with its own weights and its own α. After the last phase the
// selection may take its decisions, one every few epochs, while the weights are trained further.
//
// If what is found does not depend on anything that is trained, the search consists of one epoch
// without iterations, which has figures about the cells only.
//
// Figures of an epoch: epoch, learning_rate; alpha_steps, the number of updates of α since the
// beginning; for each model train_loss, train_accuracy, valid_loss, valid_accuracy; transfer_loss;
// the terms of P, averaged over the updates of α (outer.main, outer.auxiliary, outer.penalty, …);
// the figures of figures.h about the cells; those that the selection adds; phase, if there are
// several. discrete_accuracy of the main model is the valid_accuracy that is left if it computes
// only what the cells of this epoch have, without any training, normalised by each batch's own
// statistics. If the framework learns from given quadruples, misordered of each model: the share of
// right ones of the validation half that its encoder orders wrongly.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "tetlo/loop/job.h"
#include "tetlo/search/architectures.h"
#include "tetlo/search/build.h"
#include "tetlo/search/given_images.h"
#include "tetlo/search/images.h"
#include "tetlo/search/known_accuracies.h"
#include "tetlo/search/schedule.h"

namespace tetlo {

class Search : public Job {
 public:
  /// Throws Error if options and data do not fit.
  Search(const SearchOptions& options, const Sources& sources);

  Extent extent() const override { return schedule_->extent(); }
  int64_t iterations(int64_t epoch) const override { return schedule_->iterations(epoch); }
  void begin_epoch(int64_t epoch) override;
  Tensor iterate(const Position& job) override;
  nlohmann::json finish_epoch(int64_t job_epoch) override;
  std::string stop_reason() const override;
  std::string why_not_longer() const override;
  Divergence divergence() const override;
  Snapshot save() const override;
  void restore(const Snapshot& snapshot, const Position& job) override;

  /// The selection's measurements and decisions at the end of an epoch of the search.
  nlohmann::json select(int64_t epoch);
  /// Whether a position of the job is before the search of its phase, in its preparation.
  bool prepares(const Position& job) const { return schedule_->place(job).preparation.has_value(); }
  /// The cells given by the present α, or those of an earlier epoch if the selection takes them.
  Genotype genotype() const;
  /// The function of α whose curvature is measured: L_m on the last batch of validation images that
  /// was used to update α, at the present weights and with batch norms that use the batch, plus the
  /// penalty whose gradient is α's weight decay.
  Tensor loss_at(const Tensor& alpha) const;
  /// The main model's encodings of normalised images, evaluated as the validation images are.
  Tensor encode(const Tensor& images) const;
  /// The inputs of the iteration of the search that follows `done`; advances the sequences of
  /// batches by one.
  StepInputs next_inputs(const Position& done);
  /// What was done to the validation half; null if it is clean.
  const nlohmann::json& condition() const { return images_.condition(); }
  const Method& method() const { return *now_.method; }
  const Framework& framework() const { return *now_.framework; }
  const Schedule& schedule() const { return *schedule_; }
  const Images& images() const { return images_; }
  /// The arithmetic of evaluating a model on one image.
  Tally tally(const Model& model) const;
  /// α of the main model.
  Tensor alpha() const { return alpha_of(now_.alpha.weights, 0); }
  /// α of all architectures, one after the other.
  const Tensor& all_alpha() const { return now_.alpha.weights; }

 private:
  /// Everything that is replaced when a phase begins.
  struct Active {
    std::unique_ptr<const Method> method;
    std::unique_ptr<Selection> selection;
    std::unique_ptr<Framework> framework;
    AdamState alpha;
  };
  /// Whether the framework and the method let α take steps.
  bool learns_alpha() const { return framework().moves_alpha() && tetlo::learns_alpha(options_); }
  /// A phase with initial weights and an initial α.
  Active start(const Phase& phase) const;
  void start_images(const Position& job);

  /// Whether α takes a step in the iteration that follows `done`, and whether it does so before the
  /// weights do.
  bool moves_alpha(const Position& done) const {
    return schedule_->moves_alpha(done) && learns_alpha();
  }
  bool alpha_first() const { return options_.search.order == StepOrder::kAlphaFirst; }
  /// The iteration of the search that follows `done`. The hypergradient and the attack on a mixture
  /// have stop points.
  Tensor step(const Position& done);
  /// An iteration and an epoch of the preparation of a phase.
  Tensor prepare(const Schedule::Place& at);
  nlohmann::json finish_preparation(const Position& done);

  /// The part of all α that belongs to one architecture.
  Tensor alpha_of(const Tensor& all, size_t architecture) const;
  /// The method's relaxation with all decisions applied.
  std::shared_ptr<const Relaxation> relaxation(const PhaseTime& at) const;
  /// The same for each architecture.
  Relaxations relaxations(const Position& done) const;
  /// The mixtures under which the weights are trained, and the main model's mixture that is
  /// evaluated, in which nothing is drawn or dropped and, if `open`, no decision is applied. Those
  /// through which α is updated are part of next_inputs().
  Mixtures mixtures_for_weights(const Position& done, const StepInputs& inputs) const;
  Mixture mixture_to_judge(const Tensor& alpha, bool open = false) const;
  /// The probability with which an edge is dropped in this epoch.
  double drop_path(int64_t epoch) const;

  /// Records that `done` is over, for everything that evaluates the supernet.
  void note(const Position& done);
  void move_alpha(const StepInputs& inputs, double rate);
  /// Notes whether a step of α has failed.
  void watch_alpha();
  /// L of a model and a batch at the present weights.
  Tensor loss_of(const Model& model, const StepBatch& batch, const At& at) const;
  /// Loss and accuracy of a model on the validation images without augmentation.
  Averages validate(const Model& model, const Mixture& mixture, Statistics statistics) const;
  /// The accuracy of the main model under a mixture to which its running statistics do not fit.
  double accuracy_under(const Mixture& mixture) const;
  /// Adds the same of all models that are trained in the preparation, or of all others, to the
  /// averages of the epoch.
  void validate_models(bool before_search, const Mixtures& mixtures);

  SearchOptions options_;
  torch::Device device_;
  Images images_;
  std::optional<GivenImages> given_;  ///< if the framework learns from given quadruples
  ModelInput input_;
  KnownAccuracies known_;  ///< empty without a table
  Active now_;
  std::optional<Schedule> schedule_;
  bool trains_ = true;              ///< whether what is found depends on anything that is trained
  PhaseTime judged_;                ///< the time at which the supernet is evaluated
  int64_t validation_batches_ = 0;  ///< number of batches that have been used to update α by then
  Averages averages_;               ///< of the epoch so far
  /// Whether α became infinite or no number while all weights were finite; undefined before its
  /// first step. It stays on the device.
  Tensor alpha_failed_;
};

}  // namespace tetlo
