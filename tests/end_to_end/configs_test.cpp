// SPDX-License-Identifier: Apache-2.0
// Every file in configs/, in every size.
#include <gmock/gmock.h>

#include <filesystem>

#include "tetlo/evaluate/options.h"
#include "tetlo/options/configuration.h"
#include "tetlo/search/search.h"

namespace tetlo {
namespace {

std::vector<std::string> files() {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator("configs")) {
    found.push_back(entry.path().stem());
  }
  std::sort(found.begin(), found.end());
  return found;
}

template <typename Options>
void load_and_check(const std::string& name, const std::string& scale) {
  Options options;
  Configuration configuration = options.configuration();
  configuration.load("configs/" + name + ".toml", {"scale=" + scale});
  options.check();
}

class Configs : public testing::TestWithParam<std::string> {};

TEST_P(Configs, AreWithoutMistakesInEverySize) {
  for (const char* scale : {"paper", "smoke"}) {
    if (GetParam().starts_with("evaluate")) {
      load_and_check<EvaluateOptions>(GetParam(), scale);
    } else {
      load_and_check<SearchOptions>(GetParam(), scale);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, Configs, testing::ValuesIn(files()), [](const auto& instance) {
  std::string name = instance.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace tetlo
