// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/safetensors.h"

#include <gmock/gmock.h>

#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

/// A content with this header, whose length is right unless another one is given, and these data.
std::string content_of(const std::string& header, const std::string& data = "",
                       std::optional<uint64_t> said = {}) {
  const uint64_t length = said.value_or(header.size());
  return std::string(reinterpret_cast<const char*>(&length), 8) + header + data;
}

const std::string kNone = "no error";

std::string fault_in(const std::string& content) {
  return error_of([&] { from_safetensors(content, "file"); });
}

// Counted by hand: 53 characters and 3 blanks.
TEST(Safetensors, WritesLengthHeaderAndNumbers) {
  const std::string header = R"({"w":{"data_offsets":[0,4],"dtype":"F32","shape":[1]}}   )";
  EXPECT_EQ(to_safetensors({.tensors = {{"w", torch::ones({1})}}}),
            content_of(header.substr(0, 56), std::string("\0\0\x80\x3f", 4)));
}

TEST(Safetensors, RestoresEveryTypeAndShape) {
  NamedTensors named{.metadata = {{"a", "text with \"quotes\""}, {"b", ""}}};
  for (const auto type : {torch::kBool, torch::kUInt8, torch::kInt32, torch::kInt64,
                          torch::kFloat16, torch::kBFloat16, torch::kFloat32, torch::kFloat64}) {
    const std::string name = c10::toString(type);
    named.tensors[name] = (10 * torch::rand({3, 5})).to(type);
    named.tensors[name + " scalar"] = torch::ones({}, type);
    named.tensors[name + " none"] = torch::ones({2, 0, 3}, type);
  }
  named.tensors["strided"] = torch::rand({4, 6}).t();
  const NamedTensors read = from_safetensors(to_safetensors(named), "file");
  EXPECT_EQ(read.metadata, named.metadata);
  ASSERT_EQ(read.tensors.size(), named.tensors.size());
  for (const auto& [name, tensor] : named.tensors) {
    EXPECT_EQ(read.tensors.at(name).dtype(), tensor.dtype()) << name;
    EXPECT_TRUE(torch::equal(read.tensors.at(name), tensor)) << name;
  }
}

TEST(Safetensors, ReadsNumbersThatAreNotAligned) {
  const std::string header = R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
  for (const size_t blanks : {0, 1, 2, 3}) {
    const auto read = from_safetensors(
        content_of(header + std::string(blanks, ' '), std::string("\0\0\x80\x3f", 4)), "file");
    EXPECT_EQ(read.tensors.at("w").item<float>(), 1) << blanks;
  }
}

TEST(Safetensors, OutlivesTheContentThatWasRead) {
  NamedTensors read =
      from_safetensors(to_safetensors({.tensors = {{"w", torch::arange(9)}}}), "file");
  const Tensor kept = read.tensors.at("w");
  read = {};
  EXPECT_TRUE(torch::equal(kept, torch::arange(9)));
}

TEST(Safetensors, RefusesAHeaderThatDoesNotFitTheFile) {
  EXPECT_THAT(fault_in("1234567"), HasSubstr("shorter than 8 bytes"));
  EXPECT_THAT(fault_in(content_of("{}", "", 3)), HasSubstr("longer than the file"));
  EXPECT_THAT(fault_in(content_of("{}", "", ~uint64_t{0})), HasSubstr("longer than the file"));
  EXPECT_THAT(fault_in(content_of("[]")), HasSubstr("is not a JSON object"));
  EXPECT_THAT(fault_in(content_of("{\"a\":")), HasSubstr("is not a JSON object"));
  EXPECT_THAT(fault_in(content_of(R"({"__metadata__":{"a":1}})")), HasSubstr("is not a text"));
  EXPECT_EQ(fault_in(content_of("{}")), kNone);
  EXPECT_THAT(fault_in(content_of("{}", "x")), HasSubstr("end before the file does"));
}

/// A header of tensors "a", "b", …, each with this type, shape and place.
std::string header_of(const std::vector<std::string>& tensors) {
  std::string header = "{";
  for (size_t i = 0; i < tensors.size(); ++i) {
    header +=
        fmt::format("{}\"{}\":{{{}}}", i == 0 ? "" : ",", static_cast<char>('a' + i), tensors[i]);
  }
  return header + "}";
}

std::string tensor(const std::string& type, const std::string& shape, const std::string& place) {
  return fmt::format(R"("dtype":"{}","shape":[{}],"data_offsets":[{}])", type, shape, place);
}

TEST(Safetensors, RefusesTensorsThatDoNotFitTheirPlaces) {
  const auto fault = [](const std::vector<std::string>& tensors) {
    return fault_in(content_of(header_of(tensors), std::string(16, '\0')));
  };
  EXPECT_EQ(fault({tensor("F32", "4", "0,16")}), kNone);
  EXPECT_EQ(fault({tensor("F32", "2", "8,16"), tensor("U8", "2,4", "0,8")}), kNone);
  EXPECT_THAT(fault({tensor("F32", "4", "4,20")}), HasSubstr("overlap or leave a gap"));
  EXPECT_THAT(fault({tensor("U8", "20", "0,20")}), HasSubstr("or after"));
  EXPECT_THAT(fault({tensor("U8", "10", "0,10"), tensor("U8", "8", "8,16")}),
              HasSubstr("overlap or leave a gap"));
  EXPECT_THAT(fault({tensor("U8", "4", "0,4"), tensor("U8", "8", "8,16")}),
              HasSubstr("overlap or leave a gap"));
  EXPECT_THAT(fault({tensor("F32", "3", "0,16")}), HasSubstr("\"a\" has another size"));
  EXPECT_THAT(fault({tensor("U8", "0", "16,0")}), HasSubstr("ends before it begins"));
  EXPECT_THAT(fault({tensor("F8", "16", "0,16")}), HasSubstr("unknown type"));
  EXPECT_THAT(fault({tensor("U8", "-1", "0,16")}), HasSubstr("lacks a type, a shape or a place"));
  EXPECT_THAT(fault({R"("dtype":"U8")"}), HasSubstr("lacks a type, a shape or a place"));
}

// 2^32 · 2^32 numbers are 0 if the product wraps around.
TEST(Safetensors, RefusesAShapeWhoseProductWrapsAround) {
  const std::string side = "4294967296";
  EXPECT_THAT(
      fault_in(content_of(header_of({tensor("F32", side + "," + side, "0,0")}))),
      AllOf(StartsWith("file is not a file of safetensors"), HasSubstr("larger than any file")));
}

}  // namespace
}  // namespace tetlo
