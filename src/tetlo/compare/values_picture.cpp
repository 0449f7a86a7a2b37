// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/values_picture.h"

#include "tetlo/report/dots.h"
#include "tetlo/report/html.h"
#include "tetlo/report/palette.h"

namespace tetlo {

std::string values_picture(const ComparedRuns& compared) {
  DotChart chart{.title = compared.measure.name, .unit = compared.measure.unit};
  Legend legend;
  for (size_t a = 0; a < compared.arms.size(); ++a) {
    const Arm& arm = compared.arms[a];
    chart.rows.push_back({arm.name, class_of_group(a), arm.values()});
    legend.emplace_back(class_of_group(a), arm.name);
  }
  const std::string picture = dot_chart(chart);
  if (picture.empty()) return "";
  return html_of(legend, "groups of runs") + charts({picture});
}

}  // namespace tetlo
