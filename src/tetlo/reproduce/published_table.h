// SPDX-License-Identifier: Apache-2.0
// A table of a paper as data: what it prints, and by which runs its figures can be made again.
//
//   title = "Classification error on CIFAR-100"
//   seeds = 10                                    # runs of each row
//   set = ["data.name=cifar-100"]                 # options of all runs
//
//   [[columns]]
//   name = "error"
//   figure = "training.test_error"                # of the summary of the training, or the search
//   unit = "%"                                    # of what is printed
//   claim = "lower"                               # rows are said to be lower than others
//
//   [[rows]]
//   name = "Darts2nd"
//   search = "darts2nd-cifar10.toml"              # or a list, one for each column; without: quoted
//   training = "evaluate-cifar10.toml"            # of what the search finds; likewise; without: none
//   published = ["20.58±0.44"]                    # in each column; "-": nothing
//
//   [[rows]]
//   name = "TETLO-darts2nd"
//   …
//   against = ["Darts2nd"]                        # rows that it is said to be better than
//
// Options of columns and rows are added with `set`, and with `training_set` for trainings alone. An
// option that has an effect only on searches, or only on trainings, is given to these.
//
// Checkable: the text "20.58±0.44" is the figure 20.58 with the deviation 0.44.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tetlo/statistics/verdict.h"

namespace tetlo {

/// A figure as it is printed.
struct PublishedFigure {
  std::string text = {};  ///< "" if the table has none here
  std::optional<double> mean = {}, deviation = {};
};

/// Throws Error, which begins with `where`, if the text is neither "-" nor numbers as above.
PublishedFigure parse_published(const std::string& text, const std::string& where);

struct TableColumn {
  std::string name = {};
  std::string figure = {};  ///< "search." or "training.", then a path in the run's summary
  std::string unit = {};
  Claim claim = Claim::kNone;
  /// The smallest difference that the claim implies, in the unit; 0: half the published difference.
  double smallest_effect = 0;
  std::vector<std::string> set = {}, training_set = {};
  std::string training = {};  ///< configuration file of its trainings; "": that of the row
};

struct TableRow {
  std::string name = {};
  /// Configuration files: one for all columns, or one for each. None: the row is only quoted, or
  /// nothing is trained.
  std::vector<std::string> searches = {}, trainings = {};
  std::vector<std::string> set = {}, training_set = {};
  std::vector<PublishedFigure> published = {};  ///< one for each column
  std::vector<std::string> against = {};
  std::vector<std::string> published_p = {};  ///< of each of these comparisons; may be empty
  /// The row whose published figures a claim about this one is about: that of a control, which
  /// nobody has published. "": its own.
  std::string like = {};

  bool is_quoted() const { return searches.empty(); }
  const std::string& search(size_t column) const {
    return searches.size() == 1 ? searches.front() : searches.at(column);
  }
  /// "" if nothing is trained.
  std::string training(size_t column) const {
    if (trainings.empty()) return "";
    return trainings.size() == 1 ? trainings.front() : trainings.at(column);
  }
};

struct PublishedTable {
  std::string id = {};  ///< "table-2" or "figure-4"
  std::string title = {};
  std::string source = {};
  std::vector<std::string> notes = {};
  int64_t seeds = 10;
  std::vector<std::string> set = {};
  std::vector<TableColumn> columns = {};
  std::vector<TableRow> rows = {};
  /// Where a study makes the figure: its name, and its rows are left out.
  std::string study = {}, search = {}, training = {};
};

/// The factor by which a figure in a summary is that in the unit: 100 for "%", 1e-6 for "million".
/// Throws Error if the unit is unknown.
double factor_of(const std::string& unit);

/// Reads the file. Throws Error if it cannot be read, or at the first mistake in it.
PublishedTable read_published_table(const std::string& path);

/// The row of this name. Throws Error if there is none.
const TableRow& row_named(const PublishedTable& table, const std::string& name);

}  // namespace tetlo
