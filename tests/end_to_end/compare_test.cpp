// SPDX-License-Identifier: Apache-2.0
// Runs compared, as a user does it.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "program.h"
#include "tetlo/compare/test_cells.h"
#include "tetlo/report/test_runs.h"

namespace tetlo {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// Folders of finished searches, made without searching.
struct Searches : TemporaryFolder {
  Searches() {
    for (uint64_t seed = 1; seed <= 3; ++seed) {
      write_search(path("short-" + std::to_string(seed)), 2, seed);
      write_search(path("long-" + std::to_string(seed)), 3, seed);
    }
  }
};

TEST(CompareSlow, SearchesWithTwoFrameworksAndTwoSeeds) {
  const TinyData data;
  const TemporaryFolder folder;
  for (const char* framework : {"tetlo", "plain"}) {
    for (const char* seed : {"1", "2"}) {
      const std::string run = folder.path(std::string(framework) + "-" + seed);
      const Arguments more = {"--seed", seed,
                              "--set",  std::string("framework.name=") + framework,
                              "--set",  "search.epochs=1"};
      ASSERT_EQ(run_program(data.command("search", run, more)).exit_code, 0);
    }
  }
  const Result result = run_program({"compare", folder.path(), "--against", "plain", "--json"});
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  const json tables = json::parse(result.output);
  ASSERT_EQ(tables["runs"]["rows"].size(), 4);
  const std::string group = tables["runs"]["rows"][1]["group"];
  EXPECT_EQ(group, "framework.name = plain");
  EXPECT_EQ(tables["runs"]["rows"][1]["seed"], "2");
  const json figures = json::parse(lines_of(folder.path("plain-2/metrics.jsonl")).back());
  EXPECT_EQ(tables["runs"]["rows"][1]["value"].get<double>(),
            100 * figures["main"]["valid_accuracy"].get<double>());
  ASSERT_EQ(tables["comparisons"]["rows"].size(), 1);
  const json one = tables["comparisons"]["rows"][0];
  EXPECT_EQ(one["group"], "framework.name = tetlo");
  EXPECT_FALSE(tables["differences"]["rows"].empty());
  EXPECT_EQ(one["test"], "signed rank, paired");
  EXPECT_EQ(one["verdict"], "not resolvable at this size");
}

TEST(CompareSlow, EveryNumberOfMadeUpRunsIsThatOfSciPyAndStatsmodels) {
  const char* const named = std::getenv("TETLO_PYTHON");
  const TemporaryFolder folder;
  const std::string command =
      fmt::format("{} tests/compare/with_scipy.py {} >'{}' 2>&1", named ? named : "python3",
                  TETLO_PROGRAM, folder.path("said"));
  const int status = std::system(command.c_str());
  const std::string said = read_file(folder.path("said"));
  if (WIFEXITED(status) && WEXITSTATUS(status) == 77) GTEST_SKIP() << said;
  EXPECT_EQ(status, 0) << said;
}

TEST(CompareSlow, TrainingsOfWhatSeveralSearchesFoundAreOneGroup) {
  const TinyData data;
  const Searches searches;
  const TemporaryFolder trainings;
  const auto train = [&](const std::string& name, const std::string& genotype) {
    Arguments arguments =
        data.command("evaluate", trainings.path(name), {"--set", "evaluate.epochs=1"});
    *std::find(arguments.begin(), arguments.end(), "DARTS_V1") = genotype;
    ASSERT_EQ(run_program(arguments).exit_code, 0);
  };
  for (const std::string seed : {"1", "2"}) {
    const std::string search = searches.path("short-" + seed);
    const json summary = json::parse(read_file(search + "/summary.json"));
    write_file(search + "/genotype.txt", summary["genotype"].get<std::string>());
    train("found-" + seed, search + "/genotype.txt");
    EXPECT_EQ(read_file(trainings.path("found-" + seed) + "/search.toml"),
              read_file(search + "/config.toml"));
  }
  train("published", "DARTS_V1");
  const Result result = run_program({"compare", trainings.path(), "--checklist", "--json"});
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  const json tables = json::parse(result.output);
  ASSERT_EQ(tables["groups"]["rows"].size(), 2);
  EXPECT_EQ(tables["groups"]["rows"][0]["group"], "cells found by a search");
  EXPECT_EQ(tables["groups"]["rows"][0]["n"], 2);
  EXPECT_EQ(tables["groups"]["rows"][1]["group"], "cells of DARTS_V1");
  EXPECT_EQ(tables["runs"]["rows"][1]["seed"], "1, search 2");
  EXPECT_EQ(tables["checklist"]["rows"].size(), 18);
}

TEST(Compare, ComparesGroupsAtEqualSeconds) {
  const Searches searches;  // of 75 seconds each
  const Result result = run_program({"compare", searches.path(), "--json"});
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  const json over_time = json::parse(result.output)["over_time"];
  const json& last = over_time["rows"].back();
  EXPECT_EQ(last["cost"], "seconds");  // α took no step that is on record
  EXPECT_EQ(last["budget"], 75);
  EXPECT_EQ(last["n"], 3);
}

TEST(Compare, AFolderStandsForTheRunsInIt) {
  const Searches searches;
  const Result whole = run_program({"compare", searches.path()});
  ASSERT_EQ(whole.exit_code, 0) << whole.errors;
  Arguments one_by_one = {"compare"};
  for (const char* name : {"long-1", "long-2", "long-3", "short-1", "short-2", "short-3"}) {
    one_by_one.push_back(searches.path(name));
  }
  EXPECT_EQ(run_program(one_by_one).output, whole.output);
  EXPECT_THAT(whole.output, HasSubstr("search.epochs = 2: signed rank, paired, 3 pairs; the "
                                      "smallest p that they allow is 0.25: nothing can be "
                                      "resolved at this size."));
}

TEST(Compare, HasFiveFormatsOfTheSameTables) {
  const Searches searches;
  const auto output = [&](const std::string& format) {
    const Result result = run_program({"compare", searches.path(), format});
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    return result.output;
  };
  EXPECT_EQ(json::parse(output("--json"))["runs"]["rows"].size(), 6);
  const std::string csv = output("--csv");
  EXPECT_THAT(csv,
              testing::StartsWith("table,row,column,value\ndifferences,1,option,search.epochs\n"));
  EXPECT_THAT(csv, HasSubstr("\nruns,,note,Compared is "));
  EXPECT_THAT(output("--markdown"), HasSubstr("| group | seed | value | state | run |\n"));
  EXPECT_THAT(output("--latex"), HasSubstr("group & seed & value & state & run \\\\\n"));
}

void write_run(const std::string& folder, const RunRecord& run) {
  std::filesystem::create_directories(folder);
  write_file(folder + "/config.toml",
             "# tetlo 0.4.0, search\nscale = \"cpu\"\n\n[run]\nseed = " + run.option("run.seed") +
                 "\n\n[space]\nname = \"nasbench201\"\n\n[method]\nname = \"" +
                 run.option("method.name") + "\"\n");
  std::string lines;
  for (const json& figures : run.epochs) lines += figures.dump() + "\n";
  write_file(folder + "/metrics.jsonl", lines);
  write_file(folder + "/summary.json", run.summary.dump());
}

TEST(Compare, CellsAreLookedUpInATable) {
  const FourCellsIn<TemporaryFolder> table;
  const TemporaryFolder runs;
  write_run(runs.path("a"), search_among_cells("darts", 1, {"321043", "222222"}, uniform_alpha()));
  write_run(runs.path("b"), search_among_cells("random", 1, {"111111"}, certain_of("111111")));
  const auto tables = [&](const Arguments& more) {
    Arguments arguments = {"compare", runs.path(), "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Result result = run_program(arguments);
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    return json::parse(result.output);
  };
  EXPECT_FALSE(tables({}).contains("benchmark_runs"));
  const json by_default = tables({"--table", table.file});
  EXPECT_EQ(by_default["runs"]["rows"][0]["value"], 20);  // by c10_test200
  EXPECT_EQ(by_default["benchmark_runs"]["rows"][0]["oracle"], 30);
  EXPECT_EQ(by_default["benchmark_runs"]["rows"][0]["percentile"], 50);
  EXPECT_TRUE(by_default["benchmark_runs"]["rows"][0]["Kendall's tau"].is_null());
  EXPECT_TRUE(by_default["benchmark_runs"]["rows"][0]["expected percentile"].is_null());
  EXPECT_EQ(by_default["benchmark_comparisons"]["rows"].size(), 1);  // by the percentile
  const json by_other = tables({"--table", table.file, "--figure", "table.other"});
  EXPECT_EQ(by_other["runs"]["rows"][1]["value"], 4);
  EXPECT_EQ(by_other["benchmark_runs"]["rows"][1]["expected percentile"], 87.5);
}

TEST(Compare, NamesTheRunsThatDoNotHaveTheFigure) {
  const Searches searches;
  write_file(searches.path("short-2/metrics.jsonl"), "{\"epoch\":0}\n");
  const Result result = run_program({"compare", searches.path()});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_THAT(
      result.output,
      HasSubstr("Left out, because they are at work or do not have this figure: short-2.\n"));
}

TEST(Compare, MistakesAreOneSentence) {
  const Searches searches;
  const auto error = [](const Arguments& arguments) {
    const Result result = run_program(arguments);
    EXPECT_EQ(result.exit_code, 2);
    return result.errors;
  };
  const std::string all = searches.path(), first = searches.path("long-1");
  EXPECT_EQ(
      error({"compare", searches.path("none")}),
      "tetlo: " + searches.path("none") + " is no run folder, and there is none directly in it.\n");
  EXPECT_THAT(error({"compare", first, all}), HasSubstr("long-1 is named twice."));
  EXPECT_EQ(error({"compare", all, "--against", "pc_darts"}),
            "tetlo: \"pc_darts\" names none of the groups; they are \"search.epochs = 3\", "
            "\"search.epochs = 2\".\n");
  EXPECT_EQ(error({"compare", all, "--collapsed-at", "half"}),
            "tetlo: --collapsed-at is \"half\"; it must be a share above 0 and at most 1.\n");
  EXPECT_THAT(error({"compare", all, "--table", "none.csv"}),
              HasSubstr("--table is none.csv, but "));
  EXPECT_THAT(error({"compare", all, "--json", "--latex"}), HasSubstr("only one of --json, --csv"));
  EXPECT_THAT(error({"compare", all, "--figure", "main.luck"}),
              HasSubstr("None of the runs has a figure main.luck."));
}

}  // namespace
}  // namespace tetlo
