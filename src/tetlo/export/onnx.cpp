// SPDX-License-Identifier: Apache-2.0
// An ONNX graph of the network: an evaluation is watched, and every layer becomes a node. So the
// graph has what the network computes, whatever its cells are.
//
//   image [N, C, S, S] -> (image - mean) / deviation -> the network in testing -> logits [N, classes]
#include <fmt/format.h>
#include <onnx/checker.h>
#include <onnx/onnx_pb.h>
#include <onnx/shape_inference/implementation.h>

#include <array>
#include <limits>
#include <map>
#include <set>

#include "tetlo/export/format.h"
#include "tetlo/export/metadata.h"
#include "tetlo/util/error.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

constexpr int kIrVersion = 8, kOpset = 13;
constexpr const char* kBatch = "N";

/// Adds nodes and tensors to a graph.
class GraphWriter {
 public:
  explicit GraphWriter(onnx::GraphProto& graph) : graph_(graph) {}

  /// Adds a node with one output, which is returned by name. Attributes may be set by the caller
  /// until the next node is added.
  std::string node(const char* type, const std::vector<std::string>& inputs) {
    onnx::NodeProto& node = *graph_.add_node();
    node.set_op_type(type);
    node.set_name(fmt::format("{}_{}", type, graph_.node_size() - 1));
    for (const std::string& input : inputs) node.add_input(input);
    node.add_output(fmt::format("{}_output", node.name()));
    return node.output(0);
  }

  void set(const char* name, int64_t value) {
    onnx::AttributeProto& attribute = add_attribute(name, onnx::AttributeProto::INT);
    attribute.set_i(value);
  }
  void set(const char* name, float value) {
    onnx::AttributeProto& attribute = add_attribute(name, onnx::AttributeProto::FLOAT);
    attribute.set_f(value);
  }
  void set(const char* name, const std::vector<int64_t>& values) {
    onnx::AttributeProto& attribute = add_attribute(name, onnx::AttributeProto::INTS);
    for (const int64_t value : values) attribute.add_ints(value);
  }

  /// The name of a constant tensor, which is added the first time.
  std::string constant(const std::string& name, const Tensor& value) {
    if (!constants_.insert(name).second) return name;
    onnx::TensorProto& tensor = *graph_.add_initializer();
    tensor.set_name(name);
    const bool is_float = value.scalar_type() == torch::kFloat32;
    tensor.set_data_type(is_float ? onnx::TensorProto::FLOAT : onnx::TensorProto::INT64);
    for (const int64_t side : value.sizes()) tensor.add_dims(side);
    const Tensor whole = value.contiguous();
    tensor.set_raw_data(whole.data_ptr(), whole.nbytes());
    return name;
  }
  std::string constant(const std::vector<int64_t>& values) {
    return constant(fmt::format("int64_{}", fmt::join(values, "_")),
                    torch::tensor(values, torch::kInt64));
  }

 private:
  onnx::AttributeProto& add_attribute(const char* name, onnx::AttributeProto::AttributeType type) {
    onnx::AttributeProto& attribute = *graph_.mutable_node(graph_.node_size() - 1)->add_attribute();
    attribute.set_name(name);
    attribute.set_type(type);
    return attribute;
  }

  onnx::GraphProto& graph_;
  std::set<std::string> constants_;
};

/// Writes the layers of an evaluation as they are computed.
class LayerWriter : public LayerObserver {
 public:
  LayerWriter(GraphWriter& graph, const Layout& layout, const Pass& pass)
      : graph_(graph), layout_(layout), pass_(pass) {}

  /// From now on, this tensor is called so.
  void call(const Tensor& tensor, const std::string& name) {
    names_[tensor.unsafeGetTensorImpl()] = name;
    alive_.push_back(tensor);  // so that no other tensor takes its place
  }
  const std::string& name_of(const Tensor& tensor) const {
    const auto found = names_.find(tensor.unsafeGetTensorImpl());
    TORCH_CHECK(found != names_.end(), "a layer has read a tensor of which no layer has told");
    return found->second;
  }

  void convolution(const Tensor& x, const Tensor& y, const ConvolutionShape& shape,
                   size_t weight) override {
    add("Conv", {name_of(x), this->weight(weight)}, y);
    const auto both = [&](int64_t value, int64_t otherwise) {
      const auto sides = shape.by_axis(value, otherwise);
      return std::vector<int64_t>(sides.begin(), sides.end());
    };
    const auto [rows, columns] = shape.by_axis(shape.padding, 0);
    graph_.set("kernel_shape", both(shape.kernel, 1));
    graph_.set("strides", both(shape.stride, 1));
    graph_.set("pads", std::vector<int64_t>{rows, columns, rows, columns});
    graph_.set("dilations", {shape.dilation, shape.dilation});
    graph_.set("group", shape.groups);
  }

  void batch_norm(const Tensor& x, const Tensor& y, const kernels::NormPlace& place) override {
    TORCH_CHECK(place.scale, "batch norms of found networks have a scale");
    add("BatchNormalization",
        {name_of(x), weight(*place.scale), weight(*place.scale + 1), statistic(place.statistics),
         statistic(place.statistics + 1)},
        y);
    graph_.set("epsilon", static_cast<float>(kernels::kBatchNormEpsilon));
  }

  void linear(const Tensor& x, const Tensor& y, size_t weight, size_t bias) override {
    add("Gemm", {name_of(x), this->weight(weight), this->weight(bias)}, y);
    graph_.set("transB", int64_t{1});
  }

  void activation(const Tensor& x, const Tensor& y, Activation kind) override {
    if (kind == Activation::kRelu) return add("Relu", {name_of(x)}, y);
    add("Mul", {name_of(x), graph_.node("Sigmoid", {name_of(x)})}, y);
  }

  void pool(const Tensor& x, const Tensor& y, const PoolShape& shape) override {
    const bool is_average = shape.kind == kernels::PoolKind::kAverage;
    add(is_average ? "AveragePool" : "MaxPool", {name_of(x)}, y);
    graph_.set("kernel_shape", {shape.kernel, shape.kernel});
    graph_.set("strides", {shape.stride, shape.stride});
    graph_.set("pads", std::vector<int64_t>(4, shape.padding));
    graph_.set("ceil_mode", int64_t{shape.ceil});
    if (is_average) graph_.set("count_include_pad", int64_t{0});
  }

  void global_average(const Tensor& x, const Tensor& y) override {
    add("Flatten", {graph_.node("GlobalAveragePool", {name_of(x)})}, y);
  }

  void sum(const Tensor& a, const Tensor& b, const Tensor& y) override {
    add("Add", {name_of(a), name_of(b)}, y);
  }

  void concatenation(const std::vector<Tensor>& xs, const Tensor& y) override {
    std::vector<std::string> names;
    for (const Tensor& x : xs) names.push_back(name_of(x));
    add("Concat", names, y);
    graph_.set("axis", int64_t{1});
  }

  void first_channels(const Tensor& x, const Tensor& y) override {
    call(y, slice(name_of(x), {.starts = {0}, .ends = {y.size(1)}, .axes = {1}, .steps = {1}}));
  }

  void shift(const Tensor& x, const Tensor& y) override {
    const std::string even = graph_.node(
        "Pad", {name_of(x), graph_.constant({0, 0, 0, 0, 0, 0, x.size(2) % 2, x.size(3) % 2})});
    call(y, slice(even, {.starts = {1, 1}, .ends = {kEnd, kEnd}, .axes = {2, 3}, .steps = {1, 1}}));
  }

  void zeros(const Tensor& x, const Tensor& y, int64_t n) override {
    add("ConstantOfShape", {graph_.node("Shape", {every_nth(x, n)})}, y);
  }
  void noise(const Tensor& x, const Tensor& y, int64_t n) override {
    add("RandomNormalLike", {every_nth(x, n)}, y);
  }

 private:
  static constexpr int64_t kEnd = std::numeric_limits<int64_t>::max();
  struct Slice {
    std::vector<int64_t> starts, ends, axes, steps;
  };

  void add(const char* type, const std::vector<std::string>& inputs, const Tensor& y) {
    call(y, graph_.node(type, inputs));
  }
  std::string weight(size_t place) {
    return graph_.constant(layout_.declared_weights()[place].name, pass_.weights[place]);
  }
  std::string statistic(size_t place) {
    return graph_.constant(layout_.declared_statistics()[place].name, pass_.statistics[place]);
  }
  std::string slice(const std::string& x, const Slice& by) {
    return graph_.node("Slice", {x, graph_.constant(by.starts), graph_.constant(by.ends),
                                 graph_.constant(by.axes), graph_.constant(by.steps)});
  }
  std::string every_nth(const Tensor& x, int64_t n) {
    return slice(name_of(x),
                 {.starts = {0, 0}, .ends = {kEnd, kEnd}, .axes = {2, 3}, .steps = {n, n}});
  }

  GraphWriter& graph_;
  const Layout& layout_;
  const Pass& pass_;
  std::map<const c10::TensorImpl*, std::string> names_;
  std::vector<Tensor> alive_;
};

/// Declares a float tensor of N rows with these sides.
void declare(onnx::ValueInfoProto& value, const std::string& name,
             const std::vector<int64_t>& sides) {
  value.set_name(name);
  auto& type = *value.mutable_type()->mutable_tensor_type();
  type.set_elem_type(onnx::TensorProto::FLOAT);
  type.mutable_shape()->add_dim()->set_dim_param(kBatch);
  for (const int64_t side : sides) type.mutable_shape()->add_dim()->set_dim_value(side);
}

Tensor by_channel(const std::vector<double>& values) {
  return torch::tensor(values, torch::kFloat32).view({1, -1, 1, 1});
}

void write_graph(const TrainedNetwork& trained, onnx::GraphProto& graph) {
  const at::NoGradGuard no_grad;
  const auto& [genotype, shape, weights, statistics, classes, middle, normalisation] = trained;
  const auto network = make_discrete_network(genotype, shape);
  declare(*graph.add_input(), "image", {shape.image_channels, shape.image_side, shape.image_side});
  declare(*graph.add_output(), "logits", {shape.classes});

  GraphWriter writer(graph);
  const std::string centred =
      writer.node("Sub", {"image", writer.constant("mean", by_channel(normalisation.mean))});
  const std::string normalised = writer.node(
      "Div", {centred, writer.constant("deviation", by_channel(normalisation.deviation))});

  Pass pass = network->pass(weights, statistics, Statistics::kRunning);
  LayerWriter layers(writer, network->layout(), pass);
  pass.observer = &layers;
  const Tensor image = torch::zeros({1, shape.image_channels, shape.image_side, shape.image_side});
  layers.call(image, normalised);
  const Tensor logits = network->forward(image, pass).logits;
  const std::string last = layers.name_of(logits);
  for (onnx::NodeProto& node : *graph.mutable_node()) {
    if (node.output(0) == last) node.set_output(0, "logits");
  }
}

std::vector<std::string> write_onnx(const TrainedNetwork& trained, const std::string& path) {
  onnx::ModelProto model;
  model.set_ir_version(kIrVersion);
  model.set_producer_name("tetlo");
  onnx::OperatorSetIdProto& opset = *model.add_opset_import();
  opset.set_domain("");
  opset.set_version(kOpset);
  for (const auto& [key, value] : metadata_of(trained)) {
    onnx::StringStringEntryProto& entry = *model.add_metadata_props();
    entry.set_key(key);
    entry.set_value(value);
  }
  model.mutable_graph()->set_name("network");
  write_graph(trained, *model.mutable_graph());

  onnx::checker::check_model(model);
  onnx::ModelProto inferred = model;
  const onnx::ShapeInferenceOptions strict(/*check_type=*/true, /*error_mode=*/1);
  onnx::shape_inference::InferShapes(inferred, onnx::OpSchemaRegistry::Instance(), strict);
  write_file(path, model.SerializeAsString());
  return {path};
}

}  // namespace

const ExportFormat kOnnxFormat = {.name = "onnx",
                                  .meaning = "an ONNX graph of opset 13, for any batch size",
                                  .write = write_onnx};

}  // namespace tetlo
