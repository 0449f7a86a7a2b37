// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/whole_cost.h"

#include <algorithm>

#include "tetlo/cli/pace.h"
#include "tetlo/data/source.h"
#include "tetlo/space/genotype.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr int64_t kMeasuredBatch = 32;

/// Random pixels instead of files that are missing.
void replace_images(DataOptions& data) {
  try {
    open_source(data);
  } catch (const Error&) {
    data.name = kNoiseImages;
  }
}

}  // namespace

double whole_cost(SearchOptions options) {
  replace_images(options.data);
  const double iterations = iterations_left(Search(options, open_sources(options)));
  const int64_t batch = std::min(options.search.batch_size, kMeasuredBatch);
  const double times = static_cast<double>(options.search.batch_size) / static_cast<double>(batch);
  options.search.batch_size = batch;
  // Halves, whatever their classes, because smaller parts of so few images would be empty.
  options.search.split = SplitOrder::kSeeded;
  options.search.train_portion = 0.5;
  options.search.validation_portion = 0.5;
  return iterations * times * seconds_an_iteration(options, 1);
}

double whole_cost(EvaluateOptions options) {
  replace_images(options.data);
  const Training job(parse_genotype(options.genotype), options, open_source(options.data));
  const double iterations = iterations_left(job);
  const int64_t batch = std::min(options.evaluate.batch_size, kMeasuredBatch);
  const double times =
      static_cast<double>(options.evaluate.batch_size) / static_cast<double>(batch);
  options.evaluate.batch_size = batch;
  options.evaluate.parts = 1;
  return iterations * times * seconds_an_iteration(options, 1);
}

}  // namespace tetlo
