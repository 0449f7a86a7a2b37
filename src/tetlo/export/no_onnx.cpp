// SPDX-License-Identifier: Apache-2.0
// Takes the place of onnx.cpp where CMake has not found ONNX's library beside LibTorch.
#include "tetlo/export/format.h"
#include "tetlo/util/error.h"

namespace tetlo {

const ExportFormat kOnnxFormat = {
    .name = "onnx",
    .meaning = "an ONNX graph; not in this build",
    .write = [](const TrainedNetwork&, const std::string&) -> std::vector<std::string> {
      fail(
          "The format is onnx; this build lacks it, because ONNX's library (Debian: libonnx-dev) "
          "was "
          "not found beside LibTorch, with which it must share its protobuf.");
    }};

}  // namespace tetlo
