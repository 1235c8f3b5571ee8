#pragma once
// A running program. Its output is read on demand, the end of its standard error is kept, and it ends with
// its owner.

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "media/airlock.h"

namespace magnetar::media {

/// Exit of a program: code and last words.
struct ChildEnd {
  int code = 0;       ///< exit code; 128 + the signal's number after a signal
  std::string words;  ///< the end of its standard error
};

/// Descriptors that a program writes its output to.
enum class Outputs {
  one,  ///< standard output
  two,  ///< standard output and descriptor 3
};

/// The number of the airlock's socket in the program: the first descriptor behind its outputs.
[[nodiscard]] constexpr int airlock_descriptor(Outputs outputs) {
  return outputs == Outputs::two ? 4 : 3;
}

/// Loop thread only. The program gets no input, no environment and no descriptors but its outputs. Destroying
/// the Child kills the program and drops its callbacks; a callback may destroy it.
class Child {
  class Process;

 public:
  using OnEnd = std::function<void(const ChildEnd&)>;
  using OnBytes = std::function<void(std::string bytes)>;

  /// `command` begins with an absolute path. `on_end` is called once, after the process has ended and its
  /// standard error is closed. `airlock`, when given, ends with the process. Errors: io_error, not_found.
  [[nodiscard]] static base::Result<std::unique_ptr<Child>> start(boost::asio::io_context& loop,
                                                                  const std::vector<std::string>& command,
                                                                  Outputs outputs, OnEnd on_end,
                                                                  Airlock::Ends airlock = {});
  explicit Child(std::shared_ptr<Process> process);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Waits for output and passes at most `most` bytes of it; an empty string at its end. One read at a time.
  /// Unread output stays in the pipe (1 MiB where the system allows it), and a full pipe stops the program.
  void read(std::size_t most, OnBytes on_bytes);
  /// The same for descriptor 3; only with Outputs::two.
  void read_second(std::size_t most, OnBytes on_bytes);

 private:
  std::shared_ptr<Process> process_;
};

}  // namespace magnetar::media
