// SPDX-License-Identifier: Apache-2.0
// Search spaces from files, as a user makes and uses them.
#include <nlohmann/json.hpp>

#include "program.h"

namespace tetlo {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// Writes what `tetlo space` prints about a space into a file.
std::string write_space(const std::string& name, const TemporaryFolder& folder) {
  const std::string file = folder.path(name + ".toml");
  write_file(file, run_program({"space", name}).output);
  return file;
}

TEST(SpaceCommand, PrintsAFileThatItReadsBack) {
  const TemporaryFolder folder;
  const json named = json::parse(run_program({"space", "s1", "--json"}).output);
  json read = json::parse(run_program({"space", write_space("s1", folder), "--json"}).output);
  EXPECT_EQ(read["name"], "file");
  read["name"] = "s1";
  EXPECT_EQ(read, named);
  EXPECT_EQ(named["edges"][2], json({0, 3}));
  EXPECT_EQ(named["normal"][2], json({"skip_connect", "dil_conv_5x5"}));
}

TEST(SpaceCommand, RefusesASpaceOfAnotherWiring) {
  const Result refused = run_program({"space", "nasbench1shot1_1"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.errors, HasSubstr("nasbench1shot1_1 has no such form"));
}

TEST(SpaceCommand, CountTakesAFileToo) {
  const TemporaryFolder folder;
  const Result named = run_program({"count", "--supernet", "--space", "pr_darts"});
  const Result read =
      run_program({"count", "--supernet", "--space", write_space("pr_darts", folder)});
  EXPECT_EQ(read.exit_code, 0) << read.errors;
  EXPECT_EQ(read.output, named.output);
}

class SpaceFromFileSlow : public testing::Test {
 protected:
  /// A search in the space that the assignments name.
  Arguments search(const std::string& run, const Arguments& assignments) const {
    Arguments arguments = data.command("search", folder.path(run));
    for (const std::string& assignment : assignments) {
      arguments.insert(arguments.end(), {"--set", assignment});
    }
    return arguments;
  }
  std::string content(const std::string& file) const { return read_file(folder.path(file)); }

  TinyData data;
  TemporaryFolder folder;
};

TEST_F(SpaceFromFileSlow, S1GivesTheSameBitsEvenIfTheFileIsGoneWhenTheSearchIsResumed) {
  ASSERT_EQ(run_program(search("named", {"space.name=s1"})).exit_code, 0);
  const std::string file = write_space("s1", folder);
  const TemporaryFolder scratch;
  const Program program(search("read", {"space.name=file", "space.file=" + file}), scratch);
  EXPECT_TRUE(wait_for([&] { return exists(folder.path("read/checkpoint.safetensors")); }));
  program.send(SIGKILL);
  program.wait();
  std::filesystem::remove(file);
  const Result resumed = run_program({"search", "--resume", "--out", folder.path("read")});
  ASSERT_EQ(resumed.exit_code, 0) << resumed.errors;
  for (const char* name : {"metrics.jsonl", "genotypes.jsonl", "genotype.txt"}) {
    EXPECT_EQ(content("read/" + std::string(name)), content("named/" + std::string(name))) << name;
  }
  EXPECT_EQ(run_program({"hessian", folder.path("read"), "--dominant"}).output,
            run_program({"hessian", folder.path("named"), "--dominant"}).output);
}

TEST_F(SpaceFromFileSlow, TheCandidatesMayDifferFromEdgeToEdge) {
  write_file(folder.path("space.toml"),
             "nodes = 2\n"
             "normal = [['sep_conv_3x3'], ['none', 'noise', 'nor_conv_3x3'],\n"
             "          ['skip_connect', 'max_pool_3x3'], ['skip_connect'], ['conv1x1-bn-relu']]\n"
             "reduce = ['none', 'avg_pool_3x3']\n");
  write_file(folder.path("config.toml"), "space = {name = 'file', file = 'space.toml'}");
  const Result found = run_program(
      data.command("search", folder.path("run"),
                   {"--config", folder.path("config.toml"), "--set", "search.epochs=1"}));
  ASSERT_EQ(found.exit_code, 0) << found.errors;
  EXPECT_THAT(content("run/genotype.txt"), HasSubstr("normal=[('sep_conv_3x3', 0), ("));
  Arguments training = data.command("evaluate", folder.path("trained"));
  *std::find(training.begin(), training.end(), "DARTS_V1") = folder.path("run/genotype.txt");
  const Result trained = run_program(training);
  EXPECT_EQ(trained.exit_code, 0) << trained.errors;

  // With its configuration, the run is not resumed in another space.
  write_file(folder.path("space.toml"), "nodes = 2\nnormal = ['noise']\nreduce = ['noise']\n");
  const Result changed = run_program(data.command(
      "search", folder.path("run"),
      {"--config", folder.path("config.toml"), "--set", "search.epochs=1", "--resume"}));
  EXPECT_EQ(changed.exit_code, 2);
  EXPECT_THAT(changed.errors, HasSubstr("was started with [space] "));
}

}  // namespace
}  // namespace tetlo
