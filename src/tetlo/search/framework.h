// SPDX-License-Identifier: Apache-2.0
// A framework poses the nested problem and takes its steps: how many models there are, what the
// hypergradient of α is, how the weights move in between.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tetlo/levels/hypergradient.h"
#include "tetlo/loop/score.h"
#include "tetlo/search/options.h"
#include "tetlo/search/problems.h"
#include "tetlo/space/space.h"
#include "tetlo/transfer/transfer.h"

namespace tetlo {

/// What a framework is built from.
struct FrameworkParts {
  const SearchOptions& options;
  const Space& space;  ///< whose candidates the supernets have
  int64_t partial;     ///< K: they mix one channel in K
  int64_t image_channels;
  int64_t classes;
  Activation activation = Activation::kRelu;
  torch::TensorOptions tensors = {};  ///< device and precision of the weights
};

class Framework {
 public:
  virtual ~Framework() = default;
  /// dP/dα at the present weights, which it leaves as they are.
  virtual Hypergradient hypergradient(const Tensor& alpha, const Round& round) const = 0;
  /// A gradient step of every model on its weights under a mixture; returns their losses and
  /// accuracies.
  virtual Averages weight_step(const Mixture& mixture, const Round& round) = 0;
  /// What the transfer compares in a batch of so many images; undefined without one.
  virtual Tensor sample(int64_t batch, Random& random) const = 0;

  /// The models in training, the main one first.
  std::vector<Model>& models() { return models_; }
  const std::vector<Model>& models() const { return models_; }

 protected:
  explicit Framework(std::vector<Model> models) : models_(std::move(models)) {}

 private:
  std::vector<Model> models_;
};

struct FrameworkEntry {
  std::string name;
  std::string meaning;
  std::string source;
  std::unique_ptr<Framework> (*make)(const FrameworkParts& parts);
};

const std::vector<FrameworkEntry>& frameworks();

/// The framework of that name; Error when there is none.
const FrameworkEntry& find_framework(const std::string& name);

/// The frameworks.
std::unique_ptr<Framework> make_plain(const FrameworkParts& parts);
std::unique_ptr<Framework> make_tetlo(const FrameworkParts& parts);

/// A supernet of the first `used_cells` cells with fresh weights, drawn from stream `which`.
Model make_supernet_model(const std::string& name, const FrameworkParts& parts, int64_t used_cells,
                          uint64_t which);

/// One real step of SGD on the model's weights, the gradient clipped.
void descend(Model& model, const Tensor& gradient, const Sgd& sgd, double clip);

/// Stage I: a real step of the main model on its training batch.
Averages train_main(Model& main, const Mixture& mixture, const Round& round, double clip);

/// The hypergradient that the options ask for, with the virtual steps of this round.
HypergradientOptions hypergradient_options(const SearchOptions& options, const Round& round);

}  // namespace tetlo
