// SPDX-License-Identifier: Apache-2.0
#include "tetlo/frameworks/framework.h"

namespace tetlo {

std::vector<Field> GivenQuadruples::fields() {
  const std::string source = "[Sheth2023, appendix O]";
  return {{"quadruples",
           {&quadruples, {1, 100'000'000, "quadruples"}},
           "number of quadruples, drawn once for the whole search: two images of one class and two "
           "of different classes",
           source},
          {"wrong",
           {&wrong, {0, 1}},
           "share of them in which the images of different classes are called the more similar",
           source},
          {"drawn",
           {&drawn, {1, 1'000'000, "quadruples"}},
           "quadruples of an iteration; their images are a batch of their own",
           "docs/decisions.md"}};
}

}  // namespace tetlo
