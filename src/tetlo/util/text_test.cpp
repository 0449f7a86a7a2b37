// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/text.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace tetlo {
namespace {

TEST(Excerpt, IsTheTextItselfWhereItIsShort) {
  EXPECT_EQ(excerpt(""), "");
  EXPECT_EQ(excerpt("abc", 3), "abc");
  EXPECT_EQ(excerpt(std::string(80, 'a')), std::string(80, 'a'));
}

TEST(Excerpt, EndsALongTextWithAnEllipsis) {
  EXPECT_EQ(excerpt("abcd", 3), "abc…");
  EXPECT_EQ(excerpt(std::string(1000, 'a')), fmt::format("{:a>80}…", ""));
}

TEST(Excerpt, NeverCutsACharacterInTwo) {
  EXPECT_EQ(excerpt("αβγδ", 3), "αβγ…");
  EXPECT_EQ(excerpt("αβγ", 3), "αβγ");
}

TEST(ByteCount, IsInTheLargerUnitFromOneOfItOn) {
  const int64_t mebibyte = 1024 * 1024;
  EXPECT_EQ(byte_count(482 * mebibyte + 1), "482 MiB");
  EXPECT_EQ(byte_count(1023 * mebibyte), "1023 MiB");
  EXPECT_EQ(byte_count(1024 * mebibyte), "1.0 GiB");
  EXPECT_EQ(byte_count(1843 * mebibyte), "1.8 GiB");
}

TEST(WithCommas, PutsOneBeforeEveryThreeDigits) {
  EXPECT_EQ(with_commas(0), "0");
  EXPECT_EQ(with_commas(999), "999");
  EXPECT_EQ(with_commas(1000), "1,000");
  EXPECT_EQ(with_commas(3349342), "3,349,342");
  EXPECT_EQ(with_commas(-999), "-999");
  EXPECT_EQ(with_commas(-123456), "-123,456");
}

TEST(BetweenCommas, KeepsWhatIsEmpty) {
  EXPECT_THAT(between_commas("a,,b"), testing::ElementsAre("a", "", "b"));
  EXPECT_THAT(between_commas("a,"), testing::ElementsAre("a", ""));
  EXPECT_THAT(between_commas(""), testing::IsEmpty());
}

}  // namespace
}  // namespace tetlo
