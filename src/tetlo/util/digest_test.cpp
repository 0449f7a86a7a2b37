// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/digest.h"

#include <gtest/gtest.h>

namespace tetlo {
namespace {

// [Rivest1992, appendix A.5]
TEST(Digest, Md5IsThatOfItsStandard) {
  EXPECT_EQ(md5(""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(md5("abc"), "900150983cd24fb0d6963f7d28e17f72");
}

// The examples that accompany [NIST2015].
TEST(Digest, Sha256IsThatOfItsStandard) {
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

}  // namespace
}  // namespace tetlo
