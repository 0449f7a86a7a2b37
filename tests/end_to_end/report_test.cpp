// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "program.h"
#include "tetlo/report/test_runs.h"
#include "tetlo/space/named_genotypes.h"

namespace tetlo {
namespace {

using testing::HasSubstr;

/// Debian's interpreter, because the package python3-selenium belongs to it.
constexpr const char* kPython = "/usr/bin/python3";

bool has_browser() {
  const std::string selenium = std::string(kPython) + " -c 'import selenium' 2>/dev/null";
  return exists("/usr/bin/chromium") && exists("/usr/bin/chromedriver") &&
         std::system(selenium.c_str()) == 0;
}

/// What tests/report/browser.py finds wrong with a page that must have so many things.
std::string faults_in_browser(const std::string& page, const std::string& least) {
  const TemporaryFolder folder;
  const std::string command =
      fmt::format("timeout 120 {} tests/report/browser.py '{}' {} >'{}' 2>&1", kPython, page, least,
                  folder.path("faults"));
  const int status = std::system(command.c_str());
  const std::string faults = read_file(folder.path("faults"));
  return status == 0 ? "" : faults + "(status " + std::to_string(status) + ")";
}

TEST(ReportSlow, ASearchGetsAPage) {
  const TinyData data;
  const TemporaryFolder folder;
  const std::string run = folder.path("run");
  ASSERT_EQ(run_program(data.command("search", run)).exit_code, 0);
  const Result reported = run_program({"report", run});
  ASSERT_EQ(reported.exit_code, 0) << reported.errors;
  EXPECT_EQ(reported.output, run + "/report.html\n");
  const std::string page = read_file(run + "/report.html");
  EXPECT_THAT(page, HasSubstr("Gap of discretisation"));
  EXPECT_THAT(page, HasSubstr("α, edge by edge"));
}

TEST(ReportSlow, FollowingASearchRewritesThePageUntilItEnds) {
  const TinyData data;
  const TemporaryFolder folder, scratch, other;
  const std::string run = folder.path("run"), page = run + "/report.html";
  const Program search(data.command("search", run, {"--set", "search.epochs=3"}), scratch);
  ASSERT_TRUE(wait_for([&] { return exists(run + "/log.txt"); }));
  const Program report({"report", run, "--follow"}, other);
  ASSERT_TRUE(wait_for([&] { return exists(page) && exists(run + "/metrics.jsonl"); }));
  EXPECT_THAT(read_file(page), HasSubstr("http-equiv=\"refresh\""));
  ASSERT_EQ(search.wait().exit_code, 0);
  const Result reported = report.wait();
  EXPECT_EQ(reported.exit_code, 0) << reported.errors;
  EXPECT_THAT(read_file(page), HasSubstr("<dd>3 of 3</dd>"));
  EXPECT_THAT(read_file(page), testing::Not(HasSubstr("http-equiv=\"refresh\"")));
}

TEST(Report, ATrainingGetsAPage) {
  const TemporaryFolder folder;
  write_file(folder.path("config.toml"), "# tetlo 0.3.0, evaluate\n[network]\ngenotype = \"" +
                                             to_string(load_genotype("DARTS_V2")) + "\"\n");
  write_file(folder.path("metrics.jsonl"),
             "{\"epoch\":0,\"train_loss\":2.0,\"train_accuracy\":0.2,\"test_loss\":1.9,"
             "\"test_accuracy\":0.25}\n");
  ASSERT_EQ(run_program({"report", folder.path()}).exit_code, 0);
  const std::string page = read_file(folder.path("report.html"));
  EXPECT_THAT(page, HasSubstr("25.00 %"));
  EXPECT_THAT(page, HasSubstr("class=\"cell\""));
}

/// Two groups of two searches, which differ in their numbers of epochs, in one folder.
struct FourSearches : TemporaryFolder {
  FourSearches() {
    for (uint64_t seed = 1; seed <= 2; ++seed) {
      write_search(path("short-" + std::to_string(seed)), 2, seed);
      write_search(path("long-" + std::to_string(seed)), 3, seed);
    }
  }
};

TEST(Report, AFolderOfRunsGetsAPageWithTheTablesOfCompare) {
  const FourSearches searches;
  const std::string all = searches.path();
  const Result reported = run_program({"report", all, "--against", "epochs = 2"});
  ASSERT_EQ(reported.exit_code, 0) << reported.errors;
  EXPECT_EQ(reported.output, all + "/report.html\n");
  const std::string page = read_file(all + "/report.html");
  EXPECT_THAT(page, HasSubstr("<h1>4 runs compared</h1>"));
  EXPECT_THAT(page, HasSubstr("<h3>Against search.epochs = 2, by main.valid_accuracy (%)</h3>"));
  const Result compared = run_program({"compare", all, "--json"});
  const auto tables = nlohmann::json::parse(compared.output);
  for (const auto& row : tables["runs"]["rows"]) {
    const std::string value = fmt::format("{:.2f}", row["value"].get<double>());
    EXPECT_THAT(page, HasSubstr("<td class=\"n\">" + value + "</td><td>finished</td><td>" +
                                row["run"].get<std::string>() + "</td>"));
  }
}

TEST(Report, TheComparedFigureCanBeChosen) {
  const FourSearches searches;
  const std::string all = searches.path();
  ASSERT_EQ(run_program({"report", all, "--figure", "main.valid_loss"}).exit_code, 0);
  EXPECT_THAT(read_file(all + "/report.html"),
              HasSubstr("Compared is main.valid_loss at the end of a run; lower is better."));
  const Result wrong = run_program({"report", all, "--figure", "main.luck"});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.errors, HasSubstr("None of the runs has a figure main.luck."));
}

TEST(Report, RunsWithoutACommonFigureGetAPageThatSaysSo) {
  const FourSearches searches;
  std::filesystem::create_directories(searches.path("training"));
  write_file(searches.path("training/config.toml"), "# tetlo 0.4.0, evaluate\n");
  ASSERT_EQ(run_program({"report", searches.path()}).exit_code, 0);
  EXPECT_THAT(read_file(searches.path("report.html")), HasSubstr("name a figure that both have"));
}

TEST(Report, MistakesAreOneSentence) {
  const TemporaryFolder folder;
  write_search(folder.path("a"), 1);
  const std::string a = folder.path("a"), none = folder.path("none");
  const auto error = [](const Arguments& arguments) {
    const Result result = run_program(arguments);
    EXPECT_EQ(result.exit_code, 2);
    return result.errors;
  };
  for (const Arguments& arguments : {Arguments{"report", none}, {"report", none, "--follow"}}) {
    EXPECT_EQ(error(arguments),
              "tetlo: " + none + " is no run folder, and there is none directly in it.\n");
  }
  EXPECT_EQ(error({"report", a, a, "--out", folder.path("x.html")}),
            "tetlo: The run " + a + " is named twice.\n");
  EXPECT_THAT(error({"report", a, folder.path()}), HasSubstr("--out must name the file"));
  EXPECT_THAT(error({"report", a, "--out", "/nowhere/x.html"}), HasSubstr("/nowhere/x.html"));
}

TEST(ReportSlow, PagesAreWholeInABrowser) {
  if (!has_browser()) {
    GTEST_SKIP() << "Debian's chromium, chromium-driver and python3-selenium are not all there.";
  }
  const TemporaryFolder folder;
  Arguments several = {"report", "--out", folder.path("several.html")};
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    const std::string run = folder.path("run-" + std::to_string(seed));
    write_search(run, seed == 1 ? 50 : 5, seed);
    several.push_back(run);
  }
  ASSERT_EQ(run_program({"report", several[3], "--out", folder.path("one.html")}).exit_code, 0);
  ASSERT_EQ(run_program(several).exit_code, 0);
  // Two models in training and validation, twice; transfer loss; entropy and skips of two cells;
  // two accuracies. A hundred cells, and the two found ones.
  EXPECT_EQ(faults_in_browser(folder.path("one.html"), "15 102 28"), "");
  // Ten quantities, and the compared values with their medians, of two groups, for the epochs
  // differ; two cells of each run; the edges of each group.
  EXPECT_EQ(faults_in_browser(folder.path("several.html"), "24 20 56"), "");
}

}  // namespace
}  // namespace tetlo
