// SPDX-License-Identifier: Apache-2.0
// A relaxation that has come down to one cell of each kind: a supernet under its mixture computes
// what a network of these cells computes, with the supernet's weights, and nothing else. What the
// supernet loses by that, without any training, is the gap of discretisation [Wang2021].
//
// Checkable: with one candidate of every edge of nasbench201, each edge has one weight, which is 1,
// and computes one candidate. In a cell of DARTS each node is entered by two edges only.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "tetlo/relax/relaxation.h"

namespace tetlo {

/// The candidates that cells consist of, by their indices.
struct Picks {
  /// For each choice of a space the candidates that are taken: none on an edge that is gone, one on
  /// any other, and all parents of a block.
  using Choices = std::vector<std::vector<int64_t>>;

  Choices normal, reduce;
};

/// What these cells consist of; nothing if the cells of the space do not have their operations on
/// edges.
std::optional<Picks> picks_of(const Space& space, const Genotype& cells);

/// The mixture in which candidates that are picked weigh 1 and no others are computed. The entire
/// outputs of edges weigh 1, too. Dropout stays as it is.
Mixture only(const Picks& picks, Mixture mixture);

/// The cells that consist of these candidates.
Genotype cells_of(const Space& space, const Picks& picks);

class OneCell : public Relaxation {
 public:
  /// Everything but mixtures and cells is that of `open`.
  OneCell(const Space& space, Picks picks, std::shared_ptr<const Relaxation> open)
      : space_(space), picks_(std::move(picks)), open_(std::move(open)) {}

  int64_t size() const override { return open_->size(); }
  Mixture mixture(const Tensor& alpha) const override {
    return only(picks_, open_->mixture(alpha));
  }
  Tensor penalty(const Tensor& alpha) const override { return open_->penalty(alpha); }
  Mixture probabilities(const Tensor& alpha) const override { return open_->probabilities(alpha); }
  Genotype genotype(const Tensor&) const override { return cells_of(space_, picks_); }

 private:
  Space space_;
  Picks picks_;
  std::shared_ptr<const Relaxation> open_;
};

}  // namespace tetlo
