// SPDX-License-Identifier: Apache-2.0
// The MD5 digest, with which published tables name their entries. It does not protect anything.
//
// Checkable: md5("abc") is 900150983cd24fb0d6963f7d28e17f72 [Rivest1992, appendix A.5].
#pragma once

#include <string>

namespace tetlo {

/// The digest of the bytes, as 32 hexadecimal digits in lower case.
std::string md5(const std::string& bytes);

}  // namespace tetlo
