// SPDX-License-Identifier: Apache-2.0
// Parts of which a page consists.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tetlo {

/// A part of the page with a heading and a sentence that says what it shows; "" without content.
struct PagePart {
  std::string id, heading, explanation, content;
};
std::string html_of(const PagePart& part);

/// Names and values, such as {"Peak memory", "1.2 GiB"}. Pairs without a value are left out.
using Facts = std::vector<std::pair<std::string, std::string>>;
std::string html_of(const Facts& facts);

/// What the looks of lines mean: pairs of a class and a name.
using Legend = std::vector<std::pair<std::string, std::string>>;
std::string html_of(const Legend& legend, const std::string& label);

/// Rows below a row of headings; cells are text. Columns whose place is in `numbers` are aligned at
/// their right. A large table scrolls within itself.
std::string table(const std::vector<std::string>& headings,
                  const std::vector<std::vector<std::string>>& rows,
                  const std::set<size_t>& numbers = {});

/// Charts side by side; "" if there are none.
std::string charts(const std::vector<std::string>& all);

}  // namespace tetlo
