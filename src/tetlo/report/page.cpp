// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/page.h"

#include <fmt/format.h>

#include "tetlo/report/one_run.h"
#include "tetlo/report/several_runs.h"
#include "tetlo/report/style.h"
#include "tetlo/util/xml.h"

namespace tetlo {
namespace {

/// Nothing may be loaded, and the only style is the page's own.
constexpr const char* kPolicy = "default-src 'none'; style-src 'unsafe-inline'";
constexpr int kSecondsBetweenLoads = 10;

}  // namespace

std::string page(const std::vector<RunRecord>& runs, const PageOptions& options) {
  const bool one = runs.size() == 1;
  const std::string title = one ? runs.front().name : fmt::format("{} runs compared", runs.size());
  const std::string reload =
      options.reloads
          ? fmt::format("<meta http-equiv=\"refresh\" content=\"{}\"/>\n", kSecondsBetweenLoads)
          : "";
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\"/>\n{}"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
      "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
      "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n{}"
      "<footer>From runs of {}. This page is one file and loads nothing.</footer>\n"
      "</body>\n</html>\n",
      kPolicy, reload, xml_text(title), style_sheet(),
      one ? one_run(runs.front()) : several_runs(runs, options.comparison),
      xml_text(runs.front().program));
}

}  // namespace tetlo
