// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/digest.h"

#include <fmt/ranges.h>
#include <openssl/evp.h>

#include <vector>

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

std::string digest(const std::string& bytes, const EVP_MD* kind, const char* name) {
  std::vector<unsigned char> found(EVP_MAX_MD_SIZE);
  unsigned length = 0;
  const int done = EVP_Digest(bytes.data(), bytes.size(), found.data(), &length, kind, nullptr);
  require(done == 1, "OpenSSL does not provide {} here; its configuration must allow it.", name);
  found.resize(length);
  return fmt::format("{:02x}", fmt::join(found, ""));
}

}  // namespace

std::string md5(const std::string& bytes) { return digest(bytes, EVP_md5(), "MD5"); }

std::string sha256(const std::string& bytes) { return digest(bytes, EVP_sha256(), "SHA-256"); }

}  // namespace tetlo
