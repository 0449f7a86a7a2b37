// SPDX-License-Identifier: Apache-2.0
// The reference page of options.
#pragma once

#include <string>
#include <vector>

#include "tetlo/options/field.h"

namespace tetlo {

/// Markdown with a table for each section: the present values of its options, the values they
/// accept, their meanings and sources.
std::string reference_of(const std::vector<Section>& sections);

}  // namespace tetlo
