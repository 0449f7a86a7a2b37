// SPDX-License-Identifier: Apache-2.0
// A network that is a sequence of cells: every supernet and every network of found cells.
//
//   stem, cells 0, 1, …, layers before the pooling, global average pooling, linear classifier
//
// Every cell reads the outputs of the two previous cells. Weights are declared in this order, so
// that the weights of the first cells are a prefix of the network's weight vector: if two models
// share their first six cells, their first prefix_weights(6) numbers are equal, and no further
// bookkeeping is needed. An auxiliary head, which classifies the output of an inner cell to help
// training, is declared last. Names of weights begin with stem (or stem0 and stem1), cells.0,
// cells.1, …, classifier and auxiliary_head.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tetlo/net/cell.h"
#include "tetlo/net/network.h"
#include "tetlo/net/stem.h"

namespace tetlo {

class CellStack : public Network {
 public:
  Output forward(const Tensor& images, Pass& pass) const override;
  int64_t features() const override { return features_; }
  const Layout& layout() const override { return builder_.layout; }
  Pass pass(const Tensor& weights, const Tensor& statistics, Statistics mode) const override;

  /// Logits [N, classes] of an encoding [N, D].
  Tensor classify(const Tensor& encoding, Pass& pass) const {
    return (*classifier_)(encoding, pass);
  }

  /// The images for which the network has been evaluated since it was made.
  struct Evaluated {
    int64_t with_gradient = 0;  ///< in evaluations through which a gradient can be taken
    int64_t without = 0;
  };
  Evaluated evaluated() const { return {with_gradient_, without_}; }

  int64_t cells() const { return static_cast<int64_t>(cells_.size()); }
  /// The number of weights of the stem and the first `cells` cells, for `cells` from 0 to cells().
  int64_t prefix_weights(int64_t cells) const;
  /// The number of weights before the classifier. The encoding depends on these weights only.
  int64_t encoder_weights() const { return encoder_weights_; }
  /// The number of weights of the auxiliary head; 0 if there is none.
  int64_t head_weights() const { return layout().weight_count() - weights_before_head_; }

 protected:
  struct Behaviour {
    Activation activation = Activation::kRelu;
    Engine engine = Engine::kFused;
  };
  CellStack(const Builder& builder, const Behaviour& behaviour)
      : builder_(builder), behaviour_(behaviour) {}

  /// A derived class declares its parts in the order of these functions. `make` builds a part with
  /// a Builder&.
  template <typename Make>
  void set_stem(const Make& make) {
    stem_ = make(builder_);
    prefixes_.push_back(layout().weight_count());
  }
  template <typename Make>
  void add_cell(const Make& make) {
    cells_.push_back(make(builder_.in("cells." + std::to_string(cells_.size()))));
    prefixes_.push_back(layout().weight_count());
  }
  template <typename Make>
  void add_last_layer(const std::string& name, const Make& make) {
    last_layers_.push_back(make(builder_.in(name)));
  }
  void set_classifier(int64_t features, int64_t classes);
  /// `make` builds an operation that computes logits from the output of cell `after`.
  template <typename Make>
  void set_head(int64_t after, const Make& make) {
    head_after_ = after;
    head_ = make(builder_.in("auxiliary_head"));
  }

 private:
  Builder builder_;
  Behaviour behaviour_;
  std::unique_ptr<const Stem> stem_;
  std::vector<std::unique_ptr<const Cell>> cells_;
  std::vector<int64_t> prefixes_;  ///< weights of the stem and the first 0, 1, … cells
  std::vector<std::unique_ptr<const Operation>> last_layers_;
  std::optional<Linear> classifier_;
  int64_t features_ = 0;
  int64_t encoder_weights_ = 0;
  int64_t weights_before_head_ = 0;
  int64_t head_after_ = 0;
  std::unique_ptr<const Operation> head_;
  mutable std::atomic<int64_t> with_gradient_ = 0, without_ = 0;
};

/// The network as a CellStack, whose first cells can be shared with another network. At present
/// every network is a CellStack.
const CellStack& cell_stack(const Network& network);

}  // namespace tetlo
