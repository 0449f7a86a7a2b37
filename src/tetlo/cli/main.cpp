// SPDX-License-Identifier: Apache-2.0
// The program: the table of commands, and the handling of their errors.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <system_error>
#include <vector>

#include "tetlo/cli/commands.h"
#include "tetlo/cli/program.h"
#include "tetlo/util/error.h"
#include "tetlo/util/memory.h"
#include "tetlo/util/terminal_line.h"

namespace {

constexpr int kUserError = 2;
constexpr int kInternalError = 70;

std::vector<tetlo::Command> commands() {
  return {tetlo::search_command(),    tetlo::evaluate_command(),  tetlo::draw_command(),
          tetlo::convert_command(),   tetlo::count_command(),     tetlo::gradient_check_command(),
          tetlo::benchmark_command(), tetlo::hessian_command(),   tetlo::degeneracy_command(),
          tetlo::query_command(),     tetlo::study_command(),     tetlo::sweep_command(),
          tetlo::space_command(),     tetlo::data_command(),      tetlo::predict_command(),
          tetlo::fit_command(),       tetlo::export_command(),    tetlo::report_command(),
          tetlo::compare_command(),   tetlo::reproduce_command(), tetlo::calibration_command(),
          tetlo::options_command()};
}

int run(int argc, char** argv) {
  const int code = tetlo::run_program(commands(), argc, argv);
  // A reader that has gone away wants no more. Where SIGPIPE is not ignored, it has ended the
  // program before.
  const bool written = std::fflush(stdout) == 0 || errno == EPIPE;
  tetlo::require(code != 0 || written, "Standard output cannot be written.");
  return code;
}

/// Opens those of the three standard descriptors that are closed. Otherwise a file of ours would
/// get one of their numbers, and messages would land in it.
void open_standard_descriptors() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    const bool closed = fcntl(descriptor, F_GETFD) < 0 && errno == EBADF;
    if (closed) open("/dev/null", O_RDWR);  // the lowest number that is free: this one
  }
}

/// LibTorch reports a failed allocation as one of its own errors.
bool lacks_memory(const std::exception& error) {
  return dynamic_cast<const std::bad_alloc*>(&error) != nullptr ||
         std::string(error.what()).find("DefaultCPUAllocator") != std::string::npos;
}

}  // namespace

int main(int argc, char** argv) {
  open_standard_descriptors();
  tetlo::keep_freed_memory();
  try {
    return run(argc, argv);
  } catch (const tetlo::Error& error) {
    tetlo::tell(fmt::format("tetlo: {}\n", error.what()));
    return kUserError;
  } catch (const std::system_error& error) {
    tetlo::tell(fmt::format("tetlo: {}\n", error.what()));
    return kUserError;
  } catch (const std::exception& error) {
    if (lacks_memory(error)) {
      fmt::print(stderr,
                 "tetlo: There is not enough memory; use fewer channels, fewer cells or "
                 "smaller batches.\n");
      return kUserError;
    }
    fmt::print(stderr, "tetlo: This is an error in the program: {}\n", error.what());
    return kInternalError;
  }
}
