// SPDX-License-Identifier: Apache-2.0
#include "tetlo/export/format.h"

namespace tetlo {

const std::vector<ExportFormat>& export_formats() {
  static const std::vector<ExportFormat> table = {kPythonFormat, kSafetensorsFormat, kOnnxFormat};
  return table;
}

}  // namespace tetlo
