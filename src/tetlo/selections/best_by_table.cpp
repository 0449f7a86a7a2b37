// SPDX-License-Identifier: Apache-2.0
// Draws some cells and takes the one that is best in a column of the table of a benchmark, such as
// the validation accuracy after 12 epochs of training. The search itself trains nothing; what the
// benchmark has spent on the training of these cells is counted instead:
//
//   epochs_of_training   number of cells that the table has × the number at the column's end
//   seconds_of_training  the sum of their column seconds_NUMBER, if the table has it
//
// A column of test accuracies, or of the longest training that the table has, makes the choice an
// oracle: no search can see what it is judged by. choice.oracle says so.
//
// Checkable: three cells that are compared by c10_val12 have cost 36 epochs of training; c10_val200
// is an oracle where c10_val12 is none.
#include <algorithm>
#include <charconv>

#include "tetlo/selections/best_of_drawn.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr const char* kDigits = "0123456789";

struct Options {
  int64_t cells = 5;
  std::string column = "c10_val12";

  std::vector<Field> fields() {
    return {{"cells",
             {&cells, {1, 1'000'000, "cells"}},
             "number of cells that are drawn and compared",
             "docs/decisions.md"},
            {"column", &column,
             "the column of search.table by which they are compared; its name ends in a number of "
             "epochs",
             "[Dong2020]"}};
  }
};

/// The text before the number at the end of a column's name.
std::string stem(const std::string& column) {
  return column.substr(0, column.find_last_not_of(kDigits) + 1);
}

/// The number at the end of a column's name; 0 if there is none.
int64_t epochs(const std::string& column) {
  int64_t number = 0;
  const std::string digits = column.substr(stem(column).size());
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

using Numbers = std::map<std::string, double>;

/// Whether no search can know these accuracies.
bool is_oracle(const std::string& column, const Numbers& columns) {
  const auto is_longer = [&](const auto& other) {
    return stem(other.first) == stem(column) && epochs(other.first) > epochs(column);
  };
  return column.find("test") != std::string::npos ||
         std::none_of(columns.begin(), columns.end(), is_longer);
}

class BestByTable : public BestOfDrawn {
 public:
  BestByTable(const Options& options, const SelectionParts& parts)
      : BestOfDrawn(parts, options.cells), column_(options.column), known_(parts.known) {
    require(known_ != nullptr,
            "selection.name is best_by_table, which needs a table; search.table is empty.");
    require(epochs(column_) > 0,
            "best_by_table.column is {}; it must end in a number of epochs, as c10_val12 does.",
            column_);
    const nlohmann::json choice = compare();
    require(has_chosen(), "None of the {} cells that best_by_table has drawn is in search.table.",
            options.cells);
    figures_ = {{"choice", choice}};
  }
  nlohmann::json after_epoch(const EpochEnd&) override { return figures_; }

 private:
  /// The numbers of a cell; nothing if the table lacks it. Throws Error if it lacks the column.
  std::optional<Numbers> look_up(const Picks& picks) const {
    Numbers numbers;
    try {
      numbers = known_(cells_of(space(), picks));
    } catch (const Error&) {
      return std::nullopt;
    }
    require(numbers.contains(column_), "best_by_table.column is {}, which search.table lacks.",
            column_);
    return numbers;
  }

  nlohmann::json compare() {
    const std::string of_seconds = "seconds_" + std::to_string(epochs(column_));
    int64_t trained = 0;
    double seconds = 0;
    Numbers last;
    nlohmann::json choice = choose(column_, [&](const Picks& picks) -> std::optional<double> {
      const auto numbers = look_up(picks);
      if (!numbers) return std::nullopt;
      last = *numbers;
      trained += epochs(column_);
      if (last.contains(of_seconds)) seconds += last.at(of_seconds);
      return last.at(column_);
    });
    choice["epochs_of_training"] = trained;
    if (last.contains(of_seconds)) choice["seconds_of_training"] = seconds;
    choice["oracle"] = is_oracle(column_, last);
    return choice;
  }

  std::string column_;
  KnownAccuracies known_;
  nlohmann::json figures_;
};

std::unique_ptr<Selection> make(const std::any& options, const SelectionParts& parts) {
  return std::make_unique<BestByTable>(std::any_cast<const Options&>(options), parts);
}

}  // namespace

SelectionEntry best_by_table() {
  return {member<Options>("best_by_table",
                          "of some drawn cells, the one that is best in a column of search.table; "
                          "nothing is trained",
                          "[Dong2020]"),
          make, DependsOn::kNothing};
}

}  // namespace tetlo
