// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <optional>

#include "tetlo/space/darts_cell_rules.h"
#include "tetlo/space/darts_cells.h"

namespace tetlo {
namespace {

constexpr const char* kSomeGene = "a gene such as ('skip_connect', 0)";
constexpr const char* kFields = "normal, normal_concat, reduce or reduce_concat";

/// Reads a gene after its opening bracket. The weight that may follow is dropped.
void read_gene(TextReader& reader, char close, List<Gene>& genes) {
  const std::string operation = reader.quoted("a quoted operation name");
  reader.expect(',');
  const size_t position = reader.position();
  genes.items.push_back({{operation, reader.number("the number of a state")}, position});
  const bool goes_on = reader.accept(',');
  if (reader.accept(close)) return;
  if (goes_on) {
    reader.skip_scalar("the weight of a gene");
    reader.accept(',');
  }
  reader.expect(close);
}

/// Reads the genes of a node after its opening bracket, which is at `position`.
void read_node(TextReader& reader, char close, size_t position, List<Gene>& genes) {
  const size_t earlier = genes.items.size();
  reader.items(close, [&] { read_gene(reader, reader.expect_opening(kSomeGene), genes); });
  const size_t count = genes.items.size() - earlier;
  if (count != 2) {
    reader.fail_at(position,
                   fmt::format("node {} has {} genes; it must have two.", earlier / 2, count));
  }
}

/// Reads a list of genes, or of nodes with two genes each.
List<Gene> read_genes(TextReader& reader) {
  List<Gene> genes{{}, reader.position()};
  bool by_node = false;
  reader.items(reader.expect_opening("a list of genes"), [&] {
    const size_t position = reader.position();
    const char close = reader.expect_opening(kSomeGene);
    if (genes.items.empty()) by_node = reader.at_opening();
    if (by_node) {
      read_node(reader, close, position, genes);
    } else {
      read_gene(reader, close, genes);
    }
  });
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
  if (!word.empty()) reader.fail_found(states.position, word, expected);
  reader.items(reader.expect_opening(expected), [&] {
    const size_t position = reader.position();
    states.items.push_back({reader.number("the number of a state"), position});
  });
  return states;
}

/// The four fields of a genotype. Each is empty until it has been read.
struct Fields {
  std::optional<List<Gene>> normal, reduce;
  std::optional<List<int>> normal_concat, reduce_concat;
};

struct Key {
  std::string name;
  size_t position;
  char separator;  ///< what stands between name and value
};

Key read_key(TextReader& reader, bool in_dictionary) {
  const size_t position = reader.position();
  if (in_dictionary) return {reader.quoted(kFields), position, ':'};
  const std::string word = reader.word();
  if (word.empty()) reader.fail_expecting(kFields);
  return {word, position, '='};
}

template <typename T>
void read_once(TextReader& reader, const Key& key, std::optional<List<T>>& field,
               List<T> (*read)(TextReader&)) {
  if (field) reader.fail_at(key.position, fmt::format("{} is given twice.", key.name));
  reader.expect(key.separator);
  field = read(reader);
}

void read_none(TextReader& reader, const Key& key) {
  reader.expect(key.separator);
  const size_t position = reader.position();
  const std::string word = reader.word();
  if (word.empty()) reader.fail_expecting("None");
  if (word != "None") reader.fail_found(position, word, "None");
}

void read_field(TextReader& reader, const Key& key, Fields& fields) {
  if (key.name == "normal") return read_once(reader, key, fields.normal, read_genes);
  if (key.name == "reduce") return read_once(reader, key, fields.reduce, read_genes);
  if (key.name == "normal_concat") return read_once(reader, key, fields.normal_concat, read_concat);
  if (key.name == "reduce_concat") return read_once(reader, key, fields.reduce_concat, read_concat);
  if (key.name == "connectN" || key.name == "connects") return read_none(reader, key);
  reader.fail_found(key.position, key.name, kFields);
}

/// Reads the head of a genotype, with its opening bracket, and returns the bracket that closes it.
char read_head(TextReader& reader) {
  if (reader.accept('{')) return '}';
  const size_t position = reader.position();
  const std::string word = reader.word();
  if (word.empty()) reader.fail_expecting("Genotype(…)");
  if (word != "Genotype") reader.fail_found(position, word, "Genotype(…)");
  reader.expect('(');
  return ')';
}

}  // namespace

DartsCells parse_darts_cells(const std::string& text, const std::string& origin) {
  TextReader reader(text, origin);
  Fields fields;
  const char close = read_head(reader);
  const size_t end =
      reader.items(close, [&] { read_field(reader, read_key(reader, close == '}'), fields); });
  if (!reader.at_end()) reader.fail_expecting("the end of the text");
  const auto need = [&](bool given, const char* name) {
    if (!given) reader.fail_at(end, fmt::format("the field {} is missing.", name));
  };
  need(fields.normal.has_value(), "normal");
  need(fields.normal_concat.has_value(), "normal_concat");
  need(fields.reduce.has_value(), "reduce");
  need(fields.reduce_concat.has_value(), "reduce_concat");
  return {.normal = checked_cell(reader, *fields.normal, *fields.normal_concat, "normal"),
          .reduce = checked_cell(reader, *fields.reduce, *fields.reduce_concat, "reduce")};
}

}  // namespace tetlo
