// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/member.h"

#include <gmock/gmock.h>

#include "tetlo/options/configuration.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

struct BoatOptions {
  int64_t sails = 2;
  std::vector<Field> fields() { return {{"sails", {&sails, {1, 5}}, "that it sets", "[A]"}}; }
};

struct Vehicle : Member {
  int (*wheels)();
};

const std::vector<Vehicle>& vehicles() {
  static const std::vector<Vehicle> table{
      {member("cart", "on land", "[B]"), [] { return 4; }},
      {member<BoatOptions>("boat", "on water", "[A]"), [] { return 0; }}};
  return table;
}

struct Options {
  Choice vehicle{vehicles(), "cart"};
  Configuration configuration{vehicle.sections("vehicle", "Ways to move.")};
};

TEST(Choice, ReadsTheNameOfAMemberAndThatMembersOptions) {
  Options options;
  options.configuration.load_text("[vehicle]\nname = 'boat'\n[boat]\nsails = 3\n", "a.toml");
  EXPECT_EQ(options.vehicle.name, "boat");
  EXPECT_EQ(std::as_const(options).vehicle.options<BoatOptions>().sails, 3);
}

TEST(Choice, KnowsTheDefaultsOfMembersThatAreChosenLater) {
  Choice vehicle(vehicles(), "cart");
  vehicle.name = "boat";
  EXPECT_EQ(vehicle.options<BoatOptions>().sails, 2);
  vehicle.options<BoatOptions>().sails = 4;
  EXPECT_EQ(vehicle.options<BoatOptions>().sails, 4);
}

TEST(Choice, IsAValueWhoseCopyHasOptionsOfItsOwn) {
  Choice vehicle(vehicles(), "boat");
  Choice copy = vehicle;
  copy.options<BoatOptions>().sails = 5;
  EXPECT_EQ(vehicle.options<BoatOptions>().sails, 2);
  EXPECT_EQ(Choice(vehicles(), "boat").options<BoatOptions>().sails, 2);
}

TEST(Choice, HasASectionForTheAxisAndOneForEachMemberWithOptions) {
  Choice vehicle(vehicles(), "cart");
  const std::vector<Section> sections = vehicle.sections("vehicle", "Ways to move.");
  ASSERT_EQ(names_in(sections), (std::vector<std::string>{"vehicle", "boat"}));
  EXPECT_EQ(sections[1].meaning, "on water");
  EXPECT_EQ(sections[1].belongs_to.option, "vehicle.name");
  EXPECT_EQ(sections[1].belongs_to.values, std::vector<std::string>{"boat"});
}

TEST(Choice, RefusesANameThatIsNotInItsTable) {
  EXPECT_THAT([] { Options().configuration.set("vehicle.name=sledge"); },
              testing::ThrowsMessage<Error>("--set vehicle.name=sledge: vehicle.name is the string "
                                            "\"sledge\"; it must be one of cart, boat."));
}

}  // namespace
}  // namespace tetlo
