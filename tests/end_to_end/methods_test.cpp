// SPDX-License-Identifier: Apache-2.0
// A small search with every method under every framework and, for plain and TETLO, in spaces of
// every kind.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "program.h"
#include "tetlo/auxiliaries/auxiliary.h"
#include "tetlo/frameworks/table.h"
#include "tetlo/methods/method.h"
#include "tetlo/transfer/table.h"
#include "tetlo/util/error.h"
#include "tetlo/util/table.h"

namespace tetlo {
namespace {

struct Combination {
  std::string method, framework, space;
};

/// Whether the method can be used in that space.
bool is_legal(const MethodEntry& method, const std::string& space) {
  try {
    method.make(method.options, {.phase = {.space = find_space(space)}});
    return true;
  } catch (const Error&) {
    return false;
  }
}

/// Every method with some frameworks and spaces, if it can (`legal`) or cannot be used in the
/// space.
std::vector<Combination> combinations(bool legal, const std::vector<std::string>& names,
                                      const std::vector<std::string>& spaces) {
  std::vector<Combination> all;
  for (const auto& method : methods()) {
    for (const auto& framework : names) {
      for (const auto& space : spaces) {
        if (is_legal(method, space) == legal) all.push_back({method.name, framework, space});
      }
    }
  }
  return all;
}

/// A search on tiny data in which everything is as short as possible.
Arguments smoke(const TinyData& data, const std::string& out, const Combination& what,
                const Arguments& more = {}) {
  Arguments arguments =
      data.command("search", out,
                   {"--json", "--set", "search.epochs=1", "--set", "search.arch_every=2", "--set",
                    "method.name=" + what.method, "--set", "network.channels=8", "--set",
                    "framework.name=" + what.framework, "--set", "space.name=" + what.space});
  if (what.framework == "att") arguments.insert(arguments.end(), {"--set", "att.epochs=1"});
  if (what.method == "pc_darts") arguments.insert(arguments.end(), {"--set", "pc_darts.partial=2"});
  if (what.method == "p_darts") {
    arguments.insert(arguments.end(), {"--set", "p_darts.added_cells=1"});
  }
  if (what.method == "random") {
    arguments.insert(arguments.end(), {"--set", "selection.name=best_by_weights", "--set",
                                       "best_by_weights.cells=2"});
  }
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

/// The frameworks that are neither plain nor TETLO.
std::vector<std::string> other_frameworks() {
  auto names = names_in(frameworks());
  std::erase(names, "plain");
  std::erase(names, "tetlo");
  return names;
}

class MethodsSlow : public testing::TestWithParam<Combination> {};

TEST_P(MethodsSlow, FindCellsOfTheirSpace) {
  const auto& [method, framework, space] = GetParam();
  const TinyData data;
  const TemporaryFolder folder;
  const Result found = run_program(smoke(data, folder.path("run"), GetParam()));
  ASSERT_EQ(found.exit_code, 0) << found.errors;
  const auto summary = nlohmann::json::parse(found.output);
  const Genotype genotype = parse_genotype(summary["genotype"]);
  std::vector<std::string> allowed = find_space(space).normal.front();
  EXPECT_NO_THROW(check_operations(genotype, allowed, "what was found"));
  EXPECT_EQ(std::holds_alternative<Nasbench201Cell>(genotype), space == "nasbench201");
  // ATT's auxiliary model is frozen, and NoAux has none.
  const bool both = framework == "tetlo" || framework == "mtl" || framework == "es";
  EXPECT_EQ(summary["figures"].contains("auxiliary"), both);
  const auto outer = summary["figures"].value("outer", nlohmann::json::object());
  EXPECT_EQ(outer.contains("auxiliary"), outer.contains("main") && both);
  EXPECT_GT(summary["figures"]["main"]["valid_loss"].get<double>(), 0);
  for (const auto& file : {"genotype.txt", "normal.svg"}) {
    EXPECT_TRUE(exists(folder.path(std::string("run/") + file))) << file;
  }
}

std::string name_of(const testing::TestParamInfo<Combination>& instance) {
  const Combination& c = instance.param;
  return c.framework + "_" + c.method + "_" + c.space;
}

INSTANTIATE_TEST_SUITE_P(All, MethodsSlow,
                         testing::ValuesIn(combinations(true, {"plain", "tetlo"},
                                                        {"darts", "s2", "nasbench201"})),
                         name_of);
INSTANTIATE_TEST_SUITE_P(Others, MethodsSlow,
                         testing::ValuesIn(combinations(true, other_frameworks(), {"darts"})),
                         name_of);

class Refused : public testing::TestWithParam<Combination> {};

TEST_P(Refused, WithASentenceThatNamesMethodAndSpace) {
  const TinyData data;
  const TemporaryFolder folder;
  const Result refused = run_program(smoke(data, folder.path("run"), GetParam()));
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.errors, testing::StartsWith("tetlo: method.name is " + GetParam().method));
  EXPECT_THAT(refused.errors, testing::HasSubstr(GetParam().space));
  EXPECT_FALSE(exists(folder.path("run")));
}

INSTANTIATE_TEST_SUITE_P(All, Refused,
                         testing::ValuesIn(combinations(false, {"plain", "tetlo"},
                                                        {"s1", "s2", "s3", "s4", "nasbench201",
                                                         "nasbench1shot1_1"})),
                         name_of);

class SpacesSlow : public testing::TestWithParam<Combination> {};

TEST_P(SpacesSlow, AreSearchedAndWhatIsFoundIsTrained) {
  const TinyData data;
  const TemporaryFolder folder;
  const Result found = run_program(smoke(data, folder.path("run"), GetParam()));
  ASSERT_EQ(found.exit_code, 0) << found.errors;
  Arguments training =
      data.command("evaluate", folder.path("trained"), {"--json", "--set", "network.channels=8"});
  *std::find(training.begin(), training.end(), "DARTS_V1") = folder.path("run/genotype.txt");
  const Result trained = run_program(training);
  EXPECT_EQ(trained.exit_code, 0) << trained.errors;
}

INSTANTIATE_TEST_SUITE_P(All, SpacesSlow,
                         testing::Values(Combination{"pr_darts", "tetlo", "pr_darts"},
                                         Combination{"darts", "plain", "s4"},
                                         Combination{"darts", "tetlo", "nasbench1shot1_1"},
                                         Combination{"sdarts_rs", "plain", "nasbench1shot1_2"},
                                         Combination{"random", "tetlo", "nasbench1shot1_2"},
                                         Combination{"darts", "plain", "nasbench1shot1_3"}),
                         name_of);

class TransfersSlow : public testing::TestWithParam<std::string> {};

TEST_P(TransfersSlow, AreTaughtInASearchThatFindsCells) {
  const TinyData data;
  const TemporaryFolder folder;
  const Result found = run_program(smoke(data, folder.path("run"), {"darts", "tetlo", "darts"},
                                         {"--set", "transfer.name=" + GetParam()}));
  ASSERT_EQ(found.exit_code, 0) << found.errors;
  const auto summary = nlohmann::json::parse(found.output);
  EXPECT_NO_THROW(parse_genotype(summary["genotype"]));
  EXPECT_GT(summary["figures"]["transfer_loss"].get<double>(), 0);
}

INSTANTIATE_TEST_SUITE_P(All, TransfersSlow, testing::ValuesIn(names_in(transfers())),
                         [](const auto& instance) { return instance.param; });

struct WithAuxiliary {
  std::string auxiliary, hypergradient;
};

std::vector<WithAuxiliary> with_each_auxiliary() {
  std::vector<WithAuxiliary> all;
  for (const AuxiliaryEntry& entry : auxiliaries()) {
    for (const char* hypergradient : {"first_order", "finite_difference"}) {
      all.push_back({entry.name, hypergradient});
    }
  }
  return all;
}

/// The setting that makes an auxiliary model narrow, if it has a width.
Arguments narrow(const std::string& auxiliary) {
  AuxiliaryEntry entry = find_entry(auxiliaries(), auxiliary, "auxiliary");
  if (entry.fields == nullptr || entry.fields(entry.options).front().name != "width") return {};
  return {"--set", auxiliary + ".width=4"};
}

class AuxiliariesSlow : public testing::TestWithParam<WithAuxiliary> {};

TEST_P(AuxiliariesSlow, LearnFromAnyMainModel) {
  const auto& [auxiliary, hypergradient] = GetParam();
  Arguments more = narrow(auxiliary);
  more.insert(more.end(), {"--set", "auxiliary.name=" + auxiliary, "--set",
                           "hypergradient.name=" + hypergradient});
  const TinyData data;
  const TemporaryFolder folder;
  const Result found = run_program(smoke(data, folder.path("run"), {"darts", "tetlo", "s2"}, more));
  ASSERT_EQ(found.exit_code, 0) << found.errors;
  const auto summary = nlohmann::json::parse(found.output);
  EXPECT_NO_THROW(parse_genotype(summary["genotype"]));
  EXPECT_GT(summary["figures"]["auxiliary"]["valid_loss"].get<double>(), 0);
}

INSTANTIATE_TEST_SUITE_P(All, AuxiliariesSlow, testing::ValuesIn(with_each_auxiliary()),
                         [](const auto& instance) {
                           return instance.param.auxiliary + "_" + instance.param.hypergradient;
                         });

class SelectionSlow : public testing::TestWithParam<Combination> {};

TEST_P(SelectionSlow, ByPerturbationFollowsAnySearch) {
  const TinyData data;
  const TemporaryFolder folder;
  const Result found = run_program(
      smoke(data, folder.path("run"), GetParam(),
            {"--set", "selection.name=perturbation", "--set", "perturbation.decide_every=1"}));
  ASSERT_EQ(found.exit_code, 0) << found.errors;
  const auto summary = nlohmann::json::parse(found.output);
  // Each decision takes one epoch; the first one is taken at the end of the search.
  EXPECT_EQ(summary["epochs"], GetParam().space == "nasbench201" ? 6 : 17);
  EXPECT_NO_THROW(parse_genotype(summary["genotype"]));
}

INSTANTIATE_TEST_SUITE_P(All, SelectionSlow,
                         testing::Values(Combination{"darts", "plain", "s2"},
                                         Combination{"darts_minus", "tetlo", "s2"},
                                         Combination{"pc_darts", "plain", "s3"},
                                         Combination{"pr_darts", "plain", "s3"},
                                         Combination{"sdarts_adv", "plain", "s2"},
                                         Combination{"darts", "tetlo", "nasbench201"}),
                         name_of);

TEST(SeedsSlow, TheBestOfSeveralSearchesIsKept) {
  const TinyData data;
  const TemporaryFolder folder;
  const std::string out = folder.path("run");
  const Arguments arguments =
      smoke(data, out, {"darts", "plain", "s2"},
            {"--seeds", "2", "--seed", "5", "--set", "retrain.epochs=1", "--set",
             "retrain.batch_size=4", "--set", "retrain.channels=4", "--set", "retrain.cells=3"});
  const Result found = run_program(arguments);
  ASSERT_EQ(found.exit_code, 0) << found.errors;
  const auto summary = nlohmann::json::parse(found.output);
  double best = -1;
  std::string genotype;
  for (const auto& seed : summary["searches"]) {
    const std::string own = seed["folder"];
    const auto trained = nlohmann::json::parse(read_file(own + "/retrained/summary.json"));
    const double accuracy = trained["figures"]["test_accuracy"];
    EXPECT_EQ(seed["validation_accuracy"], accuracy);
    if (accuracy <= best) continue;
    best = accuracy;
    genotype = nlohmann::json::parse(read_file(own + "/summary.json"))["genotype"];
  }
  EXPECT_EQ(summary["genotype"], genotype);
  EXPECT_TRUE(exists(out + "/seed-5/genotype.txt"));
  EXPECT_TRUE(exists(out + "/seed-6/genotype.txt"));
  EXPECT_EQ(read_file(out + "/genotype.txt"), genotype + "\n");
  for (const char* run : {"seed-5", "seed-6", "seed-5/retrained", "seed-6/retrained"}) {
    EXPECT_THAT(read_file(out + "/" + run + "/config.toml"),
                testing::HasSubstr("split_seed = 5\n"));
  }

  // The resumed run continues where the first one stopped, which is at the end.
  Arguments again = arguments;
  again.push_back("--resume");
  EXPECT_EQ(nlohmann::json::parse(run_program(again).output), summary);
}

TEST(SeedsSlow, SearchesMayDifferInAnOptionThatBringsItsOwn) {
  const TinyData data;
  const TemporaryFolder folder;
  const std::string out = folder.path("run");
  const Result found = run_program(
      smoke(data, out, {"darts", "plain", "s2"},
            {"--over", "hypergradient.name=first_order,exact", "--set", "retrain.epochs=1", "--set",
             "retrain.batch_size=4", "--set", "retrain.channels=4", "--set", "retrain.cells=3"}));
  ASSERT_EQ(found.exit_code, 0) << found.errors;
  for (const char* name : {"first_order", "exact"}) {
    EXPECT_THAT(read_file(out + "/hypergradient.name=" + name + "/config.toml"),
                testing::HasSubstr(fmt::format("[hypergradient]\nname = \"{}\"\n", name)));
  }
  // The folders hold all options, so that resuming needs no other flags.
  const Result again = run_program({"search", "--over", "hypergradient.name=first_order,exact",
                                    "--resume", "--json", "--out", out});
  EXPECT_EQ(nlohmann::json::parse(again.output), nlohmann::json::parse(found.output));
}

}  // namespace
}  // namespace tetlo
