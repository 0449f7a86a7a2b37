// SPDX-License-Identifier: Apache-2.0
// On the plain engine, no iteration of a search makes the host wait for the device, as far as a CPU
// shows it: the copy of PR-DARTS's gates to the host (docs/decisions.md) cannot be counted on one.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <sstream>

#include "tetlo/frameworks/table.h"
#include "tetlo/loop/run.h"
#include "tetlo/losses/table.h"
#include "tetlo/methods/method.h"
#include "tetlo/search/test_search.h"
#include "tetlo/transfer/table.h"
#include "tetlo/util/table.h"
#include "tetlo/util/test_synchronisations.h"

namespace tetlo {
namespace {

using testing::IsEmpty;
using Assignments = std::vector<std::string>;

/// What all iterations of a short search wait for, in every phase and its preparation. Two
/// candidates on each edge suffice.
Synchronisations::Counts counted_in(const Assignments& assignments) {
  Assignments all = {"run.engine=reference", "search.epochs=1", "search.batch_size=12",
                     "space.name=s2"};
  all.insert(all.end(), assignments.begin(), assignments.end());
  Search search = search_with(all);
  Synchronisations::Counts sum;
  for (int64_t epoch = 0; epoch < search.extent().epochs; ++epoch) {
    search.begin_epoch(epoch);
    const Synchronisations synchronisations;
    for (int64_t i = 0; i < search.iterations(epoch); ++i) search.iterate({epoch, i});
    for (const auto& [name, count] : Synchronisations::counted()) sum[name] += count;
  }
  return sum;
}

TEST(Synchronisations, AreNoticed) {
  const Synchronisations synchronisations;
  const Tensor x = torch::ones({3});
  x.sum().item<float>();
  x.index({x > 0});
  EXPECT_THAT(
      Synchronisations::counted(),
      testing::ElementsAre(testing::Pair("aten::_local_scalar_dense", 1),
                           testing::Pair("aten::item", 1), testing::Pair("aten::nonzero", 1)));
}

// The figures of an epoch are read, and the losses together. Here are 2 iterations, then 4.
TEST(Synchronisations, OfAWholeRunAreAsManyWithMoreIterations) {
  const auto waits = [](const std::string& batch_size) {
    Search search = search_with({"run.engine=reference", "search.epochs=1", "space.name=s2",
                                 "search.batch_size=" + batch_size});
    Diverged diverged;
    const Synchronisations synchronisations;
    run(search, {}, {}, {&diverged});
    return Synchronisations::counted();
  };
  EXPECT_EQ(waits("12"), waits("6"));
}

/// A framework and a method, with the options that they need and that keep the search short.
Assignments combined(const std::string& framework, const std::string& method) {
  Assignments all = {"framework.name=" + framework, "method.name=" + method};
  if (framework == "att") all.emplace_back("att.epochs=1");
  if (method == "random") all.emplace_back("selection.name=best_by_weights");
  if (method == "pr_darts") all.emplace_back("space.name=pr_darts");
  if (method == "p_darts") all.insert(all.end(), {"p_darts.added_cells=0", "space.name=darts"});
  if (method == "pc_darts") all.insert(all.end(), {"pc_darts.partial=2", "network.channels=8"});
  return all;
}

class EachFramework : public testing::TestWithParam<std::string> {};

TEST_P(EachFramework, HasNoSynchronisationInAnIteration) {
  EXPECT_THAT(counted_in(combined(GetParam(), "darts")), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Synchronisations, EachFramework, testing::ValuesIn(names_in(frameworks())),
                         [](const auto& instance) { return instance.param; });

class EachMethod : public testing::TestWithParam<std::string> {};

TEST_P(EachMethod, HasNoSynchronisationInAnIteration) {
  Assignments all = combined("plain", GetParam());
  all.emplace_back("hypergradient.name=first_order");
  EXPECT_THAT(counted_in(all), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Synchronisations, EachMethod, testing::ValuesIn(names_in(methods())),
                         [](const auto& instance) { return instance.param; });

class BothSlow : public testing::TestWithParam<std::tuple<std::string, std::string>> {};

TEST_P(BothSlow, HaveNoSynchronisationInAnIteration) {
  const auto& [framework, method] = GetParam();
  EXPECT_THAT(counted_in(combined(framework, method)), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Synchronisations, BothSlow,
                         testing::Combine(testing::ValuesIn(names_in(frameworks())),
                                          testing::ValuesIn(names_in(methods()))),
                         [](const auto& instance) {
                           return std::get<0>(instance.param) + "_" + std::get<1>(instance.param);
                         });

/// Choices for a search that do not depend on its framework and method.
std::vector<std::string> choices() {
  std::vector<std::string> all = {"search.drop_path=0.5 data.cutout=4",
                                  "search.clip=1e-3 search.alpha_clip=1e-3",
                                  "search.order=weights_first search.nesterov=true",
                                  "hypergradient.name=exact hypergradient.steps=2",
                                  "tetlo.main_validation=false",
                                  "auxiliary.architecture=separate",
                                  "auxiliary.batch=independent",
                                  "space.name=s4",
                                  "space.name=nasbench201",
                                  "space.name=nasbench1shot1_1"};
  const auto add = [&](const std::string& option, const std::vector<std::string>& values) {
    for (const std::string& value : values) all.push_back(fmt::format("{}={}", option, value));
  };
  add("hypergradient.name", names_in(table_of(HypergradientKind())));
  add("transfer.name", names_in(transfers()));
  add("auxiliary.name", {"untied", "scnn", "resnet18"});
  add("search.loss", names_in(losses()));
  add("search.class_balanced=true search.loss", names_in(losses()));
  return all;
}

class EachChoice : public testing::TestWithParam<std::string> {};

TEST_P(EachChoice, HasNoSynchronisationInAnIteration) {
  Assignments all = {"framework.name=tetlo"};
  std::istringstream words(GetParam());
  for (std::string word; words >> word;) all.push_back(word);
  EXPECT_THAT(counted_in(all), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Synchronisations, EachChoice, testing::ValuesIn(choices()));

}  // namespace
}  // namespace tetlo
