// SPDX-License-Identifier: Apache-2.0
// The one exception type of the project, for mistakes that its user can correct.
//
// Its text is one sentence that names the thing, its value and the rule. The program prints it on
// one line and exits with status 2. Our own invariants are checked by TORCH_CHECK instead.
#pragma once

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

namespace tetlo {

class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws Error with a formatted sentence.
template <typename... Args>
[[noreturn]] void fail(fmt::format_string<Args...> sentence, Args&&... args) {
  throw Error(fmt::format(sentence, std::forward<Args>(args)...));
}

/// Throws Error with a formatted sentence unless `rule` holds.
template <typename... Args>
void require(bool rule, fmt::format_string<Args...> sentence, Args&&... args) {
  if (!rule) fail(sentence, std::forward<Args>(args)...);
}

}  // namespace tetlo
