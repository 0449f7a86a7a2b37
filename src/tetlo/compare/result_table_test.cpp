// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/result_table.h"

#include <gmock/gmock.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace tetlo {
namespace {

using testing::HasSubstr;

/// Text that every format must treat with care, a number, a gap, and one that is not finite.
std::vector<ResultTable> example() {
  return {{.id = "first",
           .title = "A table & more",
           .notes = {"Read this, first."},
           .columns = {"name", "value_here", "n", "holds"},
           .rows = {{std::string("a, \"b\"|c_1"), Number{2.0 / 3}, int64_t{7}, true},
                    {std::string("τ"), std::monostate(), int64_t{12}, false},
                    {std::string("z"), Number{std::nan("")}, std::monostate(), false}}},
          {.id = "second", .title = "Empty", .columns = {"only"}}};
}

TEST(ResultTable, TextAlignsCharactersNotBytes) {
  EXPECT_EQ(tables_as_text(example()),
            "A table & more\n"
            "\n"
            "Read this, first.\n"
            "\n"
            "  name         value_here    n   holds\n"
            "  a, \"b\"|c_1         0.67    7   yes\n"
            "  τ                         12   no\n"
            "  z                              no\n"
            "\n"
            "Empty\n"
            "\n"
            "  only\n");
}

TEST(ResultTable, CsvHasALineForEachEntryAndQuotes) {
  EXPECT_EQ(tables_as_csv(example()),
            "table,row,column,value\n"
            "first,,note,\"Read this, first.\"\n"
            "first,1,name,\"a, \"\"b\"\"|c_1\"\n"
            "first,1,value_here,0.6666666666666666\n"
            "first,1,n,7\n"
            "first,1,holds,true\n"
            "first,2,name,τ\n"
            "first,2,value_here,\n"
            "first,2,n,12\n"
            "first,2,holds,false\n"
            "first,3,name,z\n"
            "first,3,value_here,\n"
            "first,3,n,\n"
            "first,3,holds,false\n");
}

TEST(ResultTable, JsonKeepsAllDigitsAndHasNullForWhatIsNotThere) {
  const auto json = nlohmann::json::parse(tables_as_json(example()));
  const auto& rows = json["first"]["rows"];
  ASSERT_EQ(rows.size(), 3);
  EXPECT_EQ(rows[0]["value_here"].get<double>(), 2.0 / 3);
  EXPECT_EQ(rows[0]["name"], "a, \"b\"|c_1");
  EXPECT_EQ(rows[0]["holds"], true);
  EXPECT_TRUE(rows[1]["value_here"].is_null());
  EXPECT_TRUE(rows[2]["value_here"].is_null());
  EXPECT_EQ(json["first"]["notes"][0], "Read this, first.");
  EXPECT_EQ(json["second"]["rows"].size(), 0);
}

TEST(ResultTable, MarkdownEscapesBarsAndAlignsNumbers) {
  const std::string text = tables_as_markdown(example());
  EXPECT_THAT(text, HasSubstr("| name | value\\_here | n | holds |\n|---|---:|---:|---|\n"
                              "| a, \"b\"\\|c\\_1 | 0.67 | 7 | yes |\n"));
}

TEST(ResultTable, HtmlHasNotesBeforeValuesAndAlignsNumbers) {
  EXPECT_EQ(tables_as_html({{.id = "t",
                             .title = "A & B",
                             .notes = {"p < 1."},
                             .columns = {"name", "n"},
                             .rows = {{std::string("<a>"), Number{2.0 / 3}}}}}),
            "<h3>A &#38; B</h3>\n"
            "<p>p &#60; 1.</p>\n"
            "<div class=\"wide\" tabindex=\"0\"><table>\n"
            "<tr><th scope=\"col\">name</th><th scope=\"col\" class=\"n\">n</th></tr>\n"
            "<tr><td>&#60;a&#62;</td><td class=\"n\">0.67</td></tr>\n"
            "</table></div>\n");
}

TEST(ResultTable, LatexEscapesItsCharacters) {
  const std::string text = tables_as_latex(example());
  EXPECT_THAT(text, HasSubstr("\\caption{A table \\& more}\n\\begin{tabular}{lrrl}\n"));
  EXPECT_THAT(text, HasSubstr("a, \"b\"|c\\_1 & 0.67 & 7 & yes \\\\\n"));
}

TEST(ResultTable, LatexEscapesABackslashOnce) {
  const std::string text = tables_as_latex({{.id = "t", .title = "\\{%", .columns = {"c"}}});
  EXPECT_THAT(text, HasSubstr("\\caption{\\textbackslash{}\\{\\%}"));
}

TEST(ResultTable, LatexHasMathsForWhatPdflatexDoesNotRead) {
  const std::string text =
      tables_as_latex({{.id = "t",
                        .title = "Kendall's τ-b, Mann–Whitney",
                        .columns = {"steps of α", "γ, λ, θ and β"},
                        .rows = {{std::string("17.21±0.10"), std::string("2× or −1 → x²")}}}});
  EXPECT_THAT(text, HasSubstr("\\caption{Kendall's $\\tau$-b, Mann--Whitney}"));
  EXPECT_THAT(
      text, HasSubstr("steps of $\\alpha$ & $\\gamma$, $\\lambda$, $\\theta$ and $\\beta$ \\\\\n"));
  EXPECT_THAT(text, HasSubstr("17.21$\\pm$0.10 & 2$\\times$ or $-$1 $\\rightarrow$ x$^2$ \\\\\n"));
}

}  // namespace
}  // namespace tetlo
