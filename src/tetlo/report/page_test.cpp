// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/page.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cstdlib>
#include <regex>
#include <set>

#include "tetlo/data/test_data.h"
#include "tetlo/report/test_runs.h"

namespace tetlo {
namespace {

using testing::HasSubstr;
using testing::Not;

size_t count(const std::string& text, const std::string& part) {
  size_t number = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++number;
  return number;
}

/// Why the tags of the text do not nest as in XML; "" if they do.
std::string fault_of(const std::string& html) {
  std::vector<std::string> open;
  const std::regex tag(
      "<(/?)([a-zA-Z0-9]+)((?: [a-zA-Z:-]+=\"[^\"<]*\")*)(/?)>|<|&(?!#?[a-z0-9]+;)");
  for (auto at = std::sregex_iterator(html.begin(), html.end(), tag); at != std::sregex_iterator();
       ++at) {
    const std::smatch& found = *at;
    if (!found[2].matched)
      return "a stray " + found.str() + " before " + found.suffix().str().substr(0, 60);
    if (found[1].length() > 0) {
      if (open.empty() || open.back() != found[2]) return "unexpected </" + found[2].str() + ">";
      open.pop_back();
    } else if (found[4].length() == 0) {
      open.push_back(found[2]);
    }
  }
  return open.empty() ? "" : "<" + open.back() + "> is not closed";
}

/// The page without its document type and its style sheet.
std::string markup(const std::string& page) {
  const size_t style = page.find("<style>"), end = page.find("</style>");
  return page.substr(page.find("<html"), style - page.find("<html")) + page.substr(end + 8);
}

class PageTest : public testing::Test {
 protected:
  std::string page_of(int64_t epochs) {
    write_search(folder.path("run"), epochs);
    return page({gather(folder.path("run"))});
  }
  std::string page_of_several() {
    std::vector<RunRecord> runs;
    for (uint64_t seed = 1; seed <= 3; ++seed) {
      const std::string own = folder.path("run-" + std::to_string(seed));
      write_search(own, 4, seed);
      runs.push_back(gather(own));
    }
    return page(runs, {.comparison = "<h3>Groups</h3>"});
  }
  const TemporaryFolder folder;
};

TEST_F(PageTest, IsWellFormed) {
  EXPECT_EQ(fault_of(markup(page_of(3))), "");
  EXPECT_EQ(fault_of(markup(page_of(0))), "");
  EXPECT_EQ(fault_of(markup(page_of_several())), "");
}

TEST_F(PageTest, AsksForNothing) {
  for (const std::string& text : {page_of(3), page_of_several()}) {
    EXPECT_THAT(text, HasSubstr("http-equiv=\"Content-Security-Policy\" content=\"default-src "
                                "'none'; style-src 'unsafe-inline'\""));
    for (const char* part : {"http:", "https:", " src=", " href=", "url(", "@import", "<script"}) {
      EXPECT_THAT(text, Not(HasSubstr(part)));
    }
  }
}

TEST_F(PageTest, IdsAreUnique) {
  for (const std::string& text : {page_of(3), page_of_several()}) {
    std::set<std::string> ids;
    const std::regex id(" id=\"([^\"]*)\"");
    for (auto at = std::sregex_iterator(text.begin(), text.end(), id); at != std::sregex_iterator();
         ++at) {
      EXPECT_TRUE(ids.insert((*at)[1]).second) << (*at)[1];
    }
    EXPECT_GE(ids.size(), 4);
  }
}

TEST_F(PageTest, EveryPictureIsDescribedOrDecoration) {
  for (const std::string& text : {page_of(3), page_of_several()}) {
    const size_t described = count(text, "role=\"img\" aria-label=\""),
                 decoration = count(text, "aria-hidden=\"true\"");
    EXPECT_EQ(count(text, "<svg"), described + decoration);
    EXPECT_THAT(text, Not(HasSubstr("aria-label=\"\"")));
  }
}

TEST_F(PageTest, AllEdgesAndModelsAreThere) {
  const std::string text = page_of(3);
  EXPECT_EQ(count(text, "<figure class=\"edge\">"), 28);
  for (const char* part :
       {"main, training", "main, validation", "auxiliary, training", "auxiliary, validation",
        "Entropy of α", "Skip connections", "Gap of discretisation", "512 MiB", "1 min 15 s"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST_F(PageTest, PartsWithoutFiguresAreLeftOut) {
  const std::string text = page_of(3);
  EXPECT_THAT(text, Not(HasSubstr("Largest eigenvalue")));
  EXPECT_THAT(page_of(0), HasSubstr("No epoch has ended yet."));
}

// Every epoch of these has cells of its own, so that the page has a hundred pictures of them.
TEST_F(PageTest, AnyPageOfFiftyEpochsIsSmallerThan500Kilobytes) {
  const std::string text = page_of(50);
  EXPECT_EQ(count(text, "<svg class=\"cell\""), 102);
  EXPECT_LT(text.size(), 500'000);
}

TEST_F(PageTest, LongerSearchesShowTheirLastCells) {
  const std::string text = page_of(60);
  EXPECT_EQ(count(text, "<svg class=\"cell\""), 102);
  EXPECT_THAT(text, HasSubstr("The last 50 are shown"));
}

TEST_F(PageTest, SeveralRunsHaveBandsTheComparisonAndAllCells) {
  const std::string text = page_of_several();
  EXPECT_THAT(text, HasSubstr("class=\"band g0\""));
  EXPECT_THAT(text, HasSubstr("<h3>Groups</h3>"));
  EXPECT_EQ(count(text, "<figure class=\"edge\">"), 28);
  EXPECT_EQ(count(text, "<svg class=\"cell\""), 6);
}

TEST_F(PageTest, GroupsHaveTheirOwnPicturesOfEdges) {
  std::vector<RunRecord> runs;
  for (const int64_t epochs : {2, 3}) {
    for (const uint64_t seed : {1, 2, 3}) {
      const std::string own = folder.path(fmt::format("{}-{}", epochs, seed));
      write_search(own, epochs, seed);
      runs.push_back(gather(own));
    }
  }
  // All lead with the same candidate on the first edge, all but one on the second.
  for (RunRecord& run : runs) {
    auto& edges = run.epochs.back()["alpha"]["normal"];
    edges[0]["sep_conv_3x3"] = 0.9;
    edges[1][run.option("run.seed") == "2" ? "skip_connect" : "max_pool_3x3"] = 0.9;
  }
  const std::string text = page(runs);
  EXPECT_EQ(count(text, "<figure class=\"edge\">"), 56);
  EXPECT_EQ(count(text, "c<sub>k−2</sub> → 0<small>sep_conv_3x3 in 3 of 3</small>"), 2);
  EXPECT_EQ(count(text, "c<sub>k−1</sub> → 0<small>max_pool_3x3 in 2 of 3</small>"), 2);
  EXPECT_THAT(text, HasSubstr("<h3>search.epochs = 2 (3 runs): reduction cell</h3>"));
}

TEST_F(PageTest, SeveralRunsAreComparedAtEqualCosts) {
  std::vector<RunRecord> runs;
  for (const int64_t epochs : {2, 4}) {
    const std::string own = folder.path(fmt::format("{}", epochs));
    write_search(own, epochs);
    RunRecord run = gather(own);
    const double best = epochs == 2 ? 0.5 : 0.75;
    for (auto& figures : run.epochs) {
      run.seconds.push_back(static_cast<double>(10 * (run.seconds.size() + 1)));
      figures["main"]["discrete_accuracy"] = best - 1 / run.seconds.back();
    }
    runs.push_back(run);
  }
  const std::string text = page(runs);
  EXPECT_THAT(text, HasSubstr("accuracy, by seconds. search.epochs = 2: from 40 to 45; "
                              "search.epochs = 4: from 65 to 72."));
  EXPECT_THAT(text, Not(HasSubstr("by steps of α")));  // of which there is no record
}

TEST_F(PageTest, PhasesOfASearchAreDrawnInAllItsPictures) {
  write_search(folder.path("run"), 6);
  RunRecord run = gather(folder.path("run"));
  for (size_t e = 0; e < 6; ++e) run.epochs[e]["phase"] = e / 2;
  const std::string text = page({run});
  // Six charts and 28 edges, each with two boundaries.
  EXPECT_EQ(count(text, "<path class=\"phase\""), 2 * (6 + 28));
  EXPECT_THAT(text, HasSubstr("a line ends where its candidate was dropped"));
}

TEST_F(PageTest, ReloadsItselfOnlyIfItWillBeRewritten) {
  write_search(folder.path("run"), 1);
  const std::vector<RunRecord> runs = {gather(folder.path("run"))};
  EXPECT_THAT(page(runs, {.reloads = true}), HasSubstr("http-equiv=\"refresh\""));
  EXPECT_THAT(page(runs), Not(HasSubstr("http-equiv=\"refresh\"")));
}

TEST_F(PageTest, WithoutGraphvizCellsAreWords) {
  const std::string path = std::getenv("PATH");
  setenv("PATH", "/nowhere", 1);
  const std::string text = page_of(2);
  setenv("PATH", path.c_str(), 1);
  EXPECT_THAT(text, HasSubstr("install graphviz"));
  EXPECT_THAT(text, HasSubstr("<p>c_{k-1} to 0: "));
}

TEST_F(PageTest, NamesOfFoldersCannotBecomeMarkup) {
  write_search(folder.path("a<b>&c"), 1);
  EXPECT_EQ(fault_of(markup(page({gather(folder.path("a<b>&c"))}))), "");
}

}  // namespace
}  // namespace tetlo
