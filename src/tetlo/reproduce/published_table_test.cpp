// SPDX-License-Identifier: Apache-2.0
#include "tetlo/reproduce/published_table.h"

#include <gmock/gmock.h>

#include "tetlo/data/test_data.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kTable = R"(
title = "Errors"
source = "[Sheth2023, table 99]"
seeds = 4
set = ["data.name=cifar-100"]

[[columns]]
name = "error"
figure = "training.test_error"
unit = "%"
claim = "lower"

[[columns]]
name = "cost"
figure = "search.seconds"
unit = "days"

[[rows]]
name = "Quoted"
published = ["22.1", "-"]

[[rows]]
name = "Plain"
search = "plain.toml"
training = "train.toml"
published = ["20.58±0.44", "4.0"]

[[rows]]
name = "Ours"
search = "ours.toml"
training = "train.toml"
set = ["tetlo.gamma=2"]
published = ["17.21±0.10", "4.0"]
against = ["Plain"]
published_p = ["4.49e-11"]
)";

class PublishedTableFile : public testing::Test {
 protected:
  PublishedTable read(const std::string& text, const std::string& name = "table-99.toml") {
    write_file(folder_.path(name), text);
    return read_published_table(folder_.path(name));
  }

  /// The table with one part of its text replaced.
  PublishedTable read_with(const std::string& part, const std::string& replacement) {
    std::string text = kTable;
    return read(text.replace(text.find(part), part.size(), replacement));
  }

  TemporaryFolder folder_;
};

TEST_F(PublishedTableFile, IsReadAsItStands) {
  const PublishedTable table = read(kTable);
  EXPECT_EQ(table.id, "table-99");
  EXPECT_EQ(table.seeds, 4);
  ASSERT_EQ(table.columns.size(), 2U);
  EXPECT_EQ(table.columns[0].claim, Claim::kLower);
  EXPECT_EQ(table.columns[1].claim, Claim::kNone);
  ASSERT_EQ(table.rows.size(), 3U);
  EXPECT_TRUE(table.rows[0].is_quoted());
  EXPECT_EQ(table.rows[1].search(1), "plain.toml");
  EXPECT_EQ(table.rows[0].published[1].text, "");
  EXPECT_DOUBLE_EQ(*table.rows[1].published[0].mean, 20.58);
  EXPECT_DOUBLE_EQ(*table.rows[1].published[0].deviation, 0.44);
  EXPECT_EQ(table.rows[1].published[1].deviation, std::nullopt);
  EXPECT_THAT(table.rows[2].against, ElementsAre("Plain"));
  EXPECT_EQ(&row_named(table, "Ours"), &table.rows[2]);
}

TEST_F(PublishedTableFile, MayHaveTheRowsOfAnother) {
  read(kTable);
  const PublishedTable other =
      read("title = \"Other\"\nsource = \"here\"\nrows_of = \"table-99.toml\"", "table-100.toml");
  EXPECT_EQ(other.id, "table-100");
  EXPECT_EQ(other.title, "Other");
  EXPECT_EQ(other.rows.size(), 3U);
  EXPECT_EQ(other.seeds, 4);
}

TEST_F(PublishedTableFile, MayHaveAConfigurationForEachColumn) {
  const PublishedTable table =
      read_with("search = \"plain.toml\"", "search = [\"on-10.toml\", \"on-100.toml\"]");
  EXPECT_EQ(table.rows[1].search(0), "on-10.toml");
  EXPECT_EQ(table.rows[1].search(1), "on-100.toml");
  EXPECT_EQ(table.rows[1].training(1), "train.toml");
}

TEST_F(PublishedTableFile, IsRefusedAtAMistake) {
  const auto refused = [&](const std::string& part, const std::string& replacement,
                           const std::string& sentence) {
    EXPECT_THAT(error_of([&] { read_with(part, replacement); }), HasSubstr(sentence));
  };
  refused("seeds = 4", "seed = 4", "There is no \"seed\" here");
  refused("20.58±0.44", "20.58+0.44", "\"20.58+0.44\" is no published figure");
  refused("against = [\"Plain\"]", "against = [\"Plane\"]", "has no row \"Plane\"");
  refused("claim = \"lower\"", "claim = \"low\"", "claim is \"low\"");
  refused("unit = \"days\"", "unit = \"weeks\"", "There is no unit \"weeks\"");
  refused("figure = \"search.seconds\"", "figure = \"seconds\"", "must begin with search.");
  refused("published = [\"22.1\", \"-\"]", "published = [\"22.1\"]", "has 1 published figures");
  refused("search = \"plain.toml\"", "search = [\"a.toml\", \"b.toml\", \"c.toml\"]",
          "names 3 configuration files; it must be one, or one for each of 2 columns.");
  refused("published_p = [\"4.49e-11\"]", "published_p = [\"1\", \"1\"]", "2 published p values");
}

// The tables that come with the program, against figures read from the paper.
TEST(PaperTables, AreAllThereAndHaveThePublishedFigures) {
  const std::string folder = "configs/paper/";
  for (int number = 1; number <= 25; ++number) {
    EXPECT_NO_THROW(read_published_table(folder + "table-" + std::to_string(number) + ".toml"))
        << number;
  }
  for (int number = 2; number <= 6; ++number) {
    EXPECT_NO_THROW(read_published_table(folder + "figure-" + std::to_string(number) + ".toml"))
        << number;
  }
  const auto text = [&](const std::string& table, const std::string& row, size_t column) {
    const PublishedTable all = read_published_table(folder + table + ".toml");
    return row_named(all, row).published.at(column).text;
  };
  EXPECT_EQ(text("table-1", "TETLO", 0), "3.12");
  EXPECT_EQ(text("table-1", "SDARTS-ADV", 8), "21.25");
  EXPECT_EQ(text("table-2", "TETLO-prdarts", 0), "15.81±0.06");
  EXPECT_EQ(text("table-3", "Pcdarts", 0), "2.57±0.07");
  EXPECT_EQ(text("table-4", "TETLO-pcdarts-imagenet", 1), "6.2");
  EXPECT_EQ(text("table-18", "TETLO-Darts, CIFAR-10", 4), "1");
  EXPECT_EQ(text("table-20", "DARTS-ES", 1), "17.9");
  EXPECT_EQ(text("table-25", "TETLO-darts2nd-cifar10", 4), "551");
}

}  // namespace
}  // namespace tetlo
