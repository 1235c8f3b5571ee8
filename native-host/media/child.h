#pragma once
// A running program: its output is read when somebody wants it, its last words are kept, and it dies with its
// owner.

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "media/airlock.h"

namespace magnetar::media {

/// How a program ended.
struct ChildEnd {
  int code = 0;       ///< 128 + the signal's number when one ended it
  std::string words;  ///< the end of what it wrote to its standard error
};

/// What a program writes to.
enum class Outputs {
  one,  ///< its standard output
  two,  ///< descriptor 3 as well
};

/// The descriptor of the socket that a program in an airlock finds: the one behind its outputs.
[[nodiscard]] constexpr int airlock_descriptor(Outputs outputs) {
  return outputs == Outputs::two ? 4 : 3;
}

/// Loop thread only. The program gets no input, no environment and no descriptors but its outputs. Destroying
/// the Child kills the program and forgets its callbacks; destroying it in one of them is fine.
class Child {
  class Process;

 public:
  using OnEnd = std::function<void(const ChildEnd&)>;
  using OnBytes = std::function<void(std::string bytes)>;

  /// `command` begins with an absolute path. `on_end` is called once, when the process is gone and its
  /// standard error is closed. `airlock`, when there is one, ends with the process. Errors: io_error,
  /// not_found.
  [[nodiscard]] static base::Result<std::unique_ptr<Child>> start(boost::asio::io_context& loop,
                                                                  const std::vector<std::string>& command,
                                                                  Outputs outputs, OnEnd on_end,
                                                                  Airlock::Ends airlock = {});
  explicit Child(std::shared_ptr<Process> process);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Waits for output and hands over at most `most` bytes of it; nothing when there will be no more. One read
  /// at a time. What is not read stays in the pipe (1 MiB where the system allows it), and a full pipe stops
  /// the program.
  void read(std::size_t most, OnBytes on_bytes);
  /// The same for descriptor 3; only with Outputs::two.
  void read_second(std::size_t most, OnBytes on_bytes);

 private:
  std::shared_ptr<Process> process_;
};

}  // namespace magnetar::media
