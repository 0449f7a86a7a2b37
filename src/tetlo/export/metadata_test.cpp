// SPDX-License-Identifier: Apache-2.0
#include "tetlo/export/metadata.h"

#include <gmock/gmock.h>

#include "tetlo/space/named_genotypes.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Metadata, AreReadBack) {
  const TrainedNetwork trained{.genotype = load_genotype("PDARTS"),
                               .shape = {.channels = 12, .cells = 5, .classes = 2},
                               .classes = {"a", "b"},
                               .middle = 0.75,
                               .normalisation = {.mean = {0.1, 0.2, 0.3}, .deviation = {1, 2, 3}}};
  const Metadata metadata = metadata_of(trained);
  EXPECT_EQ(metadata.at("names"), "quark0/darts");
  EXPECT_EQ(metadata.at("classes"), R"(["a","b"])");
  EXPECT_EQ(metadata.at("middle"), "0.75");
  const Stated stated = read_metadata(metadata, "FILE");
  EXPECT_EQ(parse_genotype(stated.genotype), trained.genotype);
  EXPECT_EQ(stated.channels, 12);
  EXPECT_EQ(stated.cells, 5);
  EXPECT_EQ(stated.image_side, 32);
  EXPECT_EQ(stated.middle, 0.75);
  EXPECT_THAT(stated.classes, ElementsAre("a", "b"));
  EXPECT_THAT(stated.normalisation->mean, ElementsAre(0.1, 0.2, 0.3));
  EXPECT_THAT(stated.normalisation->deviation, ElementsAre(1, 2, 3));
}

TEST(Metadata, OfOtherProgramsNeedNotSayAnything) {
  const Stated stated = read_metadata({{"format", "pt"}}, "FILE");
  EXPECT_EQ(stated.genotype, "");
  EXPECT_FALSE(stated.channels || stated.cells || stated.normalisation);
}

TEST(Metadata, NamesOfThePublishedCodeNeedItsImagesStemsAndCells) {
  TrainedNetwork trained{.genotype = load_genotype("DARTS_V2")};
  const auto names = [&] { return metadata_of(trained).at("names"); };
  EXPECT_EQ(names(), "quark0/darts");
  trained.shape.image_side = 224;
  EXPECT_EQ(names(), "quark0/darts");
  trained.shape.image_side = 64;
  EXPECT_EQ(names(), "tetlo");
  trained.shape = {.image_channels = 1};
  EXPECT_EQ(names(), "tetlo");
  trained.shape = {};
  trained.genotype = parse_genotype(
      "Genotype(normal=[('nor_conv_3x3', 0), ('skip_connect', 1)], normal_concat=[2], "
      "reduce=[('skip_connect', 0), ('skip_connect', 1)], reduce_concat=[2])");
  EXPECT_EQ(names(), "tetlo");
  trained.genotype = parse_genotype("|conv3x3-bn-relu~0|output~1|");
  EXPECT_EQ(names(), "tetlo");
}

TEST(Metadata, MalformedValuesAreNamed) {
  const auto error_of = [](const Metadata& metadata) -> std::string {
    try {
      read_metadata(metadata, "FILE");
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(error_of({{"channels", "many"}}),
            "FILE says that \"channels\" is many, which is malformed.");
  EXPECT_EQ(error_of({{"cells", "2.5"}}), "FILE says that \"cells\" is 2.5, which is malformed.");
  EXPECT_THAT(error_of({{"mean", "[1,\"x\"]"}, {"deviation", "[1,1]"}}), HasSubstr("malformed"));
  EXPECT_THAT(error_of({{"mean", "[1]"}}), HasSubstr("without the other"));
  EXPECT_THAT(error_of({{"mean", "[1,2]"}, {"deviation", "[1]"}}), HasSubstr("as many"));
  EXPECT_THAT(error_of({{"mean", "[1]"}, {"deviation", "[0]"}}), HasSubstr("above 0"));
}

}  // namespace
}  // namespace tetlo
