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

#include "tetlo/space/space.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr const char* kOutput = "\"c_{k}\"";

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

/// The name of a state in the picture. A single input is the output of the previous cell.
std::string state_name(int state, int inputs = 2) {
  if (state >= inputs) return fmt::format("\"{}\"", state - inputs);
  return state == inputs - 1 ? "\"c_{k-1}\"" : "\"c_{k-2}\"";
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

std::string nodes(int intermediate, int inputs = 2) {
  std::string text;
  for (int back = inputs; back > 0; --back) {
    text += fmt::format(
        "  \"c_{{k-{0}}}\" [label=<c<sub>k-{0}</sub>>, fillcolor=\"#CDE8C4\", "
        "color=\"#5B8C4A\"];\n",
        back);
  }
  for (int node = 0; node < intermediate; ++node) {
    text += fmt::format("  {} [fillcolor=\"#C9DDF2\", color=\"#4A76A8\"];\n",
                        state_name(inputs + node, inputs));
  }
  text += fmt::format("  {} [label=<c<sub>k</sub>>, fillcolor=\"#FBEBB2\", color=\"#B8962E\"];\n",
                      kOutput);
  return text;
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

std::string cell_dot(const std::vector<Gene>& genes, const std::vector<int>& concat,
                     const std::string& title) {
  std::string text = "digraph cell {\n" + style(title) + nodes(static_cast<int>(genes.size()) / 2);
  for (size_t i = 0; i < genes.size(); ++i) {
    text += fmt::format("  {} -> {} [label={}];\n", state_name(genes[i].source),
                        state_name(2 + static_cast<int>(i) / 2), quoted(genes[i].operation));
  }
  for (int state : concat) text += fmt::format("  {} -> {};\n", state_name(state), kOutput);
  return text + "}\n";
}

std::string nasbench201_dot(const std::vector<Gene>& genes, const std::string& title) {
  const auto edges = find_space("nasbench201").edges();
  const int last = edges.back().to;
  std::string text = "digraph cell {\n" + style(title) + nodes(last, /*inputs=*/1);
  for (size_t e = 0; e < edges.size(); ++e) {
    text += fmt::format("  {} -> {} [label={}];\n", state_name(edges[e].from, 1),
                        state_name(edges[e].to, 1), quoted(genes[e].operation));
  }
  return text + fmt::format("  {} -> {};\n}}\n", state_name(last, 1), kOutput);
}

std::string nasbench101_dot(const Nasbench101Cell& whole, const std::string& title) {
  const Nasbench101Cell cell = pruned(whole);
  const auto vertex = [&](size_t v) {
    if (v == 0) return state_name(0, 1);
    return v <= cell.operations.size() ? state_name(static_cast<int>(v), 1) : std::string(kOutput);
  };
  std::string text =
      "digraph cell {\n" + style(title) + nodes(static_cast<int>(cell.operations.size()), 1);
  for (size_t v = 1; v <= cell.parents.size(); ++v) {
    if (v <= cell.operations.size()) {
      text += fmt::format("  {} [label={}];\n", vertex(v), quoted(cell.operations[v - 1]));
    }
    for (const int parent : cell.parents[v - 1]) {
      text += fmt::format("  {} -> {};\n", vertex(static_cast<size_t>(parent)), vertex(v));
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

void draw_genotype(const Genotype& genotype, const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  require(!error, "The folder {} cannot be created: {}.", folder.string(), error.message());
  if (genotype.blocks) {
    draw_cell(nasbench101_dot(*genotype.blocks, "cell"), folder / "normal.svg");
    return;
  }
  if (genotype.is_nasbench201()) {
    draw_cell(nasbench201_dot(genotype.normal, "cell"), folder / "normal.svg");
    return;
  }
  draw_cell(cell_dot(genotype.normal, genotype.normal_concat, "normal cell"),
            folder / "normal.svg");
  draw_cell(cell_dot(genotype.reduce, genotype.reduce_concat, "reduction cell"),
            folder / "reduce.svg");
}

}  // namespace tetlo
