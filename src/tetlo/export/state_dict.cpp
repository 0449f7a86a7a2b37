// SPDX-License-Identifier: Apache-2.0
#include "tetlo/export/state_dict.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "tetlo/net/stem.h"
#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

constexpr const char* kMean = "running_mean";
constexpr const char* kTracked = "num_batches_tracked";
constexpr const char* kHead = "auxiliary_head.";

bool is_of_head(const std::string& name) { return name.starts_with(kHead); }

bool is_of_classifier(const std::string& name) {
  return name.starts_with("classifier.") || name.starts_with(kHead + std::string("classifier."));
}

/// Copies a state's tensors into a network's, part by part, and notes what it leaves out.
class Loader {
 public:
  Loader(const StateDict& state, std::string origin) : state_(state), origin_(std::move(origin)) {}

  void load(const std::vector<Declared>& declared, const std::vector<Tensor>& parts) {
    for (size_t i = 0; i < declared.size(); ++i) load(declared[i], parts[i]);
  }

  std::vector<std::string> remarks() const {
    std::vector<std::string> all;
    if (others_) {
      all.push_back(fmt::format("{} is of other classes; the classifier begins anew.", origin_));
    }
    if (lacks_head_) {
      all.push_back(fmt::format("{} has no auxiliary head; it begins anew.", origin_));
    }
    bool spare_head = false;
    for (const auto& [name, tensor] : state_) {
      if (used_.count(name) > 0 || name.ends_with(kTracked)) continue;
      require(is_of_head(name), "{} has the tensor \"{}\", which the network does not have.",
              origin_, excerpt(name));
      spare_head = true;
    }
    if (spare_head) {
      all.push_back(fmt::format(
          "{} has an auxiliary head; it is passed over, because evaluate.auxiliary_weight is 0.",
          origin_));
    }
    return all;
  }

 private:
  void load(const Declared& declared, Tensor part) {
    const auto found = state_.find(declared.name);
    if (found == state_.end()) {
      require(is_of_head(declared.name), "{} lacks the tensor \"{}\" of the network.", origin_,
              declared.name);
      lacks_head_ = true;
      return;
    }
    used_.insert(declared.name);
    const std::vector<int64_t> shape = found->second.sizes().vec();
    if (is_of_classifier(declared.name) && differs_in_classes(shape, declared.shape)) {
      others_ = true;
      return;
    }
    require(shape == declared.shape,
            "The tensor \"{}\" of {} has the shape [{}]; in a network of these channels and cells "
            "it must be [{}].",
            declared.name, origin_, fmt::join(shape, ", "), fmt::join(declared.shape, ", "));
    part.copy_(found->second.view(part.sizes()));
  }

  static bool differs_in_classes(std::vector<int64_t> shape, const std::vector<int64_t>& expected) {
    if (shape.empty() || shape == expected) return false;
    shape.front() = expected.front();
    return shape == expected;
  }

  const StateDict& state_;
  std::string origin_;
  std::set<std::string> used_;
  bool others_ = false, lacks_head_ = false;
};

}  // namespace

StateDict state_dict(const Layout& layout, const FlatState& flat) {
  StateDict state;
  const auto add = [&](const std::vector<Declared>& declared, const std::vector<Tensor>& parts) {
    for (size_t i = 0; i < declared.size(); ++i) state[declared[i].name] = parts[i];
  };
  add(layout.declared_weights(), layout.weights(flat.weights));
  add(layout.declared_statistics(), layout.statistics(flat.statistics));
  for (const Declared& declared : layout.declared_statistics()) {
    if (!declared.name.ends_with(kMean)) continue;
    const std::string norm =
        declared.name.substr(0, declared.name.size() - std::string(kMean).size());
    state[norm + kTracked] = torch::zeros({}, torch::kInt64);
  }
  return state;
}

LoadedState load_state_dict(const StateDict& state, const Layout& layout, const FlatState& initial,
                            const std::string& origin) {
  const at::NoGradGuard no_grad;
  const FlatState flat{.weights = initial.weights.clone(),
                       .statistics = initial.statistics.clone()};
  Loader loader(state, origin);
  loader.load(layout.declared_weights(), layout.weights(flat.weights));
  loader.load(layout.declared_statistics(), layout.statistics(flat.statistics));
  return {.flat = flat, .remarks = loader.remarks()};
}

bool is_published(const Genotype& genotype, const DiscreteShape& shape) {
  const int64_t halvings = stem_halvings(shape.image_side);
  return std::holds_alternative<DartsCells>(genotype) && shape.image_channels == 3 &&
         (halvings == 0 || stem_reduces(shape.image_side));
}

}  // namespace tetlo
