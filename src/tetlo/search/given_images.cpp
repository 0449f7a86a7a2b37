// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/given_images.h"

#include <algorithm>
#include <span>
#include <utility>

#include "tetlo/transfer/labelled_quadruples.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr Purpose kQuadruples = purpose("given quadruples");
constexpr Purpose kReversed = purpose("reversed quadruples");
constexpr Purpose kDrawn = purpose("quadruples of an iteration");
constexpr Purpose kRankedNoise = purpose("noise of given quadruples");
constexpr uint64_t kStream = 100;  ///< of augmentation; those of Images are smaller

enum Half : uint64_t { kTrain, kValidation };

Tensor right_quadruples(const Dataset& images, int64_t count, Random random) {
  Tensor quadruples = labelled_quadruples(torch::tensor(labels_of(images)), count, random);
  require(quadruples.size(1) == count,
          "The images have no two of one class, or none of two classes; this framework compares "
          "such pairs.");
  return quadruples;
}

/// The images of these quadruples, each once, in ascending order. In the quadruples, each image is
/// replaced by its place among them.
std::vector<int64_t> take_images(Tensor& quadruples) {
  int64_t* const first = quadruples.data_ptr<int64_t>();
  const std::span all(first, static_cast<size_t>(quadruples.numel()));
  std::vector<int64_t> images(all.begin(), all.end());
  std::sort(images.begin(), images.end());
  images.erase(std::unique(images.begin(), images.end()), images.end());
  for (int64_t& image : all) {
    image = std::lower_bound(images.begin(), images.end(), image) - images.begin();
  }
  return images;
}

}  // namespace

GivenImages::GivenImages(const GivenQuadruples& given, const Split& split,
                         Augmentation augmentation, uint64_t seed)
    : given_(given),
      images_(given.of_validation ? split.validation : split.train),
      augmentation_(std::move(augmentation)),
      seed_(seed) {
  require(given.drawn <= given.quadruples,
          "There are {} quadruples, of which an iteration cannot draw {}.", given.quadruples,
          given.drawn);
  const auto draw = [&](const Dataset& images, Half half) {
    return right_quadruples(images, given.quadruples, Random(seed, kQuadruples, half));
  };
  judged_ = draw(*split.validation, kValidation);
  const Tensor right = given.of_validation ? judged_ : draw(*split.train, kTrain);
  Random random(seed, kReversed);
  learned_ = reversed(right, given.wrong, random);
}

void GivenImages::fill(StepInputs& inputs, int64_t iteration, torch::Device device) const {
  const auto key = static_cast<uint64_t>(iteration);
  auto order = Random(seed_, kDrawn, key).permutation(given_.quadruples);
  order.resize(static_cast<size_t>(given_.drawn));
  Tensor quadruples = learned_.index_select(1, torch::tensor(order, torch::kInt64));
  const auto used = std::make_shared<Subset>(images_, take_images(quadruples));
  const Batches batches(
      used, augmentation_,
      {.batch_size = used->size(), .seed = seed_, .stream = kStream, .shuffle = false});
  const Batch batch = batches.get(iteration, 0);
  inputs.ranked = {.images = batch.images.to(device),
                   .labels = batch.labels.to(device),
                   .noise = stream_key(seed_, kRankedNoise, key)};
  inputs.quadruples = quadruples.to(device);
}

}  // namespace tetlo
