// SPDX-License-Identifier: Apache-2.0
#include "tetlo/draw/dot.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <system_error>

#include "tetlo/util/error.h"
#include "tetlo/util/file.h"

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

std::string name_in(const CellGraph& cell, int state) { return quoted(state_name(cell, state)); }

/// The fonts, shapes and spacing of a small picture.
std::string small_style() {
  return "  graph [rankdir=TB, nodesep=0.2, ranksep=0.3, pad=0];\n"
         "  node [shape=box, height=0.28, width=0.36, margin=0, fontname=\"Helvetica\", "
         "fontsize=11];\n"
         "  edge [arrowsize=0.6, fontname=\"Helvetica\", fontsize=10];\n";
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

/// Runs `dot` without a shell and returns its exit status. Its standard output is the file: with -o
/// it would write only the first of several graphs there.
int run_dot(std::string format, const std::filesystem::path& dot,
            const std::filesystem::path& result) {
  std::string input = std::filesystem::absolute(dot);  // cannot be mistaken for a flag
  std::string program = "dot";
  char* arguments[] = {program.data(), format.data(), input.data(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, result.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0644);
  pid_t child = 0;
  const int error = posix_spawnp(&child, "dot", &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  require(error != ENOENT, "The program dot, which draws cells, is missing; install graphviz.");
  require(error == 0, "The program dot cannot be started: {}.",
          std::generic_category().message(error));
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

/// A folder for files between two programs, which is removed at the end of its scope.
struct ScratchFolder {
  std::filesystem::path path;

  ScratchFolder() {
    std::string pattern = std::filesystem::temp_directory_path() / "tetlo-dot-XXXXXX";
    require(mkdtemp(pattern.data()) != nullptr, "The folder {} cannot be created: {}.", pattern,
            std::strerror(errno));
    path = pattern;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
};

}  // namespace

std::string state_name(const CellGraph& cell, int state) {
  if (state == cell.output()) return "c_{k}";
  if (state >= cell.inputs) return fmt::format("{}", state - cell.inputs);
  return fmt::format("c_{{k-{}}}", cell.inputs - state);
}

std::string cell_dot(const CellGraph& cell, Flow flow) {
  const std::string look = flow == Flow::kAcross ? style(cell.title) : small_style();
  std::string text = "digraph cell {\n" + look + states(cell);
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
  const int status = run_dot("-Tsvg", source, svg);
  require(status == 0, "The program dot failed to draw {} (status {}).", source.string(), status);
}

std::string plain_layout(const std::string& dots) {
  const ScratchFolder folder;
  write(folder.path / "cells.dot", dots);
  const int status = run_dot("-Tplain", folder.path / "cells.dot", folder.path / "cells.plain");
  require(status == 0, "The program dot failed to draw cells (status {}).", status);
  return read_file(folder.path / "cells.plain");
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
