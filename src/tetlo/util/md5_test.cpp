// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/md5.h"

#include <gtest/gtest.h>

namespace tetlo {
namespace {

// [Rivest1992, appendix A.5]
TEST(Md5, DigestsAreThoseOfItsStandard) {
  EXPECT_EQ(md5(""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(md5("abc"), "900150983cd24fb0d6963f7d28e17f72");
}

}  // namespace
}  // namespace tetlo
