// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "tetlo/space/darts_cells.h"
#include "tetlo/space/text_reader.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

/// A value and its place in the text, so that rules that are checked later can still point at it.
template <typename T>
struct Placed {
  T value;
  size_t position;
};

template <typename T>
struct List {
  std::vector<Placed<T>> items;
  size_t position;
};

List<Gene> read_genes(TextReader& reader) {
  List<Gene> genes{{}, reader.position()};
  const char close = reader.expect_opening("a list of genes");
  while (!reader.accept(close)) {
    const char close_gene = reader.expect_opening("a gene such as ('skip_connect', 0)");
    const std::string operation = reader.quoted("a quoted operation name");
    reader.expect(',');
    const size_t position = reader.position();
    genes.items.push_back({{operation, reader.number("the number of a state")}, position});
    reader.accept(',');
    reader.expect(close_gene);
    if (!reader.accept(',')) {
      reader.expect(close);
      break;
    }
  }
  return genes;
}

List<int> read_range(TextReader& reader, size_t position) {
  reader.expect('(');
  const int first = reader.number("the number of a state");
  reader.expect(',');
  const int end = reader.number("the number of a state");
  reader.expect(')');
  List<int> states{{}, position};
  for (int state = first; state < end; ++state) states.items.push_back({state, position});
  return states;
}

List<int> read_concat(TextReader& reader) {
  List<int> states{{}, reader.position()};
  const std::string word = reader.word();
  if (word == "range") return read_range(reader, states.position);
  const std::string expected = "range(first, end) or a list of states";
  if (!word.empty()) {
    reader.fail_at(states.position,
                   fmt::format("found '{}' where {} was expected.", excerpt(word), expected));
  }
  const char close = reader.expect_opening(expected);
  while (!reader.accept(close)) {
    const size_t position = reader.position();
    states.items.push_back({reader.number("the number of a state"), position});
    if (!reader.accept(',')) {
      reader.expect(close);
      break;
    }
  }
  return states;
}

/// The four fields of a genotype. Each is empty until it has been read.
struct Fields {
  std::optional<List<Gene>> normal, reduce;
  std::optional<List<int>> normal_concat, reduce_concat;
};

template <typename T>
void read_once(TextReader& reader, const Placed<std::string>& key, std::optional<List<T>>& field,
               List<T> (*read)(TextReader&)) {
  if (field) reader.fail_at(key.position, fmt::format("{} is given twice.", key.value));
  reader.expect('=');
  field = read(reader);
}

void read_field(TextReader& reader, Fields& fields) {
  const size_t position = reader.position();
  const Placed<std::string> key{reader.word(), position};
  if (key.value == "normal") return read_once(reader, key, fields.normal, read_genes);
  if (key.value == "reduce") return read_once(reader, key, fields.reduce, read_genes);
  if (key.value == "normal_concat")
    return read_once(reader, key, fields.normal_concat, read_concat);
  if (key.value == "reduce_concat")
    return read_once(reader, key, fields.reduce_concat, read_concat);
  const std::string expected = "normal, normal_concat, reduce or reduce_concat";
  if (key.value.empty()) reader.fail_expecting(expected);
  reader.fail_at(position,
                 fmt::format("found '{}' where {} was expected.", excerpt(key.value), expected));
}

/// Reads `NAME = Genotype` or `Genotype`, up to the bracket.
void read_head(TextReader& reader) {
  size_t position = reader.position();
  std::string word = reader.word();
  if (!word.empty() && reader.accept('=')) {
    position = reader.position();
    word = reader.word();
  }
  if (word.empty()) reader.fail_expecting("Genotype(…)");
  if (word != "Genotype") {
    reader.fail_at(position,
                   fmt::format("found '{}' where Genotype(…) was expected.", excerpt(word)));
  }
}

std::vector<Gene> checked_genes(const TextReader& reader, const List<Gene>& list,
                                const std::string& name) {
  const size_t count = list.items.size();
  if (count == 0 || count % 2 != 0) {
    reader.fail_at(list.position,
                   fmt::format("{} has {} genes; it must have two for each node.", name, count));
  }
  std::vector<Gene> genes;
  for (const auto& [gene, position] : list.items) {
    const int node = static_cast<int>(genes.size()) / 2;
    if (gene.source < 0 || gene.source >= 2 + node) {
      reader.fail_at(position, fmt::format("node {} of {} reads state {}; it can read 0 to {}.",
                                           node, name, gene.source, 1 + node));
    }
    genes.push_back(gene);
  }
  return genes;
}

std::vector<int> checked_concat(const TextReader& reader, const List<int>& list,
                                const std::string& name, size_t genes) {
  const int last = static_cast<int>(genes) / 2 + 1;
  if (list.items.empty()) {
    reader.fail_at(list.position,
                   fmt::format("{} is empty; it must name at least one state.", name));
  }
  std::vector<int> states;
  for (const auto& [state, position] : list.items) {
    if (state < 2 || state > last) {
      reader.fail_at(position, fmt::format("{} has state {}; states must be from 2 to {}.", name,
                                           state, last));
    }
    if (std::find(states.begin(), states.end(), state) != states.end()) {
      reader.fail_at(position, fmt::format("{} has state {} twice.", name, state));
    }
    states.push_back(state);
  }
  return states;
}

DartsCell checked_cell(const TextReader& reader, const List<Gene>& genes, const List<int>& concat,
                       const std::string& name) {
  DartsCell cell{.genes = checked_genes(reader, genes, name), .concat = {}};
  cell.concat = checked_concat(reader, concat, name + "_concat", cell.genes.size());
  return cell;
}

}  // namespace

DartsCells parse_darts_cells(const std::string& text, const std::string& origin) {
  TextReader reader(text, origin);
  Fields fields;
  read_head(reader);
  reader.expect('(');
  while (!reader.accept(')')) {
    read_field(reader, fields);
    if (reader.accept(',')) continue;
    reader.expect(')');
    break;
  }
  const size_t end = reader.position();
  if (!reader.at_end()) reader.fail_expecting("the end of the text");
  const auto need = [&](bool given, const char* name) {
    if (!given) reader.fail_at(end - 1, fmt::format("the field {} is missing.", name));
  };
  need(fields.normal.has_value(), "normal");
  need(fields.normal_concat.has_value(), "normal_concat");
  need(fields.reduce.has_value(), "reduce");
  need(fields.reduce_concat.has_value(), "reduce_concat");
  return {.normal = checked_cell(reader, *fields.normal, *fields.normal_concat, "normal"),
          .reduce = checked_cell(reader, *fields.reduce, *fields.reduce_concat, "reduce")};
}

}  // namespace tetlo
