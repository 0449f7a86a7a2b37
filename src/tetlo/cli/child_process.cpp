// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/child_process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>

#include "tetlo/util/error.h"
#include "tetlo/util/stop_request.h"

namespace tetlo {
namespace {

constexpr int kCannotStart = 127;

/// Gives the signals that are handled, not ignored, their default actions.
void forget_handlers() {
  for (const int signal : kStopSignals) {
    struct sigaction action {};
    sigaction(signal, nullptr, &action);
    if (action.sa_handler != SIG_IGN) std::signal(signal, SIG_DFL);
  }
}

/// In the child. From here to the start of the program, nothing may take a lock or allocate memory,
/// because other threads may have held a lock when the process was copied.
[[noreturn]] void become(char* const* arguments, int log, pid_t parent) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(kCannotStart);
  dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
  dup2(log, STDOUT_FILENO);
  dup2(log, STDERR_FILENO);
  execv("/proc/self/exe", arguments);
  _exit(kCannotStart);
}

}  // namespace

std::string own_program() { return std::filesystem::read_symlink("/proc/self/exe").string(); }

pid_t start_child(const std::vector<std::string>& arguments, const std::string& log) {
  const int file = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file < 0) fail("{} cannot be written: {}.", log, std::strerror(errno));
  std::string name = "tetlo";
  std::vector<std::string> words = arguments;
  std::vector<char*> argv{name.data()};
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  // A signal that comes before the child has its own handlers must end it, not be noted by a copy
  // of our handler and then be forgotten.
  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &before);
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child == 0) {
    forget_handlers();
    sigprocmask(SIG_SETMASK, &before, nullptr);
    become(argv.data(), file, parent);
  }
  const int fault = errno;
  sigprocmask(SIG_SETMASK, &before, nullptr);
  close(file);
  if (child < 0) fail("Another process cannot be started: {}.", std::strerror(fault));
  return child;
}

}  // namespace tetlo
