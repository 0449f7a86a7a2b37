// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/given_images.h"

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
  const Tensor drawn = learned_.index_select(1, torch::tensor(order, torch::kInt64));
  const auto [images, places] = at::_unique(drawn, /*sorted=*/true, /*return_inverse=*/true);
  const auto* first = images.data_ptr<int64_t>();
  const auto used =
      std::make_shared<Subset>(images_, std::vector<int64_t>(first, first + images.numel()));
  const Batches batches(
      used, augmentation_,
      {.batch_size = used->size(), .seed = seed_, .stream = kStream, .shuffle = false});
  const Batch batch = batches.get(iteration, 0);
  inputs.ranked = {.images = batch.images.to(device),
                   .labels = batch.labels.to(device),
                   .noise = stream_key(seed_, kRankedNoise, key)};
  inputs.quadruples = places.view_as(drawn).to(device);
}

}  // namespace tetlo
