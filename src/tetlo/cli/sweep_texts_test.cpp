// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/sweep_texts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tetlo {
namespace {

using testing::HasSubstr;

Sweep sweep_in(const std::string& folder) {
  return {.folder = folder,
          .working_folder = "/home/me",
          .runs = {{.name = "darts-seed-1", .arguments = {"search", "--seed", "1"}},
                   {.name = "darts-seed-2",
                    .arguments = {"search", "--set", "data.folder=it's mine", "--seed", "2"},
                    .threads = 3}}};
}

TEST(SweepTexts, ALineIsWhatAShellReads) {
  EXPECT_EQ(commands_text(sweep_in("runs/S"), "/usr/bin/tetlo"),
            "/usr/bin/tetlo search --seed 1 --resume --out runs/S/darts-seed-1 "
            ">>runs/S/logs/1.txt 2>&1\n"
            "/usr/bin/tetlo search --set 'data.folder=it'\\''s mine' --seed 2 --resume --out "
            "runs/S/darts-seed-2 >>runs/S/logs/2.txt 2>&1\n");
}

TEST(SweepTexts, TheArrayHasATaskALineAndAsksForSignalAndAnotherStart) {
  const std::string text = array_text(sweep_in("runs/S"));
  for (const char* line :
       {"#SBATCH --job-name=S\n", "#SBATCH --array=1-2\n", "#SBATCH --cpus-per-task=3\n",
        "#SBATCH --chdir=/home/me\n", "#SBATCH --output=runs/S/logs/%a.txt\n",
        "#SBATCH --open-mode=append\n", "#SBATCH --signal=B:USR1@120\n", "#SBATCH --requeue\n",
        "if [ \"$code\" -eq 75 ]; then\n  scontrol requeue "}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

TEST(SweepTexts, PercentSignsAndBlanksOfAFolderAreNoPatternsOfSlurm) {
  EXPECT_THAT(array_text(sweep_in("my runs/50%a")),
              testing::AllOf(HasSubstr("#SBATCH --output=\"my runs/50%%a/logs/%a.txt\"\n"),
                             HasSubstr("'my runs/50%a/commands.txt'")));
}

}  // namespace
}  // namespace tetlo
