// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/md5.h"

#include <fmt/ranges.h>
#include <openssl/evp.h>

#include <array>

#include "tetlo/util/error.h"

namespace tetlo {

std::string md5(const std::string& bytes) {
  std::array<unsigned char, 16> digest{};
  const int done =
      EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_md5(), nullptr);
  require(done == 1, "OpenSSL does not provide MD5 here; its configuration must allow it.");
  return fmt::format("{:02x}", fmt::join(digest, ""));
}

}  // namespace tetlo
