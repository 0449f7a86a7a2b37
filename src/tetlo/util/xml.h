// SPDX-License-Identifier: Apache-2.0
// Text in SVG and HTML.
#pragma once

#include <string>

namespace tetlo {

/// The text as the content of an XML element or attribute.
std::string xml_text(const std::string& text);

}  // namespace tetlo
