// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/reproduce_costs.h"

#include <map>

#include "tetlo/cli/pace.h"
#include "tetlo/cli/whole_cost.h"
#include "tetlo/data/source.h"
#include "tetlo/util/terminal_line.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

constexpr const char* kMeasuring = "measuring what takes how long: ";

/// Adds up the time of runs, of which the first of each kind is measured.
class Costs {
 public:
  void add_search(const ConfiguredRun& search) {
    searches_.add(LoadedSearch(search).options, known(search).iterations, search.kind());
  }

  void add_training(const ConfiguredRun& training, const ConfiguredRun& search) {
    LoadedTraining loaded(training);
    loaded.options.genotype = known(search).genotype;
    const auto [iterations, is_new] = iterations_of_training_.try_emplace(training.kind());
    if (is_new) {
      iterations->second =
          iterations_left(Training(parse_genotype(loaded.options.genotype), loaded.options,
                                   open_source(loaded.options.data)));
    }
    trainings_.add(loaded.options, iterations->second, training.kind());
  }

  double seconds() const { return searches_.seconds() + trainings_.seconds(); }

 private:
  struct Kind {
    double iterations = 0;
    std::string genotype;  // of the cells that such a search will find
  };

  const Kind& known(const ConfiguredRun& search) {
    const auto [kind, is_new] = kinds_of_search_.try_emplace(search.kind());
    if (is_new) {
      const LoadedSearch loaded(search);
      const Search job(loaded.options, open_sources(loaded.options));
      kind->second = {iterations_left(job), to_string(job.genotype())};
    }
    return kind->second;
  }

  Measured searches_{1}, trainings_{1};
  std::map<std::string, Kind> kinds_of_search_;
  std::map<std::string, double> iterations_of_training_;
};

}  // namespace

double seconds_of(const std::vector<LeftRun>& searches, const std::vector<LeftRun>& trainings) {
  Costs costs;
  TerminalLine line;
  for (const auto& [name, how] : searches) {
    line.show(kMeasuring + name);
    costs.add_search(how.search);
  }
  for (const auto& [name, how] : trainings) {
    line.show(kMeasuring + name);
    costs.add_training(how.training, how.search);
  }
  return costs.seconds();
}

ResultTable not_run_table(const std::vector<ImpossibleRow>& rows, bool measured) {
  ResultTable table{.id = "not_run",
                    .title = "What cannot be run here, and what a run would take",
                    .columns = {"row", "why", "search", "training"}};
  if (measured) {
    table.notes = {"Measured from one iteration, with random pixels of the same size."};
  }
  TerminalLine line;
  for (const auto& [row, why, how] : rows) {
    auto& entries = table.rows.emplace_back(std::vector<TableEntry>{row, why, {}, {}});
    if (!measured) continue;
    line.show(kMeasuring + row);
    entries[2] = duration(whole_cost(LoadedSearch(how.search).options));
    if (how.training.file.empty()) continue;
    LoadedTraining training(how.training);
    training.options.genotype = some_genotype();
    entries[3] = duration(whole_cost(training.options));
  }
  return table;
}

}  // namespace tetlo
