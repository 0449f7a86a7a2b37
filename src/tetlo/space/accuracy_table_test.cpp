// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/accuracy_table.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "tetlo/data/test_data.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

using testing::ElementsAre;
using testing::Optional;
using testing::Pair;

class AccuracyTableTest : public testing::Test {
 protected:
  AccuracyTable table_of(const std::string& text) const {
    write_file(file, text);
    return {file, {.key = "cell", .text = {"note"}, .is_key = [](const std::string& name) {
                     return name.size() == 1;
                   }}};
  }
  /// The error that a table with this text causes, without the name of its file.
  std::string refusal(const std::string& text) const {
    const std::string sentence = error_of([&] { table_of(text); });
    const size_t place = sentence.find(file);
    return place == std::string::npos ? sentence : sentence.substr(place + file.size());
  }

  TemporaryFolder folder;
  std::string file = folder.path("table.csv");
};

TEST_F(AccuracyTableTest, NumbersAreFoundByNameAndColumn) {
  const auto table = table_of("test,note,cell,train\r\n54.3,a b,x,100\r\n1e-3,,y,-7\r\n");
  EXPECT_THAT(table.find("x"), Optional(ElementsAre(Pair("test", 54.3), Pair("train", 100))));
  EXPECT_THAT(table.find("y"), Optional(ElementsAre(Pair("test", 1e-3), Pair("train", -7))));
  EXPECT_EQ(table.find("z"), std::nullopt);
}

TEST_F(AccuracyTableTest, AColumnHasTheNumbersOfAllNames) {
  const auto table = table_of("test,note,cell,train\n54.3,a,y,100\n20,b,x,-7\n");
  EXPECT_THAT(table.column("test"), ElementsAre(Pair("x", 20), Pair("y", 54.3)));
  EXPECT_THAT(table.column("train"), ElementsAre(Pair("x", -7), Pair("y", 100)));
  EXPECT_EQ(error_of([&] { table.column("note"); }),
            "The table " + file + " has no column \"note\" of numbers; it has test, train.");
}

TEST_F(AccuracyTableTest, AnEmptyTableHasNoNames) {
  EXPECT_EQ(table_of("cell\n").find("x"), std::nullopt);
}

TEST_F(AccuracyTableTest, AFileThatIsNotThereIsAnError) {
  EXPECT_EQ(error_of([] { AccuracyTable("none.csv", {.key = "cell", .text = {}, .is_key = {}}); }),
            "The table none.csv cannot be read.");
}

TEST_F(AccuracyTableTest, MalformedLinesAreErrorsWithTheirNumber) {
  EXPECT_EQ(refusal(""), " has no column \"cell\" in its first line.");
  EXPECT_EQ(refusal("name,test\n"), " has no column \"cell\" in its first line.");
  EXPECT_EQ(refusal("cell,test\nx,1\ny\n"), ", line 3 has 1 fields; the first line has 2.");
  EXPECT_EQ(refusal("cell,test\nx,1,\n"), ", line 2 has 3 fields; the first line has 2.");
  EXPECT_EQ(refusal("cell,test\nxy,1\n"),
            ", line 2 has the cell \"xy\", which is not the name of a cell.");
  EXPECT_EQ(refusal("cell,test\nx,1\nx,2\n"), ", line 3 repeats the cell x of an earlier line.");
}

TEST_F(AccuracyTableTest, AFieldHasToBeOneFiniteNumber) {
  for (const std::string field : {"", "a", "1 ", "1;2", "0x1", "nan", "inf", "1e999"}) {
    EXPECT_EQ(refusal("cell,test\nx," + field + "\n"),
              fmt::format(", line 2 has the field \"{}\"; it must be a number.", field));
  }
}

}  // namespace
}  // namespace tetlo
