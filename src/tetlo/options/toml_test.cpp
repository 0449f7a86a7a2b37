// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/toml.h"

#include <gmock/gmock.h>

#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

using testing::HasSubstr;

std::string repeated(const std::string& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

std::string error_of(const std::string& text) {
  return tetlo::error_of([&] { parse_toml(text, "a.toml"); });
}

TEST(ParseToml, GivesEveryEntryWithItsPlace) {
  const TomlTable table = parse_toml("[search]\nepochs = 3", "a.toml");
  ASSERT_EQ(table.size(), 1U);
  EXPECT_EQ(table[0].key, "search");
  EXPECT_EQ(table[0].where, "a.toml:1:2");
  const auto& search = table_in(table[0].node, "search");
  EXPECT_EQ(std::get<int64_t>(find_key(search, "epochs")->value), 3);
  EXPECT_EQ(find_key(search, "epochs")->where, "a.toml:2:10");
  EXPECT_EQ(find_key(search, "epoch"), nullptr);
}

TEST(ParseToml, GivesAnArrayAsNumbersOrAsNodesWithTheirPlaces) {
  const TomlTable table = parse_toml("a = [1, 2.5]\nb = [[], 'x']\nc = []", "a.toml");
  EXPECT_EQ(std::get<std::vector<double>>(table[0].node.value), (std::vector{1, 2.5}));
  const auto& nodes = std::get<TomlArray>(table[1].node.value);
  ASSERT_EQ(nodes.size(), 2U);
  EXPECT_EQ(std::get<std::vector<double>>(nodes[0].value), std::vector<double>());
  EXPECT_EQ(std::get<std::string>(nodes[1].value), "x");
  EXPECT_EQ(nodes[1].where, "a.toml:2:10");
  EXPECT_EQ(std::get<std::vector<double>>(table[2].node.value), std::vector<double>());
}

TEST(ParseToml, RefusesWhatLiesTooDeep) {
  const std::string sentence = "Keys or values are nested more than 32 deep.";
  EXPECT_EQ(error_of(repeated("a.", 50'000) + "a = 1"), "a.toml:1: " + sentence);
  EXPECT_EQ(error_of("\n[" + repeated("a.", 50'000) + "a]"), "a.toml:2: " + sentence);
  EXPECT_EQ(error_of("a = " + repeated("[", 50'000)), "a.toml:1: " + sentence);
  EXPECT_EQ(error_of("a = " + repeated("{a=", 50'000)), "a.toml:1: " + sentence);
  EXPECT_EQ(error_of(repeated("'a'.", 50'000) + "a = 1"), "a.toml:1: " + sentence);
  EXPECT_EQ(error_of("a = '''\n'''\nb = " + repeated("[\n", 40)), "a.toml:35: " + sentence);
}

TEST(ParseToml, CountsNeitherStringsNorCommentsNorNumbers) {
  const std::string dots = repeated(".", 40), brackets = repeated("[", 40);
  EXPECT_EQ(error_of("# " + dots + brackets), "no error");
  EXPECT_EQ(error_of("a = '" + dots + brackets + "'"), "no error");
  EXPECT_EQ(error_of("a = \"\\\"" + dots + brackets + "\""), "no error");
  EXPECT_EQ(error_of("a = '''\n'" + brackets + "'''"), "no error");
  EXPECT_EQ(error_of("a = \"\"\"" + brackets + "\"\"\""), "no error");
  EXPECT_EQ(error_of("a = [" + repeated("0.5, ", 40) + "0.5]"), "no error");
  EXPECT_EQ(error_of(repeated("[[a]]\n", 40)), "no error");
}

TEST(ParseToml, QuotesLittleOfALongText) {
  EXPECT_LT(error_of(std::string(100'000, 'a')).size(), 300U);
  const std::string key(100'000, 'a');
  EXPECT_LT(error_of(key + " = 1\n" + key + " = 1\n").size(), 300U);
  EXPECT_EQ(parse_toml_value('"' + key + '"', "")->shown,
            "the string \"" + std::string(80, 'a') + "…\"");
}

TEST(ParseTomlValue, IsOneValueOrNone) {
  EXPECT_EQ(std::get<double>(parse_toml_value("0.5", "here")->value), 0.5);
  EXPECT_EQ(parse_toml_value("0.5", "here")->where, "here");
  EXPECT_FALSE(parse_toml_value("bare", "here").has_value());
  EXPECT_FALSE(parse_toml_value("1\nother = 2", "here").has_value());
  EXPECT_FALSE(parse_toml_value(repeated("[", 50'000), "here").has_value());
}

}  // namespace
}  // namespace tetlo
