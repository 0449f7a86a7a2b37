// SPDX-License-Identifier: Apache-2.0
// Prints the version of LibTorch's headers and, after a semicolon, that of its library.
#include <torch/version.h>

#include <iostream>
#include <string>

namespace at {
std::string show_config();  // declared in ATen/Version.h, which takes long to compile
}

int main() {
  const std::string config = at::show_config(), key = "TORCH_VERSION=";
  const size_t start = config.find(key) + key.size();
  std::cout << TORCH_VERSION << ';' << config.substr(start, config.find(',', start) - start);
}
