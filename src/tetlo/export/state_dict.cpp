// SPDX-License-Identifier: Apache-2.0
#include "tetlo/export/state_dict.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "tetlo/net/stem.h"
#include "tetlo/space/operation_names.h"
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
  Loader(const StateDict& state, std::string origin) : state_(state), origin_(std::move(origin)) {
    for (const auto& [name, tensor] : state) has_head_ = has_head_ || is_of_head(name);
  }

  void load(const std::vector<Declared>& declared, const std::vector<Tensor>& parts) {
    for (const Declared& each : declared) {
      if (is_of_classifier(each.name) && !fits(each)) anew_.insert(module_of(each.name));
    }
    for (size_t i = 0; i < declared.size(); ++i) load(declared[i], parts[i]);
  }

  std::vector<std::string> remarks() const {
    std::vector<std::string> all;
    if (anew_.count("classifier") > 0) {
      all.push_back(fmt::format("{} is of other classes; the classifier begins anew.", origin_));
    }
    if (lacks_head_) {
      all.push_back(fmt::format("{} lacks an auxiliary head, which begins anew.", origin_));
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
    used_.insert(declared.name);
    if (is_of_head(declared.name) && !has_head_) {
      lacks_head_ = true;
      return;
    }
    if (anew_.count(module_of(declared.name)) > 0) return;
    const auto found = state_.find(declared.name);
    require(found != state_.end(), "{} lacks the tensor \"{}\" of the network.", origin_,
            declared.name);
    const Tensor& tensor = found->second;
    require(tensor.sizes() == declared.shape,
            "The tensor \"{}\" of {} has the shape [{}]; in a network of these channels and cells "
            "it must be [{}].",
            declared.name, origin_, fmt::join(tensor.sizes().vec(), ", "),
            fmt::join(declared.shape, ", "));
    require(tensor.is_floating_point() && tensor.isfinite().all().item<bool>(),
            "The tensor \"{}\" of {} has numbers that are whole or not finite; weights must be "
            "finite fractions.",
            declared.name, origin_);
    part.copy_(tensor);
  }

  /// Whether the state has this part of a classifier, with as many classes.
  bool fits(const Declared& declared) const {
    const auto found = state_.find(declared.name);
    return found != state_.end() &&
           !differs_in_classes(found->second.sizes().vec(), declared.shape);
  }

  /// The name of the layer to which a tensor belongs.
  static std::string module_of(const std::string& name) { return name.substr(0, name.rfind('.')); }

  static bool differs_in_classes(std::vector<int64_t> shape, const std::vector<int64_t>& expected) {
    if (shape.empty() || shape == expected) return false;
    shape.front() = expected.front();
    return shape == expected;
  }

  const StateDict& state_;
  std::string origin_;
  std::set<std::string> used_, anew_;
  bool has_head_ = false, lacks_head_ = false;
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

StateDict without_classifiers(StateDict state) {
  std::erase_if(state, [](const auto& entry) { return is_of_classifier(entry.first); });
  return state;
}

bool is_published(const Genotype& genotype, const DiscreteShape& shape) {
  static const std::set<std::string> known = {kNone,     kMaxPool3, kAvgPool3, kSkip,     kSepConv3,
                                              kSepConv5, kSepConv7, kDilConv3, kDilConv5, kConv7};
  for (const CellKind kind : {CellKind::kNormal, CellKind::kReduction}) {
    for (const auto& [edge, operation] : edge_operations(genotype, kind)) {
      if (known.count(operation) == 0) return false;
    }
  }
  const int64_t halvings = stem_halvings(shape.image_side);
  return std::holds_alternative<DartsCells>(genotype) && shape.image_channels == 3 &&
         (halvings == 0 || stem_reduces(shape.image_side));
}

}  // namespace tetlo
