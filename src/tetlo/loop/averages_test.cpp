// SPDX-License-Identifier: Apache-2.0
#include "tetlo/loop/averages.h"

#include <gmock/gmock.h>

namespace tetlo {
namespace {

TEST(Averages, WeighBySizeAndNestByName) {
  Averages averages;
  averages.add("main.loss", 3, 2);
  averages.add("main.loss", 1, 2);
  averages.add("rate", 0.5);
  EXPECT_EQ(averages.means().dump(), R"({"main":{"loss":1.0},"rate":0.5})");
}

TEST(Averages, AddUpTheSameAfterARestart) {
  Averages whole, first, second;
  for (double x : {0.1, 0.7, 1e-9}) whole.add("x", x, 3);
  first.add("x", 0.1, 3);
  Averages resumed = Averages::restore(nlohmann::json::parse(first.save().dump()));
  second.add("x", 0.7, 3);
  resumed += second;
  resumed.add("x", 1e-9, 3);
  EXPECT_EQ(resumed.means(), whole.means());
}

}  // namespace
}  // namespace tetlo
