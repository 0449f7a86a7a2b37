// SPDX-License-Identifier: Apache-2.0
// TETLO: a main model that teaches an auxiliary one, three levels [Sheth2023, section 3].
//
//   α    by dP/dα                            stage III  [eq. 11]
//   e_m  by ∂L_m(α; e_m; tr)/∂e_m             stage I    [eq. 5, 6]
//   e_a  by ∂[L_a(α; e_a; tr) + λ R]/∂e_a     stage II   [eq. 8, 9]
//
// What is tied is moved by both stages, so that after each of them the other model's copy follows.
#include "tetlo/search/framework.h"
#include "tetlo/transfer/table.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

/// Both models are the first cells of the layout, all but the last, unless told otherwise.
int64_t used_cells(const NetworkOptions& network) {
  return network.used_cells > 0 ? network.used_cells : network.cells - 1;
}

int64_t tied_weights(const Model& main, const SearchOptions& options) {
  if (options.auxiliary.name == "untied") return 0;
  const int64_t most = main.network->cells() - 1;
  require(options.auxiliary.tied_cells <= most,
          "auxiliary.tied_cells is {}; it must be at most {}, all but the last cell.",
          options.auxiliary.tied_cells, most);
  const int64_t cells = options.auxiliary.tied_cells > 0 ? options.auxiliary.tied_cells : most;
  return main.network->prefix_weights(cells);
}

class Tetlo : public Framework {
 public:
  explicit Tetlo(const FrameworkParts& parts)
      : Framework({make_supernet_model("main", parts, used_cells(parts.options.network), 0),
                   make_supernet_model("auxiliary", parts, used_cells(parts.options.network), 1)}),
        options_(parts.options),
        transfer_(make_transfer(parts.options.transfer.name, parts.options.transfer.samples,
                                parts.options.transfer.reduction)),
        tied_(tied_weights(models().front(), parts.options)) {
    share(main(), auxiliary());
  }

  Hypergradient hypergradient(const Tensor& alpha, const Round& round) const override {
    return tetlo::hypergradient(problem(round), alpha, main().iterate, auxiliary().iterate,
                                hypergradient_options(options_, round));
  }

  Averages weight_step(const Mixture& mixture, const Round& round) override {
    const double clip = options_.search.clip;
    Averages averages = train_main(main(), mixture, round, clip);
    share(main(), auxiliary());

    const Batch& batch = round.auxiliary_train;
    const Tensor knowledge = [&] {
      const at::NoGradGuard no_grad;
      return transfer_->knowledge(
          forward(main(), mixture, main().iterate.weights, batch.images, {.noise = round.noise}),
          round.samples);
    }();
    const Tensor e_a = leaf(auxiliary().iterate.weights);
    const Output output = forward(auxiliary(), mixture, e_a, batch.images,
                                  {.mode = Statistics::kBatchAndUpdate, .noise = round.noise});
    const Tensor R = transfer_->loss(knowledge, output, round.samples);
    const Tensor O =
        torch::cross_entropy_loss(output.logits, batch.labels) + options_.framework.lambda * R;
    descend(auxiliary(), gradients(O, {e_a}).front(), round.sgd, clip);
    share(auxiliary(), main());

    averages += score("auxiliary.train", output.logits, batch.labels);
    averages.add("transfer_loss", R.item<double>());
    return averages;
  }

  Tensor sample(int64_t batch, Random& random) const override {
    return transfer_->sample(batch, random);
  }

 private:
  Model& main() { return models()[0]; }
  Model& auxiliary() { return models()[1]; }
  const Model& main() const { return models()[0]; }
  const Model& auxiliary() const { return models()[1]; }

  SupernetTrilevelProblem problem(const Round& round) const {
    return {main(),
            auxiliary(),
            round,
            {.transfer = *transfer_, .lambda = options_.framework.lambda, .tied = tied_}};
  }

  /// Gives the tied weights of `from` to `to`.
  void share(const Model& from, Model& to) const {
    to.iterate.weights.narrow(0, 0, tied_).copy_(from.iterate.weights.narrow(0, 0, tied_));
  }

  SearchOptions options_;
  std::unique_ptr<const Transfer> transfer_;
  int64_t tied_;
};

}  // namespace

std::unique_ptr<Framework> make_tetlo(const FrameworkParts& parts) {
  return std::make_unique<Tetlo>(parts);
}

}  // namespace tetlo
