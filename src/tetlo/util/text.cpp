// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/text.h"

namespace tetlo {

std::string excerpt(const std::string& text, size_t most) {
  size_t characters = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool continues_character = (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80;
    if (!continues_character && characters++ == most) return text.substr(0, i) + "…";
  }
  return text;
}

}  // namespace tetlo
