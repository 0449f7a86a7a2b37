// SPDX-License-Identifier: Apache-2.0
#include "tetlo/studies/trained_model.h"

#include <algorithm>
#include <vector>

#include "tetlo/data/prefetcher.h"
#include "tetlo/evaluate/training.h"
#include "tetlo/record/checkpoint.h"
#include "tetlo/search/search.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

constexpr int64_t kBatch = 250;

/// The command that made the run, from the first line of its config.toml: "# tetlo VERSION, NAME".
std::string command_of(const std::string& config) {
  const std::string text = read_file(config), line = text.substr(0, text.find('\n'));
  const size_t comma = line.find(", ");
  return comma == std::string::npos ? "" : line.substr(comma + 2);
}

template <typename Options>
Options options_of(const std::string& config) {
  Options options;
  Configuration configuration = options.configuration();
  configuration.load(config);
  options.check();
  return options;
}

/// The model of a job that is restored at the checkpoint.
template <typename RestoredJob>
TrainedModel model_of(std::shared_ptr<RestoredJob> job, const Checkpoint& at,
                      const DataOptions& data) {
  job->restore(at.snapshot, at.done);
  TrainedModel model;
  model.data = data.name;
  model.folder = data.folder;
  model.encode = [job](const Tensor& images) { return job->encode(images); };
  return model;
}

TrainedModel of_search(const std::string& config, const Checkpoint& at) {
  const auto options = options_of<SearchOptions>(config);
  const Sources sources = open_sources(options);
  const DataSource& source = sources.main;
  const auto search = std::make_shared<Search>(options, sources);
  require(!search->prepares(at.done),
          "The search of {} is still being prepared; its main model is not trained yet.", config);
  TrainedModel model = model_of(search, at, options.data);
  model.normalisation =
      augmentation_for(options.data, source, *search_split(options, source).train);
  model.source = source;
  return model;
}

TrainedModel of_training(const std::string& config, const Checkpoint& at) {
  const auto options = options_of<EvaluateOptions>(config);
  const DataSource source = open_source(options.data);
  const Genotype genotype = parse_genotype(options.genotype, "network.genotype");
  TrainedModel model =
      model_of(std::make_shared<Training>(genotype, options, source), at, options.data);
  model.normalisation =
      augmentation_for(options.data, source, *training_split(options, source).train);
  model.source = source;
  return model;
}

}  // namespace

TrainedModel open_trained_model(const std::string& run_folder) {
  const std::string config = run_folder + "/config.toml";
  const std::string command = command_of(config);
  const bool searched = command == "search";
  require(searched || command == "evaluate",
          "{} is no run folder of a search or of the training of a found network.", run_folder);
  const Checkpoint at = load_last_checkpoint(run_folder);
  return searched ? of_search(config, at) : of_training(config, at);
}

Tensor encodings(const TrainedModel& model, const std::shared_ptr<const Dataset>& images) {
  const at::NoGradGuard no_grad;
  const auto batches =
      std::make_shared<const Batches>(images, model.normalisation,
                                      BatchOptions{.batch_size = std::min(kBatch, images->size()),
                                                   .shuffle = false,
                                                   .augment = false,
                                                   .drop_last = false});
  Prefetcher ahead(batches, 0);
  std::vector<Tensor> parts;
  for (int64_t i = 0; i < batches->per_epoch(); ++i) {
    parts.push_back(model.encode(ahead.next().images).cpu());
  }
  return torch::cat(parts);
}

}  // namespace tetlo
