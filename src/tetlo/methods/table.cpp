// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/table.h"

#include "tetlo/methods/method.h"

namespace tetlo {

// Each of these is defined in the file of its name; both kinds of SmoothDARTS are in sdarts.cpp, and
// random_search() is in random.cpp.
MethodEntry darts();
MethodEntry p_darts();
MethodEntry pc_darts();
MethodEntry pr_darts();
MethodEntry darts_minus();
MethodEntry sdarts_rs();
MethodEntry sdarts_adv();
MethodEntry random_search();

const std::vector<MethodEntry>& methods() {
  static const std::vector<MethodEntry> table{darts(),      p_darts(),      pc_darts(),
                                              pr_darts(),   darts_minus(),  sdarts_rs(),
                                              sdarts_adv(), random_search()};
  return table;
}

const MethodEntry& find_method(const std::string& name) {
  return find_entry(methods(), name, "method");
}

}  // namespace tetlo
