// SPDX-License-Identifier: Apache-2.0
// Runs the built program as a user does, on tiny images that it makes itself.
#pragma once

#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <sstream>
#include <thread>

#include "tetlo/data/test_data.h"
#include "tetlo/util/file.h"
#include "tetlo/util/random.h"

namespace tetlo {

using Arguments = std::vector<std::string>;

struct Result {
  int exit_code = -1;  ///< the exit code, or minus the signal that ended the program
  std::string output, errors;
};

/// A running program whose output goes to files in `scratch`.
class Program {
 public:
  Program(const Arguments& arguments, const TemporaryFolder& scratch) : scratch_(scratch) {
    process_ = fork();
    if (process_ != 0) return;
    redirect(1, scratch.path("output"));
    redirect(2, scratch.path("errors"));
    std::vector<char*> argv{const_cast<char*>(TETLO_PROGRAM)};
    for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    execv(TETLO_PROGRAM, argv.data());
    _exit(127);
  }

  void send(int signal) const { kill(process_, signal); }

  Result wait() const {
    int status = 0;
    waitpid(process_, &status, 0);
    return {.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status),
            .output = read_file(scratch_.path("output")),
            .errors = read_file(scratch_.path("errors"))};
  }

 private:
  static void redirect(int descriptor, const std::string& path) {
    dup2(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644), descriptor);
  }

  const TemporaryFolder& scratch_;
  pid_t process_;
};

inline Result run_program(const Arguments& arguments) {
  const TemporaryFolder scratch;
  return Program(arguments, scratch).wait();
}

/// An IDX file of `count` images of 28 x 28 random pixels, or of labels 0, 1, 2, 0, …
inline Bytes idx_images(uint8_t count) {
  Bytes bytes{0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 28, 0, 0, 0, 28};
  Random random(count, Purpose::kLabels);
  for (int i = 0; i < count * 28 * 28; ++i)
    bytes.push_back(static_cast<uint8_t>(random.below(256)));
  return bytes;
}
inline Bytes idx_labels(uint8_t count, uint8_t classes = 3) {
  Bytes bytes{0, 0, 8, 1, 0, 0, 0, count};
  for (uint8_t i = 0; i < count; ++i) bytes.push_back(static_cast<uint8_t>(i % classes));
  return bytes;
}

/// 32 training and 6 test images in IDX files.
struct TinyData : TemporaryFolder {
  TinyData() {
    write("train-images-idx3-ubyte", idx_images(32));
    write("train-labels-idx1-ubyte", idx_labels(32));
    write("t10k-images-idx3-ubyte", idx_images(6));
    write("t10k-labels-idx1-ubyte", idx_labels(6));
  }

  /// A command on these images that takes about a second for each epoch.
  Arguments command(const std::string& name, const std::string& out,
                    const Arguments& more = {}) const {
    Arguments arguments{name,
                        "--set",
                        "data.name=idx",
                        "--set",
                        "data.folder=" + path(),
                        "--set",
                        "network.channels=4",
                        "--set",
                        "network.cells=3",
                        "--set",
                        name + ".batch_size=4",
                        "--set",
                        name + ".epochs=2",
                        "--threads",
                        "1",
                        "--out",
                        out};
    if (name == "evaluate") arguments.insert(arguments.end(), {"--genotype", "DARTS_V1"});
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }

  /// A study whose searches are such commands, with these options.
  Arguments study(const std::string& name, const std::string& out,
                  const Arguments& options = {}) const {
    Arguments arguments = command("search", out);
    arguments[0] = "study";
    arguments.insert(arguments.begin() + 1, name);
    for (const std::string& option : options) arguments.insert(arguments.end(), {"--set", option});
    return arguments;
  }
};

/// The lines of a file.
inline std::vector<std::string> lines_of(const std::string& path) {
  std::istringstream text(read_file(path));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

/// Waits until `happened` returns true, but at most a minute.
template <typename Condition>
bool wait_for(const Condition& happened) {
  for (int i = 0; i < 6000; ++i) {
    if (happened()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

inline bool exists(const std::string& path) { return std::filesystem::exists(path); }

}  // namespace tetlo
