// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/rehearsal.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <new>
#include <vector>

#include "tetlo/net/cell_stack.h"
#include "tetlo/util/error.h"
#include "tetlo/util/memory.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

/// The sources with a normalisation, which otherwise takes a pass over all images. Which one does
/// not matter to what a search takes.
Sources normalised(Sources sources) {
  const auto give = [](DataSource& source) {
    const std::vector<double> each(static_cast<size_t>(source.channels), 1);
    source.normalisation = {.mean = each, .deviation = each};
  };
  give(sources.main);
  if (sources.auxiliary) give(*sources.auxiliary);
  return sources;
}

int64_t weights_in(const Framework& framework) {
  int64_t sum = 0;
  for (const Stage& stage : framework.stages()) sum += stage.state.weights.numel() - stage.tied;
  return sum;
}

/// The multiply-adds of evaluating each model on one image.
std::vector<int64_t> multiply_adds_of_image(const Search& job) {
  std::vector<int64_t> all;
  for (const Model& model : job.framework().models()) {
    all.push_back(job.tally(model).multiply_adds);
  }
  return all;
}

/// The images for which each model has been evaluated since it was made; three times those of
/// evaluations with a gradient.
std::vector<int64_t> evaluated_images(const Search& job) {
  std::vector<int64_t> all;
  for (const Model& model : job.framework().models()) {
    const auto [with_gradient, without] = cell_stack(*model.network).evaluated();
    all.push_back(3 * with_gradient + without);
  }
  return all;
}

/// The images for which a model is evaluated at the end of an epoch with such iterations.
int64_t validation_images(const Search& job, const Model& model, bool in_preparation) {
  const bool before_search = job.framework().stages()[model.stage].before_search;
  return before_search == in_preparation ? job.images().validation(model)->images() : 0;
}

/// The schedule of the search itself, given one with fewer images in a batch.
Schedule schedule_of_search(const Search& job, int64_t batch_size) {
  return job.schedule().with_iterations(job.images().training_images() / batch_size,
                                        job.images().preparation_images() / batch_size);
}

SearchOptions with_batch(SearchOptions options, int64_t batch) {
  options.search.batch_size = batch;
  return options;
}

struct Arithmetic {
  int64_t parameters = 0, multiply_adds = 0;
};

/// A search whose batches have fewer images.
class Rehearsal {
 public:
  Rehearsal(const SearchOptions& options, const Sources& sources, int64_t batch)
      : batch_size_(options.search.batch_size),
        batch_(batch),
        job_(with_batch(options, batch), sources),
        whole_(schedule_of_search(job_, batch_size_)),
        own_kinds_(job_.schedule().kinds()) {}

  /// Makes an iteration of every kind. Returns what the whole search takes.
  Arithmetic iterate() {
    Arithmetic sum;
    for (const Schedule::Kind& kind : whole_.kinds()) {
      sum.multiply_adds += iterate(kind);
      sum.parameters = std::max(sum.parameters, weights_in(job_.framework()));
    }
    return sum;
  }
  /// Does what the selection does after an epoch, except decisions by many validations, which take
  /// less memory than an iteration.
  void select() {
    if (!job_.schedule().tunes()) job_.select(0);
  }

 private:
  /// Makes the first iteration of a kind, and returns the multiply-adds of all of them and of the
  /// validation at the ends of their epochs.
  int64_t iterate(const Schedule::Kind& kind) {
    const auto own = std::find_if(own_kinds_.begin(), own_kinds_.end(),
                                  [&](const auto& other) { return other.is_like(kind); });
    if (own == own_kinds_.end()) return 0;
    job_.begin_epoch(own->first.epoch);
    const auto before = evaluated_images(job_);
    job_.iterate(own->first);
    const auto after = evaluated_images(job_), of_image = multiply_adds_of_image(job_);
    const int64_t iterations = whole_.iterations(own->first.epoch);
    int64_t sum = 0;
    for (size_t m = 0; m < of_image.size(); ++m) {
      const int64_t in_iteration = batch_size_ * (after[m] - before[m]) / batch_;
      const int64_t in_validation =
          validation_images(job_, job_.framework().models()[m], kind.prepares);
      sum += of_image[m] * (kind.count * in_iteration + kind.count * in_validation / iterations);
    }
    return sum;
  }

  int64_t batch_size_, batch_;
  Search job_;
  Schedule whole_;                         ///< of the search that is rehearsed
  std::vector<Schedule::Kind> own_kinds_;  ///< of the rehearsal itself
};

/// The peak of all tensors' bytes, as a linear function of the number of images in a batch.
class Line {
 public:
  Line() = default;
  Line(int64_t few, int64_t bytes_of_few, int64_t more, int64_t bytes_of_more)
      : of_image_(more > few ? (bytes_of_more - bytes_of_few) / (more - few) : 0),
        fixed_(bytes_of_more - more * of_image_) {}
  int64_t of_image() const { return of_image_; }
  int64_t at(int64_t images) const { return fixed_ + images * of_image_; }

 private:
  int64_t of_image_ = 0, fixed_ = 0;
};

/// Memory of which a search takes several times as much, without a rehearsal.
struct Footprint {
  int64_t weights = 0;   ///< bytes of all weights
  int64_t of_image = 0;  ///< bytes of what all batch norms of an evaluation see of one image
};

Footprint footprint_of(const Search& job) {
  int64_t normalised = 0;
  for (const Model& model : job.framework().models()) normalised += job.tally(model).normalised;
  const int64_t bytes = sizeof(float);
  return {.weights = bytes * weights_in(job.framework()), .of_image = bytes * normalised};
}

/// Throws Error unless both halves have a batch.
void check_batch_size(const Search& job, int64_t batch_size) {
  for (const Model& model : job.framework().models()) {
    const int64_t images =
        std::min(job.images().training_images(), job.images().validation(model)->images());
    require(batch_size <= images,
            "search.batch_size is {}; it must be at most {}, the number of images in the smaller "
            "half of the {} task.",
            batch_size, images, model.auxiliary ? "auxiliary" : "main");
  }
}

/// Rehearses a search with several batch sizes, and compares the memory.
class Rehearsals {
 public:
  /// Tensors may grow by so many bytes. Throws Error if not even the weights fit, or if there is no
  /// whole batch.
  Rehearsals(const SearchOptions& options, const Sources& sources, int64_t growth)
      : options_(options), sources_(normalised(sources)), growth_(growth) {
    const TensorWatch watch(growth_);
    const Search job(with_batch(options, kFewest), sources_);
    check_batch_size(job, options.search.batch_size);
    footprint_ = footprint_of(job);
  }

  const Footprint& footprint() const { return footprint_; }

  /// What the search takes, seen from two and four images.
  Needs roughly() {
    const int64_t four = std::min<int64_t>(4, options_.search.batch_size);
    const Peaks of_two = rehearse(kFewest, /*selects=*/true), of_four = rehearse(four, true);
    selection_ = Line(kFewest, of_two.selection, four, of_four.selection);
    iterations_ = Line(kFewest, of_two.iterations, four, of_four.iterations);
    before_ = of_two.before;
    return needs();
  }

  /// The same, seen from more images, if they fit; takes longer. To be called after roughly(). With
  /// few images, tensors of weights may take more than those of images, and make the line less steep.
  Needs precisely() {
    const int64_t most = std::min(kMostImages, options_.search.batch_size);
    if (most > 4 && iterations_.at(most) - before_ < growth_ / 2) {
      const int64_t half = rehearse(most / 2, false).iterations;
      iterations_ = Line(most / 2, half, most, rehearse(most, false).iterations);
    }
    return needs();
  }

 private:
  static constexpr int64_t kFewest = 2, kMostImages = 32;

  struct Peaks {
    int64_t before = 0;  ///< bytes of tensors that existed already
    int64_t iterations = 0, selection = 0;
  };

  Needs needs() const {
    const int64_t batch_size = options_.search.batch_size;
    const Line& larger =
        iterations_.at(batch_size) > selection_.at(batch_size) ? iterations_ : selection_;
    return {.parameters = arithmetic_.parameters,
            .multiply_adds = arithmetic_.multiply_adds,
            .memory = std::max(peak_memory(), larger.at(batch_size) + beside_tensors_) + to_read(),
            .memory_of_image = std::max<int64_t>(larger.of_image(), 0)};
  }

  Peaks rehearse(int64_t batch, bool selects) {
    std::optional<TensorWatch> watch(growth_);
    Peaks peaks{.before = watch->peak()};
    Rehearsal rehearsal(options_, sources_, batch);
    arithmetic_ = rehearsal.iterate();
    peaks.iterations = watch->peak();
    beside_tensors_ = present_memory() - peaks.iterations;
    if (!selects) return peaks;
    watch.emplace(growth_);
    rehearsal.select();
    peaks.selection = watch->peak();
    return peaks;
  }

  /// The bytes of images that will be read.
  int64_t to_read() const {
    return sources_.main.growth + (sources_.auxiliary ? sources_.auxiliary->growth : 0);
  }

  const SearchOptions& options_;
  Sources sources_;
  int64_t growth_;
  Footprint footprint_;
  Arithmetic arithmetic_;
  Line selection_, iterations_;
  int64_t before_ = 0;          ///< bytes of tensors that existed before all rehearsals
  int64_t beside_tensors_ = 0;  ///< bytes that the process has in addition to tensors
};

/// The bytes that a rehearsal may take: not all that the system has left, because others also run
/// there and not everything is a tensor.
int64_t allowance(int64_t left) { return left / 8 * 7; }

[[noreturn]] void fail_for_lack(int64_t left) {
  fail(
      "The search does not fit into memory, of which {} are free, even with batches of a few "
      "images; it must have fewer channels or cells.",
      byte_count(left));
}

/// Throws Error if a lower bound of what a search takes is far more than what is left, so that a
/// rehearsal would take long.
void refuse_hopeless(const Footprint& footprint, int64_t batch, int64_t left) {
  // A gradient needs about what the batch norms see; kernels that compute some of it again still
  // keep half.
  const int64_t of_image = footprint.of_image / 2, few = 4;
  if (footprint.weights + of_image * batch <= left || of_image * few <= left / 16) return;
  fail(
      "The search needs at least {} of memory and {} are free; search.batch_size is {}, and at "
      "most {} could fit.",
      byte_count(footprint.weights + of_image * batch), byte_count(left), batch, left / of_image);
}

}  // namespace

Needs rehearse(const SearchOptions& options, const Sources& sources) {
  const int64_t left = free_memory().value_or(std::numeric_limits<int64_t>::max());
  try {
    Rehearsals rehearsals(options, sources, allowance(left));
    refuse_hopeless(rehearsals.footprint(), options.search.batch_size, left);
    rehearsals.roughly();
    return rehearsals.precisely();
  } catch (const std::bad_alloc&) {
    fail_for_lack(left);
  }
}

void refuse_too_large(const SearchOptions& options, const Sources& sources) {
  const auto left = free_memory();
  if (!left) return;
  const int64_t batch_size = options.search.batch_size, present = present_memory();
  try {
    Rehearsals rehearsals(options, sources, allowance(*left));
    // No search has been seen to take more than eight times what the batch norms see.
    const auto& [weights, of_image] = rehearsals.footprint();
    const int64_t ample = 12 * of_image * batch_size + 64 * weights + (int64_t{1} << 29);
    if (ample <= *left) return;
    refuse_hopeless(rehearsals.footprint(), batch_size, *left);
    Needs needs = rehearsals.roughly();
    const bool close = needs.memory - present > *left / 2;
    if (close) needs = rehearsals.precisely();
    require_memory(needs, batch_size, present, *left);
  } catch (const std::bad_alloc&) {
    fail_for_lack(*left);
  }
}

void require_memory(const Needs& needs, int64_t batch, int64_t present, int64_t available) {
  const int64_t excess = needs.memory - present - available;
  if (excess <= 0) return;
  const int64_t fitting =
      batch - (excess + needs.memory_of_image - 1) / std::max<int64_t>(needs.memory_of_image, 1);
  const std::string needed = fmt::format("The search needs {} of memory and {} are free",
                                         byte_count(needs.memory - present), byte_count(available));
  require(fitting < 2, "{}; search.batch_size is {}, and {} would fit.", needed, batch, fitting);
  fail("{}, which no batch size would change; it must have fewer channels or cells.", needed);
}

}  // namespace tetlo
