// SPDX-License-Identifier: Apache-2.0
#include "tetlo/draw/dot.h"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

/// The name of a state in the picture. A single input is the output of the previous cell.
std::string name_in(const CellGraph& cell, int state) {
  if (state == cell.output()) return "\"c_{k}\"";
  if (state >= cell.inputs) return fmt::format("\"{}\"", state - cell.inputs);
  return fmt::format("\"c_{{k-{}}}\"", cell.inputs - state);
}

/// The fonts, shapes and spacing of the whole picture.
std::string style(const std::string& title) {
  return fmt::format(
      "  graph [rankdir=LR, nodesep=0.5, ranksep=1.1, pad=0.2, bgcolor=white, label={},\n"
      "         labelloc=t, fontname=\"Helvetica\", fontsize=18];\n"
      "  node [shape=box, style=\"filled,rounded\", height=0.5, width=0.6, penwidth=1.2,\n"
      "        fontname=\"Helvetica\", fontsize=16];\n"
      "  edge [color=\"#555555\", arrowsize=0.7, fontname=\"Helvetica\", fontsize=13];\n",
      quoted(title));
}

std::string states(const CellGraph& cell) {
  std::string text;
  for (int back = cell.inputs; back > 0; --back) {
    text += fmt::format(
        "  \"c_{{k-{0}}}\" [label=<c<sub>k-{0}</sub>>, fillcolor=\"#CDE8C4\", "
        "color=\"#5B8C4A\"];\n",
        back);
  }
  for (int node = cell.inputs; node < cell.output(); ++node) {
    text += fmt::format("  {} [fillcolor=\"#C9DDF2\", color=\"#4A76A8\"];\n", name_in(cell, node));
  }
  return text +
         fmt::format("  {} [label=<c<sub>k</sub>>, fillcolor=\"#FBEBB2\", color=\"#B8962E\"];\n",
                     name_in(cell, cell.output()));
}

void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  require(file.good(), "The file {} cannot be written.", path.string());
}

/// Runs `dot` without a shell and returns its exit status.
int run_dot(const std::filesystem::path& dot, const std::filesystem::path& svg) {
  // Absolute paths cannot be mistaken for flags.
  std::string output = std::filesystem::absolute(svg), input = std::filesystem::absolute(dot);
  std::string program = "dot", format = "-Tsvg", to = "-o";
  char* arguments[] = {program.data(), format.data(), to.data(),
                       output.data(),  input.data(),  nullptr};
  pid_t child = 0;
  const int error = posix_spawnp(&child, "dot", nullptr, nullptr, arguments, environ);
  require(error != ENOENT, "The program dot, which draws cells, is missing; install graphviz.");
  require(error == 0, "The program dot cannot be started: {}.",
          std::generic_category().message(error));
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

std::string cell_dot(const CellGraph& cell) {
  std::string text = "digraph cell {\n" + style(cell.title) + states(cell);
  for (int state = cell.inputs; state <= cell.output(); ++state) {
    const std::string name = name_in(cell, state);
    const auto node = static_cast<size_t>(state - cell.inputs);
    if (node < cell.labels.size()) {
      text += fmt::format("  {} [label={}];\n", name, quoted(cell.labels[node]));
    }
    for (const auto& [edge, operation] : cell.operations) {
      if (edge.to != state) continue;
      text += fmt::format("  {} -> {} [label={}];\n", name_in(cell, edge.from), name,
                          quoted(operation));
    }
    for (const Edge& edge : cell.plain) {
      if (edge.to == state) text += fmt::format("  {} -> {};\n", name_in(cell, edge.from), name);
    }
  }
  return text + "}\n";
}

void draw_cell(const std::string& dot, const std::filesystem::path& svg) {
  std::filesystem::path source = svg;
  source.replace_extension(".dot");
  write(source, dot);
  const int status = run_dot(source, svg);
  require(status == 0, "The program dot failed to draw {} (status {}).", source.string(), status);
}

std::vector<std::string> draw_genotype(const Genotype& genotype,
                                       const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  require(!error, "The folder {} cannot be created: {}.", folder.string(), error.message());
  std::vector<std::string> files;
  for (const CellKind kind : {CellKind::kNormal, CellKind::kReduction}) {
    const auto cell = cell_graph(genotype, kind);
    if (!cell) continue;
    files.emplace_back(kind == CellKind::kNormal ? "normal.svg" : "reduce.svg");
    draw_cell(cell_dot(*cell), folder / files.back());
  }
  return files;
}

}  // namespace tetlo
