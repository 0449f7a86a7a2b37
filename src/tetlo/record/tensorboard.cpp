// SPDX-License-Identifier: Apache-2.0
#include "tetlo/record/tensorboard.h"

namespace tetlo {

void TensorBoard::after_epoch(const Job&, const Position& done, const nlohmann::json& figures) {
  const nlohmann::json by_path = figures.flatten();
  for (const auto& [path, value] : by_path.items()) {
    const std::string tag = path.substr(1);  // without the leading slash
    if (value.is_number()) file_.add(tag, done.epoch, value.get<double>());
    if (value.is_string()) file_.add(tag, done.epoch, value.get<std::string>());
  }
}

}  // namespace tetlo
