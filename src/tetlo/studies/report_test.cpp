// SPDX-License-Identifier: Apache-2.0
#include "tetlo/studies/report.h"

#include <gmock/gmock.h>

#include <cmath>

namespace tetlo {
namespace {

TEST(Report, IsAlignedByCharactersAndNotByBytes) {
  const Report report{.columns = {"name", "error"}, .rows = {{"γ", "2.00 ± 1.00"}, {"long", "3"}}};
  EXPECT_EQ(to_text(report),
            "name  error\n"
            "----  -----------\n"
            "γ     2.00 ± 1.00\n"
            "long  3\n");
}

TEST(Report, QuotesCellsOfCsvThatNeedIt) {
  const Report report{.columns = {"a", "b"}, .rows = {{"1,5", "say \"yes\""}, {"x", "y"}}};
  EXPECT_EQ(to_csv(report), "a,b\n\"1,5\",\"say \"\"yes\"\"\"\nx,y\n");
}

TEST(Sample, HasMeanAndStandardDeviation) {
  const Sample sample{{1, 2, 3}};
  EXPECT_DOUBLE_EQ(sample.mean(), 2);
  EXPECT_DOUBLE_EQ(sample.deviation(), 1);
  EXPECT_EQ(sample.text(), "2.00 ± 1.00");
}

TEST(Sample, OfOneNumberHasNoDeviation) {
  EXPECT_EQ(Sample{{2}}.deviation(), 0);
  EXPECT_EQ(Sample{{2}}.text(3), "2.000");
}

TEST(Sample, OfNothingHasNoMean) {
  EXPECT_TRUE(std::isnan(Sample{}.mean()));
  EXPECT_EQ(Sample{}.text(), "diverged");
}

}  // namespace
}  // namespace tetlo
