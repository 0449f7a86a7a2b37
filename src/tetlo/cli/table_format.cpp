// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/table_format.h"

#include <iterator>

#include "tetlo/util/error.h"

namespace tetlo {

Command with_formats(Command command, TableFormat& format) {
  const Argument flags[] = {{"--json", "print one JSON object", &format.json},
                            {"--csv", "print CSV, a line for each entry", &format.csv},
                            {"--markdown", "print tables in Markdown", &format.markdown},
                            {"--latex", "print tables in LaTeX", &format.latex}};
  command.arguments.insert(command.arguments.end(), std::begin(flags), std::end(flags));
  return command;
}

void check(const TableFormat& format) {
  require(
      format.json + format.csv + format.markdown + format.latex <= 1,
      "There is one output, so only one of --json, --csv, --markdown and --latex can be given.");
}

std::string written(const std::vector<ResultTable>& tables, const TableFormat& format) {
  if (format.json) return tables_as_json(tables);
  if (format.csv) return tables_as_csv(tables);
  if (format.markdown) return tables_as_markdown(tables);
  if (format.latex) return tables_as_latex(tables);
  return tables_as_text(tables);
}

}  // namespace tetlo
