// SPDX-License-Identifier: Apache-2.0
// Digests of bytes, as hexadecimal digits in lower case. MD5 names the entries of published tables
// and does not protect anything; SHA-256 shows whether a file is as it was written.
//
// Checkable: md5("abc") is 900150983cd24fb0d6963f7d28e17f72 [Rivest1992, appendix A.5];
// sha256("abc") begins with ba7816bf 8f01cfea [NIST2015].
#pragma once

#include <string>

namespace tetlo {

/// 32 digits.
std::string md5(const std::string& bytes);

/// 64 digits.
std::string sha256(const std::string& bytes);

}  // namespace tetlo
