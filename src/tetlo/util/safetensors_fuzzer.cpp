// SPDX-License-Identifier: Apache-2.0
// What libFuzzer calls with files that it makes up. Whatever their bytes, a file of safetensors is read
// and then gives the same tensors when it is written and read again, or it is refused with an Error that
// begins with its name.
#include "tetlo/util/error.h"
#include "tetlo/util/safetensors.h"

namespace tetlo {
namespace {

const std::string kName = "weights";

/// The same numbers, bit by bit, so that not-a-numbers are equal, too.
bool same_bytes(const Tensor& a, const Tensor& b) {
  return a.sizes() == b.sizes() && a.scalar_type() == b.scalar_type() &&
         (a.numel() == 0 || std::memcmp(a.data_ptr(), b.data_ptr(), a.nbytes()) == 0);
}

void read(const std::string& content) {
  const NamedTensors first = from_safetensors(content, kName);
  const NamedTensors again = from_safetensors(to_safetensors(first), kName);
  TORCH_CHECK(again.metadata == first.metadata);
  TORCH_CHECK(again.tensors.size() == first.tensors.size());
  for (const auto& [name, tensor] : first.tensors) {
    TORCH_CHECK(same_bytes(again.tensors.at(name), tensor));
  }
}

}  // namespace
}  // namespace tetlo

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  try {
    tetlo::read({reinterpret_cast<const char*>(bytes), size});
  } catch (const tetlo::Error& error) {
    TORCH_CHECK(std::string_view(error.what()).substr(0, tetlo::kName.size()) == tetlo::kName);
  }
  return 0;
}
