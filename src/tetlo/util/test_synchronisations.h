// SPDX-License-Identifier: Apache-2.0
// Counts what makes a host wait for its device, for tests.
//
// A copy from the device to the host cannot be seen where both are one, as on a CPU. What is
// counted are operations that imply one: they hand a number of a tensor to the program, or make a
// tensor whose size depends on the numbers of another.
#pragma once

#include <ATen/record_function.h>

#include <map>
#include <mutex>
#include <set>
#include <string>

#include "tetlo/util/tensor.h"

namespace tetlo {

class Synchronisations {
 public:
  using Counts = std::map<std::string, int64_t>;

  /// Counts the operations of all threads as long as it lives. There must not be two at a time.
  Synchronisations() : handle_(at::addGlobalCallback(at::RecordFunctionCallback(&note))) {
    noted() = {};
  }
  ~Synchronisations() { at::removeCallback(handle_); }
  Synchronisations(const Synchronisations&) = delete;
  Synchronisations& operator=(const Synchronisations&) = delete;

  /// How often each operation was called so far; only those that were.
  static Counts counted() {
    const std::lock_guard lock(mutex());
    return noted();
  }

 private:
  static std::unique_ptr<at::ObserverContext> note(const at::RecordFunction& function) {
    // An index by a mask of booleans calls nonzero.
    static const std::set<std::string> waiting = {"aten::item",
                                                  "aten::_local_scalar_dense",
                                                  "aten::is_nonzero",
                                                  "aten::nonzero",
                                                  "aten::nonzero_numpy",
                                                  "aten::argwhere",
                                                  "aten::equal",
                                                  "aten::allclose",
                                                  "aten::masked_select",
                                                  "aten::_unique",
                                                  "aten::_unique2",
                                                  "aten::unique_dim",
                                                  "aten::unique_consecutive",
                                                  "aten::bincount",
                                                  "aten::repeat_interleave"};
    const std::string name = function.name();
    if (!waiting.contains(name)) return nullptr;
    const std::lock_guard lock(mutex());
    ++noted()[name];
    return nullptr;
  }
  static std::mutex& mutex() {
    static std::mutex one;
    return one;
  }
  static Counts& noted() {
    static Counts all;
    return all;
  }

  at::CallbackHandle handle_;
};

}  // namespace tetlo
