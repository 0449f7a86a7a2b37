// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tetlo/cli/commands.h"
#include "tetlo/compare/run_folders.h"
#include "tetlo/compare/values_picture.h"
#include "tetlo/compare/whole_comparison.h"
#include "tetlo/report/page.h"
#include "tetlo/util/error.h"
#include "tetlo/util/file.h"
#include "tetlo/util/xml.h"

namespace tetlo {
namespace {

struct Flags {
  std::vector<std::string> folders;
  std::string out;
  ComparisonChoices choices;
  bool follow = false;
};

std::string file_of(const Flags& flags) {
  if (!flags.out.empty()) return flags.out;
  require(flags.folders.size() == 1,
          "There are {} runs, so --out must name the file for the page about all of them.",
          flags.folders.size());
  return flags.folders.front() + "/report.html";
}

/// The tables of `tetlo compare`. Where nobody has asked for a comparison and the runs have no
/// figure in common, the page says so and is a page all the same.
std::string comparison(const std::vector<RunRecord>& runs, const Flags& flags) {
  if (runs.size() == 1) return "";
  try {
    const WholeComparison whole = compare_runs(runs, flags.choices);
    return values_picture(whole.compared) + tables_as_html(tables_of(whole, flags.choices));
  } catch (const Error& error) {
    if (!flags.choices.figure.empty() || !flags.choices.against.empty()) throw;
    return fmt::format("<p>{}</p>\n", xml_text(error.what()));
  }
}

void write_page(const Flags& flags, bool runs_on) {
  std::vector<RunRecord> runs;
  for (const std::string& folder : run_folders(flags.folders)) runs.push_back(gather(folder));
  write_file(file_of(flags),
             page(runs, {.reloads = runs_on, .comparison = comparison(runs, flags)}));
}

bool any_is_active(const std::vector<std::string>& folders) {
  return std::any_of(folders.begin(), folders.end(), is_locked);
}

/// What changes when an epoch or a run ends: the sizes of the files that say so.
std::vector<uintmax_t> sizes(const std::vector<std::string>& folders) {
  std::vector<uintmax_t> all;
  for (const std::string& folder : folders) {
    for (const char* file : {"/metrics.jsonl", "/summary.json"}) {
      std::error_code missing;
      const auto size = std::filesystem::file_size(folder + file, missing);
      all.push_back(missing ? 0 : size);
    }
  }
  return all;
}

/// Rewrites the page whenever there is something new, until no run is active any more.
void follow(const Flags& flags) {
  write_page(flags, /*runs_on=*/true);  // reports mistakes, and is there at once
  std::vector<uintmax_t> written;
  for (auto folders = run_folders(flags.folders); any_is_active(folders);
       folders = run_folders(flags.folders)) {
    const auto now = sizes(folders);
    if (now != written) write_page(flags, /*runs_on=*/true);
    written = now;
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
  }
  write_page(flags, /*runs_on=*/false);
}

void report(const Flags& flags) {
  const std::string file = file_of(flags);
  flags.follow ? follow(flags) : write_page(flags, /*runs_on=*/false);
  fmt::print("{}\n", file);
}

}  // namespace

Command report_command() {
  auto flags = std::make_shared<Flags>();
  return {
      .name = "report",
      .meaning = "Write a page about runs: curves, α, cells and costs in one HTML file.",
      .arguments =
          {{"runs",
            "run folders of searches or trainings, finished or not, or folders that contain run "
            "folders",
            &flags->folders,
            {.required = true}},
           {"--out", "the HTML file; default, of one folder: report.html in it", &flags->out},
           {"--against",
            "of several runs, the group with which the others are compared, as in "
            "tetlo compare",
            &flags->choices.against},
           {"--figure", "of several runs, the figure that is compared, as in tetlo compare",
            &flags->choices.figure},
           {"--follow", "rewrite the page after every epoch until the runs end; it reloads itself",
            &flags->follow}},
      .run = [flags] { report(*flags); }};
}

}  // namespace tetlo
