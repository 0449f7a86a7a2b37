// SPDX-License-Identifier: Apache-2.0
// Which test images a model finds alike: the nearest neighbours of queries by the cosine of their
// encodings, for several models side by side, as a picture, and how often they show the query's
// class [Sheth2023, figure 3].
//
// The models are those of given run folders. Without any, the study searches without and with TETLO,
// with each seed, and compares the main models of both supernets. The picture shows those of the
// first seed.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <sstream>

#include "tetlo/draw/contact_sheet.h"
#include "tetlo/studies/nearest.h"
#include "tetlo/studies/table.h"
#include "tetlo/studies/trained_model.h"
#include "tetlo/util/error.h"
#include "tetlo/util/random.h"
#include "tetlo/util/threads.h"

namespace tetlo {
namespace {

constexpr const char* kFigure3 = "[Sheth2023, figure 3]";
constexpr const char* kSheet = "neighbours.png";
constexpr const char* kPlain = "plain";
constexpr const char* kTetlo = "tetlo";
constexpr const char* kPrecision = "precision at k (%)";
constexpr double kLeastPrecisionEffect = 1;  // point
constexpr Purpose kQueries = purpose("queries of the study of neighbours");

struct NeighboursOptions {
  std::string runs;
  int64_t k = 4, shown = 8, queries = 0, images = 0, seeds = 1;

  std::vector<Field> fields() {
    return {{"runs", &runs,
             "run folders of searches or trainings, with commas between them; "
             "empty: searches "
             "without and with TETLO",
             kFigure3},
            {"k", {&k, {1, 1000, "images"}}, "number of nearest neighbours", kFigure3},
            {"shown", {&shown, {1, 1000, "images"}}, "number of queries in the picture", ""},
            {"queries",
             {&queries, {0, 1'000'000'000, "images"}},
             "number of queries for the precision; 0: every image",
             ""},
            {"images",
             {&images, {0, 1'000'000'000, "images"}},
             "number of test images, the first of their files; 0: all",
             ""},
            {"seeds",
             {&seeds, {1, 1000}},
             "number of searches of each kind, with different seeds",
             ""}};
  }
};

/// A model with the name under which it is shown.
struct Named {
  std::string name;
  TrainedModel model;
  std::string search = {};  ///< kPlain or kTetlo; "": of a given run folder
  int64_t seed = 0;         ///< of the search: the first, the second, …
};

std::vector<Named> given_models(const std::string& folders) {
  std::vector<Named> models;
  for (const std::string& folder : between_commas(folders)) {
    models.push_back({folder, open_trained_model(folder)});
    const TrainedModel &first = models.front().model, &last = models.back().model;
    require(first.data == last.data && first.folder == last.folder,
            "{} has the data set {} and {} has {}; they must have the same.", models.front().name,
            first.data, folder, last.data);
  }
  return models;
}

/// The main models of a search without TETLO and of one with it, for each seed in turn, as far as
/// the searches have not diverged.
std::vector<Named> searched_models(Runs& runs, int64_t seeds) {
  const Plan plan{
      .searches = {{kPlain, {"framework.name=plain"}}, {kTetlo, {"framework.name=tetlo"}}},
      .seeds = seeds};
  const Results results = run_all(plan, runs);
  std::vector<Named> models;
  for (int64_t i = 0; i < seeds; ++i) {
    for (const SearchRun& search : plan.searches) {
      const std::string name = name_with_seed(plan, search.name, runs.options().run.seed + i);
      if (has_diverged(results.at(search.name).at(static_cast<size_t>(i)))) continue;
      models.push_back({name, open_trained_model(runs.folder() + "/" + name), search.name, i});
    }
  }
  require(!models.empty(), "All searches have diverged; there is no model that finds neighbours.");
  return models;
}

/// The images among which neighbours are sought.
struct Gallery {
  std::shared_ptr<const Dataset> images;
  std::vector<std::string> class_names;
  Tensor queries;  ///< [Q] in a random order; the first are shown

  Tensor labels() const { return torch::tensor(labels_of(*images)); }
};

Gallery gallery_of(const NeighboursOptions& options, const DataSource& source, uint64_t seed) {
  Gallery gallery{source.test, source.class_names, {}};
  const int64_t all = source.test->size();
  const int64_t size = options.images == 0 ? all : options.images;
  require(size <= all, "study.images is {}; there are {} test images.", size, all);
  std::vector<int64_t> first(static_cast<size_t>(size));
  std::iota(first.begin(), first.end(), 0);
  if (size < all) gallery.images = std::make_shared<Subset>(source.test, first);
  require(options.k < size, "study.k is {}; it must be below the number of test images, {}.",
          options.k, size);
  const int64_t queries = options.queries == 0 ? size : options.queries;
  for (const auto& [name, count] : {std::pair("queries", queries), {"shown", options.shown}}) {
    require(count <= size, "study.{} is {}; it must be at most {}, the number of test images.",
            name, count, size);
  }
  const auto order = Random(seed, kQueries).permutation(size);
  gallery.queries = torch::tensor(order).narrow(0, 0, std::max(queries, options.shown));
  return gallery;
}

/// What a model has found.
struct Found {
  std::string name, search;
  int64_t seed = 0;
  Tensor neighbours;  ///< [Q, k]
  double precision = 0;
};

Found search_gallery(const Named& named, const Gallery& gallery, int64_t k) {
  const Tensor neighbours = nearest(encodings(named.model, gallery.images), gallery.queries, k);
  return {named.name, named.search, named.seed, neighbours,
          precision(neighbours, gallery.queries, gallery.labels())};
}

ContactSheet sheet_of(const Gallery& gallery, const std::vector<Found>& models, int64_t shown) {
  ContactSheet sheet{.groups = {{.title = "query"}},
                     .rows = {},
                     .note =
                         "Solid green frame: the class of the query. "
                         "Dashed red frame: another class."};
  const auto k = models.front().neighbours.size(1);
  for (const Found& model : models) {
    sheet.groups.push_back(
        {.title = model.name,
         .subtitle = fmt::format("precision at {}: {:.1f} % ({} queries)", k, 100 * model.precision,
                                 model.neighbours.size(0)),
         .columns = static_cast<size_t>(k)});
  }
  for (int64_t q = 0; q < shown; ++q) {
    const Example query = gallery.images->get(gallery.queries[q].item<int64_t>());
    const auto name = [&](const Example& image) {
      return gallery.class_names[static_cast<size_t>(image.label)];
    };
    std::vector<Tile> row = {{query.image, name(query)}};
    for (const Found& model : models) {
      for (int64_t i = 0; i < k; ++i) {
        const Example found = gallery.images->get(model.neighbours[q][i].item<int64_t>());
        const Frame frame = found.label == query.label ? Frame::kSolid : Frame::kDashed;
        row.push_back({found.image, name(found), frame});
      }
    }
    sheet.rows.push_back(row);
  }
  return sheet;
}

/// That the neighbours found with TETLO are more often of the query's class.
StudyClaim claim_on(const std::vector<Found>& all, int64_t seeds) {
  BySeed plain(static_cast<size_t>(seeds)), tetlo = plain;
  for (const Found& one : all) {
    (one.search == kTetlo ? tetlo : plain)[static_cast<size_t>(one.seed)] = 100 * one.precision;
  }
  return on_pairs({.words = "precision with TETLO higher than without",
                   .figure = kPrecision,
                   .direction = Claim::kHigher,
                   .smallest_effect = kLeastPrecisionEffect},
                  tetlo, plain);
}

/// The models that are shown: all given ones, or those of the first seed that has any.
std::vector<Found> shown_in_picture(const std::vector<Found>& all) {
  std::vector<Found> shown;
  for (const Found& one : all) {
    if (one.seed == all.front().seed) shown.push_back(one);
  }
  return shown;
}

Report compare_neighbours(const std::any& given, Runs& runs) {
  const auto& options = std::any_cast<const NeighboursOptions&>(given);
  const SearchOptions& search = runs.options();
  require(options.runs.empty() || options.seeds == 1,
          "study.seeds is {}, but the models are those of given run folders, study.runs.",
          options.seeds);
  std::vector<Named> models = given_models(options.runs);
  const DataSource source = models.empty() ? open_source(search.data) : models.front().model.source;
  const Gallery gallery = gallery_of(options, source, search.run.stream_seed());
  const bool searches = models.empty();
  if (searches) {
    models = searched_models(runs, options.seeds);
  } else {
    runs.prepare({});
  }
  set_threads(static_cast<int>(search.run.threads));
  Report report{.columns = {"run", "k", "queries", "images", kPrecision}};
  std::vector<Found> found;
  for (const Named& named : models) {
    found.push_back(search_gallery(named, gallery, options.k));
    report.rows.push_back({named.name, std::to_string(options.k),
                           std::to_string(gallery.queries.size(0)),
                           std::to_string(gallery.images->size()),
                           fmt::format("{:.2f}", 100 * found.back().precision)});
  }
  if (searches) {
    report.claims = {claim_on(found, options.seeds)};
    report.claim_notes = {
        "The figure prints no numbers; the smallest effect is 1 point, one neighbour of a hundred, "
        "below which nothing would be seen in its picture."};
  }
  draw_contact_sheet(sheet_of(gallery, shown_in_picture(found), options.shown),
                     runs.folder() + "/" + kSheet);
  report.files = {kSheet};
  return report;
}

}  // namespace

StudyEntry neighbours_study() {
  return {
      member<NeighboursOptions>("neighbours", "which test images a model finds alike", kFigure3),
      /*trains=*/false, compare_neighbours};
}

}  // namespace tetlo
