// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/cells.h"

#include <fmt/format.h>

#include <algorithm>

#include "tetlo/report/cell_picture.h"
#include "tetlo/report/facts.h"
#include "tetlo/report/html.h"
#include "tetlo/space/genotype.h"
#include "tetlo/space/operation_names.h"
#include "tetlo/util/error.h"
#include "tetlo/util/xml.h"

namespace tetlo {
namespace {

/// A cell with what stands above its picture.
struct Captioned {
  std::string title, remark;
  CellGraph cell;
};

/// Without Graphviz the cells are described in words. `arrangement` is a class of the style sheet:
/// "cells" for a grid, "strip" for one row that can be scrolled.
std::string figures_of(const std::vector<Captioned>& cells, const std::string& arrangement) {
  std::vector<CellGraph> graphs;
  graphs.reserve(cells.size());
  for (const Captioned& one : cells) graphs.push_back(one.cell);
  std::vector<std::string> pictures;
  std::string content;
  try {
    pictures = cell_pictures(graphs);
  } catch (const Error& error) {
    content = fmt::format("<p>{}</p>\n", xml_text(error.what()));
    for (const CellGraph& cell : graphs) {
      pictures.push_back(fmt::format("<p>{}</p>", xml_text(cell_in_words(cell))));
    }
  }
  for (size_t i = 0; i < cells.size(); ++i) {
    content += fmt::format("<figure><figcaption>{}<small>{}</small></figcaption>{}</figure>\n",
                           xml_text(cells[i].title), xml_text(cells[i].remark), pictures[i]);
  }
  return fmt::format("<div class=\"{}\" tabindex=\"0\">\n{}</div>\n", arrangement, content);
}

/// The cell of this kind; empty if there is none, or if nothing leads from its input to its output.
std::optional<CellGraph> graph_of(const Genotype& genotype, CellKind kind) {
  try {
    return cell_graph(genotype, kind);
  } catch (const Error&) {
    return {};
  }
}

constexpr CellKind kKinds[] = {CellKind::kNormal, CellKind::kReduction};

std::string name_of(CellKind kind, const Genotype& genotype) {
  if (!graph_of(genotype, CellKind::kReduction)) return "Cell";
  return kind == CellKind::kNormal ? "Normal cell" : "Reduction cell";
}

std::string skips_of(const CellGraph& cell) {
  const auto skips = std::count_if(cell.operations.begin(), cell.operations.end(),
                                   [](const auto& edge) { return edge.operation == kSkip; });
  if (cell.operations.empty()) return "";
  return fmt::format("{} of {} operations {} skip{}", skips, cell.operations.size(),
                     skips == 1 ? "is a" : "are", skips == 1 ? "" : "s");
}

/// The cells that a run has found.
std::vector<Captioned> cells_of(const RunRecord& run) {
  std::vector<Captioned> cells;
  const std::string text = found_genotype(run);
  if (text.empty()) return cells;
  const Genotype genotype = parse_genotype(text, run.folder);
  for (const CellKind kind : kKinds) {
    const auto cell = graph_of(genotype, kind);
    if (cell) cells.push_back({name_of(kind, genotype), skips_of(*cell), *cell});
  }
  return cells;
}

/// A cell, and the epochs, counted from 1, at whose end α selected it.
struct Found {
  std::string words;
  CellGraph cell;
  std::vector<size_t> epochs;
};

std::vector<Found> distinct(const RunRecord& run, CellKind kind) {
  std::vector<Found> all;
  for (size_t e = 0; e < run.epochs.size(); ++e) {
    const std::string text = run.epochs[e].value("genotype", "");
    if (text.empty()) continue;
    const auto cell = graph_of(parse_genotype(text, run.folder), kind);
    if (!cell) continue;
    const std::string words = cell_in_words(*cell);
    const auto known = std::find_if(all.begin(), all.end(),
                                    [&](const Found& found) { return found.words == words; });
    if (known == all.end()) {
      all.push_back({words, *cell, {e + 1}});
    } else {
      known->epochs.push_back(e + 1);
    }
  }
  return all;
}

/// "epochs 1–3, 7".
std::string epochs_in_words(const std::vector<size_t>& epochs) {
  std::vector<std::string> parts;
  for (size_t i = 0; i < epochs.size();) {
    size_t last = i;
    while (last + 1 < epochs.size() && epochs[last + 1] == epochs[last] + 1) ++last;
    parts.push_back(last == i ? fmt::format("{}", epochs[i])
                              : fmt::format("{}–{}", epochs[i], epochs[last]));
    i = last + 1;
  }
  return fmt::format("{} {}", epochs.size() == 1 ? "epoch" : "epochs", fmt::join(parts, ", "));
}

/// A page must stay small, also of a search that changes its mind in each of hundreds of epochs.
constexpr size_t kMostPictures = 50;

std::string history_of(const RunRecord& run, CellKind kind) {
  std::vector<Found> all = distinct(run, kind);
  if (all.empty()) return "";
  std::string content =
      fmt::format("<h3>{}: {} distinct</h3>\n",
                  name_of(kind, parse_genotype(found_genotype(run), run.folder)), all.size());
  if (all.size() > kMostPictures) {
    content += fmt::format(
        "<p>The last {} are shown; the others are in genotypes.jsonl in the run folder.</p>\n",
        kMostPictures);
  }
  const size_t first = all.size() > kMostPictures ? all.size() - kMostPictures : 0;
  std::vector<Captioned> cells;
  for (size_t i = first; i < all.size(); ++i) {
    cells.push_back({fmt::format("{}. {}", i + 1, epochs_in_words(all[i].epochs)),
                     skips_of(all[i].cell), all[i].cell});
  }
  return content + figures_of(cells, "strip");
}

std::string genotype_text(const std::string& text) {
  return text.empty() ? "" : fmt::format("<pre>{}</pre>\n", xml_text(text));
}

}  // namespace

std::string found_genotype(const RunRecord& run) {
  const auto in = [](const nlohmann::json& figures) -> std::string {
    const bool known = figures.is_object() && figures.contains("genotype");
    return known && figures["genotype"].is_string() ? figures["genotype"] : "";
  };
  if (std::string text = in(run.summary); !text.empty()) return text;
  for (auto figures = run.epochs.rbegin(); figures != run.epochs.rend(); ++figures) {
    if (std::string text = in(*figures); !text.empty()) return text;
  }
  return run.option("network.genotype");
}

std::string found_part(const RunRecord& run) {
  const auto cells = cells_of(run);
  if (cells.empty()) return "";
  const bool searched = run.command == "search";
  const char* const what = !searched               ? "The cells of the network that is trained."
                           : run.summary.is_null() ? "The cells that the search would take now."
                                                   : "The cells that the search has taken.";
  return html_of(
      PagePart{"cells", searched ? "Found cells" : "Cells",
               fmt::format("{} A cell is read from above to below: from the outputs of the "
                           "cells before it to its own. An arrow with a name applies that "
                           "operation; the others only pass on.",
                           what),
               figures_of(cells, "cells") + genotype_text(found_genotype(run))});
}

std::string history_part(const RunRecord& run) {
  std::string content;
  for (const CellKind kind : kKinds) content += history_of(run, kind);
  return html_of(
      PagePart{"history", "Distinct cells, in the order in which they were found",
               "At the end of every epoch α selects cells. Each of them is shown once, with "
               "the epochs in which it was selected.",
               content});
}

std::string side_by_side_part(const std::vector<Group>& groups) {
  std::string content;
  for (const Group& group : groups) {
    std::vector<Captioned> all;
    for (const RunRecord* run : group.runs) {
      for (Captioned& cell : cells_of(*run)) {
        cell.remark = fmt::format("{}. {}", cell.title, cell.remark);
        cell.title = run->name;
        all.push_back(std::move(cell));
      }
    }
    if (all.empty()) continue;
    if (groups.size() > 1) content += fmt::format("<h3>{}</h3>\n", xml_text(label_of(group)));
    content += figures_of(all, "strip");
  }
  return html_of(PagePart{"cells", "Found cells, side by side",
                          "The cells with which each run has ended, or would end now.", content});
}

}  // namespace tetlo
