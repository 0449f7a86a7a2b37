// SPDX-License-Identifier: Apache-2.0
// A mistake in an input is reported in one sentence, with exit code 2, before anything is written.
#include "program.h"

namespace tetlo {
namespace {

using testing::HasSubstr;

class BadInput : public testing::Test {
 protected:
  /// The program refuses the arguments with one line that contains `sentence`, and
  /// makes no run folder.
  void expect_refused(const Arguments& arguments, const std::string& sentence) {
    const Result result = run_program(arguments);
    EXPECT_EQ(result.exit_code, 2) << result.errors;
    EXPECT_THAT(result.errors, HasSubstr(sentence));
    EXPECT_EQ(std::count(result.errors.begin(), result.errors.end(), '\n'), 1) << result.errors;
    EXPECT_FALSE(exists(out));
  }
  void expect_refused_setting(const std::string& assignment, const std::string& sentence,
                              const std::string& command = "search") {
    expect_refused(data.command(command, out, {"--set", assignment}), sentence);
  }
  std::string write_text(const std::string& name, const std::string& text) const {
    return folder.write(name, Bytes(text.begin(), text.end()));
  }

  TinyData data;
  TemporaryFolder folder;
  std::string out = folder.path("run");
};

TEST_F(BadInput, ARunOfAnotherCommandToResume) {
  write_text("config.toml", "# tetlo " TETLO_VERSION ", search\nscale = \"paper\"\n");
  expect_refused({"evaluate", "--resume", "--out", folder.path()},
                 "contains a run of \"search\", which \"evaluate\" cannot resume.");
  expect_refused({"search", "--seeds", "3", "--resume", "--out", folder.path()},
                 "which \"search, 3 seeds\" cannot resume.");
}

TEST_F(BadInput, ARunOfAnotherVersionToResume) {
  write_text("config.toml", "# tetlo 0.1.0, search\nscale = \"paper\"\n");
  expect_refused({"search", "--resume", "--out", folder.path()},
                 "was started by tetlo 0.1.0 and must be resumed by that version; this is "
                 "tetlo " TETLO_VERSION ".");
}

TEST_F(BadInput, OptionsOfWhatIsNotChosen) {
  expect_refused_setting("pr_darts.temperature_last=3",
                         "pr_darts.temperature_last belongs to method.name = \"pr_darts\"; "
                         "method.name is \"darts\".");
  expect_refused({"search", "--config", "configs/darts1st-cifar10.toml", "--set", "tetlo.gamma=9",
                  "--out", out},
                 "tetlo.gamma belongs to framework.name = \"tetlo\"; framework.name is "
                 "\"plain\".");
  expect_refused({"search", "--config", "configs/darts1st-cifar10.toml", "--set",
                  "quadruple.samples=5", "--out", out},
                 "quadruple.samples belongs to framework.name = \"tetlo\"");
}

TEST_F(BadInput, OldSpellings) {
  expect_refused_setting("method.partial=2", "pc_darts.partial");
  expect_refused_setting("method.name=darts_es", "selection.name = \"curvature\"");
  expect_refused_setting("transfer.samples=3", "quadruple.samples");
}

TEST_F(BadInput, ValuesToCompareSearchesOver) {
  const auto over = [&](const std::string& values) {
    return data.command("search", out, {"--over", values});
  };
  expect_refused(over("search.weight_decay"), "not of the form section.option=V1,V2");
  expect_refused(over("search.weight_decay=1e-3,-1"), "search.weight_decay is -1");
  expect_refused(over("search.wait_decay=1e-3"), "did you mean");
  expect_refused(over("search.weight_decay=1e-3,1e-3"), "The value 1e-3 is given twice.");
  expect_refused(over("search.weight_decay=1e-3,"), "A value is missing after the last comma.");
  expect_refused(over("data.folder=a/b,c"), "The value \"a/b\" cannot name a folder.");
  expect_refused(data.command("search", out, {"--over", "run.seed=1,2", "--seeds", "2"}),
                 "With --seeds, the seeds are given already.");
}

TEST_F(BadInput, BudgetsOfANetwork) {
  const auto evaluate = [&](const Arguments& more) { return data.command("evaluate", out, more); };
  expect_refused(evaluate({"--budget-macs", "ten"}),
                 "--budget-macs is \"ten\"; it must be a number above 0");
  expect_refused(evaluate({"--budget-macs", "1M", "--budget-ms", "1"}),
                 "--budget-macs and --budget-ms exclude each other.");
  expect_refused(evaluate({"--budget-parameters", "1M"}),
                 "--budget-parameters chooses network.channels, which --set must then leave out.");
  expect_refused(
      {"evaluate", "--genotype", "DARTS_V1", "--set", "data.name=idx", "--set",
       "data.folder=" + data.path(), "--budget-parameters", "1k", "--out", out},
      "--budget-parameters is 1k; the narrowest network of these cells, with 4 channels, "
      "takes ");
}

TEST_F(BadInput, OptionsOfMethods) {
  expect_refused(data.command("search", out,
                              {"--set", "method.name=pr_darts", "--set", "pr_darts.temperature=0"}),
                 "pr_darts.temperature is 0.0; it must be above 0 and at most");
  expect_refused_setting("search.arch_from=2", "it must be below search.epochs, 2");
  expect_refused(data.command("search", out, {"--seeds", "2", "--set", "retrain.channels=3"}),
                 "retrain.channels is 3");
  expect_refused(data.command("search", out, {"--seeds", "2", "--set", "retrain.batch_size=99"}),
                 "batch_size is 99");
  const auto p_darts = [&](const std::string& assignment) {
    return data.command("search", out, {"--set", "method.name=p_darts", "--set", assignment});
  };
  expect_refused(p_darts("p_darts.skip_dropout=[0, 0.5, 1]"),
                 "p_darts.skip_dropout holds 1.0; each number must be at least 0");
  expect_refused(p_darts("p_darts.skip_dropout=[0.5]"), "p_darts.skip_dropout");
  expect_refused(p_darts("selection.name=curvature"),
                 "selection.name is curvature, which takes the cells of an earlier epoch");
  expect_refused_setting(
      "search.table=cells.csv",
      "search.table is cells.csv, but there is no benchmark with a table for the space");
}

TEST_F(BadInput, AMissingDataFile) {
  std::filesystem::remove(data.path("train-labels-idx1-ubyte"));
  expect_refused(data.command("search", out), "train-labels-idx1-ubyte");
}

TEST_F(BadInput, ATruncatedDataFile) {
  std::filesystem::resize_file(data.path("train-images-idx3-ubyte"), 5000);
  expect_refused(data.command("search", out), "train-images-idx3-ubyte");
}

TEST_F(BadInput, ALabelOutsideItsRange) {
  data.write("t10k-labels-idx1-ubyte", idx_labels(6, 5));
  expect_refused(data.command("search", out), "t10k-labels-idx1-ubyte");
}

TEST_F(BadInput, AnEmptySplit) {
  expect_refused_setting("search.train_portion=0.001", "each part must have at least one");
  expect_refused_setting("search.train_portion=1",
                         "search.train_portion is 1.0; it must be above 0 and below 1.");
}

TEST_F(BadInput, AnUnknownOptionWithFileAndLine) {
  const auto config = write_text("a.toml", "[search]\nepochs = 3\nepoch = 4\n");
  expect_refused({"search", "--config", config, "--out", out},
                 "a.toml:3:1: There is no option \"epoch\" in section \"search\"");
  expect_refused_setting("search.epoch=4", "did you mean \"epochs\"?");
}

TEST_F(BadInput, AMistypedOption) {
  const auto config = write_text("a.toml", "[search]\nepochs = \"three\"\n");
  expect_refused({"search", "--config", config, "--out", out}, "a.toml:2:");
  expect_refused_setting("framework.name=tetlo2", "must be one of");
}

TEST_F(BadInput, AFileThatIsNoConfiguration) {
  expect_refused({"search", "--config", write_text("a.toml", "[search\n"), "--out", out},
                 "a.toml:1:");
  expect_refused({"search", "--config", folder.path("none.toml"), "--out", out}, "none.toml");
}

TEST_F(BadInput, ImpossibleValues) {
  expect_refused_setting("network.cells=2", "network.cells is 2; it must be from 3 to 1000.");
  expect_refused_setting("network.channels=3", "channels is 3");
  expect_refused_setting("search.batch_size=40", "search.batch_size is 40; it must be at most 16");
  expect_refused_setting("search.epochs=0", "search.epochs is 0; it must be from 1 to 100000.");
  expect_refused_setting("search.momentum=1", "search.momentum is 1");
  expect_refused_setting("tied.cells=9", "tied.cells is 9; it must be at most 2");
  expect_refused_setting("data.limit=33", "33");
  expect_refused_setting("evaluate.drop_path=1", "evaluate.drop_path is 1", "evaluate");
}

TEST_F(BadInput, NumbersThatNoMachineHasTheMemoryFor) {
  expect_refused_setting(
      "quadruple.samples=9223372036854775807",
      "quadruple.samples is 9223372036854775807; it must be from 1 to 10000000.");
  expect_refused_setting("network.cells=100000000", "it must be from 3 to 1000.");
  expect_refused_setting("network.channels=1000000000000", "it must be from 4 to 100000.");
  expect_refused_setting("search.batch_size=1000000000000", "it must be from 2 to 1000000.");
  expect_refused_setting("evaluate.epochs=1000000000000", "it must be from 0 to 100000.",
                         "evaluate");
}

TEST_F(BadInput, AConfigurationNestedTooDeepOrBasedOnItself) {
  std::string keys;
  for (int i = 0; i < 50'000; ++i) keys += "a.";
  expect_refused({"search", "--config", write_text("deep.toml", keys + "a = 1"), "--out", out},
                 "deep.toml:1: Keys or values are nested more than 32 deep.");
  const std::string own = write_text("own.toml", "base = \"./own.toml\"");
  expect_refused({"search", "--config", own, "--out", out}, "which is based on this file.");
}

TEST_F(BadInput, ALongTextIsQuotedInPart) {
  const std::string text(100'000, 'a');
  const auto expect_brief = [&](const Arguments& arguments) {
    const Result result = run_program(arguments);
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.errors, HasSubstr(fmt::format("{:a>60}…", "")));
    EXPECT_LT(result.errors.size(), 1000U);  // one lists all sections
  };
  expect_brief({"draw", text, "--out", out});
  expect_brief({"draw", write_text("cell.txt", text), "--out", out});
  expect_brief(data.command("search", out, {"--set", "search.epochs=" + text}));
  expect_brief(data.command("search", out, {"--set", text + ".epochs=1"}));
  expect_brief(data.command("search", out, {"--set", "run.device=" + text}));
}

TEST_F(BadInput, ASpaceFromAFileThatIsWrong) {
  const auto space = write_text("space.toml", "normal = ['sep_conv_3x3']\nreduce = ['skip']\n");
  expect_refused(
      data.command("search", out, {"--set", "space.name=file", "--set", "space.file=" + space}),
      "space.toml:2:11: There is no operation \"skip\"; there are none, ");
  expect_refused({"space", space}, "There is no operation \"skip\"");
  expect_refused_setting("space.name=file", "space.file, the name of the file, is missing.");
}

TEST_F(BadInput, ADeviceThatIsNotThere) {
  expect_refused(data.command("search", out, {"--device", "cuda:96"}), "run.device is \"cuda:96\"");
}

TEST_F(BadInput, AMalformedGenotypeWithItsColumn) {
  const auto genotype = write_text("cell.txt", "Genotype(normal=[('skip_connect', 0), (3");
  expect_refused({"draw", genotype, "--out", out}, "cell.txt, column 40: found '3'");
}

TEST_F(BadInput, AGenotypeWithAnOperationThatDoesNotExist) {
  const auto genotype =
      write_text("cell.txt",
                 "Genotype(normal=[('sep_conv_9x9', 0), ('skip_connect', 1)], normal_concat=[2], "
                 "reduce=[('skip_connect', 0), ('skip_connect', 1)], reduce_concat=[2])");
  expect_refused({"evaluate", "--genotype", genotype, "--out", out}, "sep_conv_9x9");
  expect_refused({"count", genotype}, "sep_conv_9x9");
}

TEST_F(BadInput, AFolderThatHoldsAnotherRunWhichKeepsItsFiles) {
  std::filesystem::create_directories(folder.path("mine"));
  folder.write("mine/notes", {'x'});
  const Result result = run_program(data.command("search", folder.path("mine")));
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.errors,
              HasSubstr("mine is not empty; continue its run with --resume or choose another"));
  EXPECT_TRUE(exists(folder.path("mine/notes")));
  EXPECT_FALSE(exists(folder.path("mine/config.toml")));
}

TEST_F(BadInput, NothingToResume) {
  write_text("notes", "mine");
  expect_refused({"search", "--resume", "--out", folder.path()},
                 "has no run to resume: there is no");
  expect_refused({"search", "--resume"}, "--resume needs --out");
}

TEST_F(BadInput, ATimeLimitThatIsNone) {
  for (const char* limit : {"0", "-3", "soon", "inf"}) {
    expect_refused({"search", "--time-limit", limit},
                   fmt::format("--time-limit is \"{}\"; it must be a positive number", limit));
  }
}

TEST_F(BadInput, AnOptionOfAnotherBenchmark) {
  for (const auto& [flag, value] :
       {std::pair("--framework", "tetlo"), {"--hypergradient", "exact"}}) {
    expect_refused({"benchmark", "hypergradient", flag, value},
                   "The benchmark is \"hypergradient\"; --framework and --hypergradient are for "
                   "\"iteration\" only.");
  }
}

TEST_F(BadInput, ATableThatCannotBeAsked) {
  const auto table = write_text("table.csv", "hash,test_108\n");
  expect_refused({"query", "nasbench102", "--table", table, "|output~0|"},
                 "The benchmark is \"nasbench102\"; it must be one of nasbench101, nasbench201.");
  expect_refused({"query", "nasbench101", "--table", folder.path("none.csv"), "|output~0|"},
                 "none.csv cannot be read.");
  const auto broken = write_text("broken.csv", "hash,test_108\n01,90\n");
  expect_refused({"query", "nasbench101", "--table", broken, "|output~0|"},
                 "broken.csv, line 2 has the hash \"01\"");
}

TEST_F(BadInput, ACellThatATableCannotAnswer) {
  const auto table = write_text("table.csv", "hash,test_108\n");
  const auto refused = [&](const std::string& cell, const std::string& sentence) {
    expect_refused({"query", "nasbench101", "--table", table, cell}, sentence);
  };
  refused("|output~0|", "table.csv has no cell with the hash ");
  refused("|output~0|", ", the hash of |output~0|.");
  refused("00005c142e6f48ac74fdcf73e3439874",
          "has no cell with the hash 00005c142e6f48ac74fdcf73e3439874.");
  refused("|output~1|", "cell, column 9: expected a vertex before 1");
  refused(write_text("cell.txt", "|maxpool~0|"), "cell.txt, column 2: expected conv3x3-bn-relu");
  refused("01", "\"01\" is neither a cell of nasbench101, nor a hash of 32 digits, nor a file.");
}

TEST_F(BadInput, SearchesWhoseCellsAreNotKnown) {
  std::string lines;
  for (int epoch = 0; epoch < 10; ++epoch) lines += "{\"epoch\": 0}\n";
  write_text("metrics.jsonl", lines);
  expect_refused({"degeneracy", folder.path()},
                 "metrics.jsonl, line 5 has no table; the search must have had search.table, so "
                 "that each epoch's cell was looked up, or the cells must be trained (--train).");
  expect_refused({"degeneracy", folder.path(), "--train"}, "line 5 has no genotype.");
  expect_refused({"degeneracy", folder.path(), "--epochs", "3"}, "belong to --train");
  expect_refused({"degeneracy", "a", "b", "--train", "--out", out}, "the cells of one search");
}

TEST_F(BadInput, WrongFlags) {
  expect_refused({"search", "--confg", "x"}, "--confg");
  expect_refused({"serach"}, "There is no command \"serach\"");
}

TEST_F(BadInput, AFullDiskStopsTheRunWithASentence) {
  // Every write to /dev/full fails as on a full disk.
  std::filesystem::create_directories(out);
  run_program(data.command("search", folder.path("other"), {"--set", "search.epochs=1"}));
  std::filesystem::copy(folder.path("other/config.toml"), out);
  std::filesystem::create_symlink("/dev/full", out + "/checkpoint.safetensors.new");
  const Result result = run_program({"search", "--resume", "--out", out});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.errors,
              HasSubstr("checkpoint.safetensors.new cannot be written: No space left"));
}

}  // namespace
}  // namespace tetlo
