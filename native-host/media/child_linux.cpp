#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>
#include <utility>

#include "base/new_process.h"
#include "base/unique_fd.h"
#include "media/child.h"

namespace magnetar::media {
namespace {

using base::UniqueFd;
using Descriptor = boost::asio::posix::stream_descriptor;

constexpr std::size_t kLastWords = 4096;
constexpr int kPipeBytes = 1024 * 1024;
constexpr int kSecondOutput = 3;

struct Pipe {
  UniqueFd ours;
  UniqueFd theirs;
};

struct Pipes {
  Pipe output;
  Pipe errors;
  std::optional<Pipe> second;
};

base::Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    return base::Error{base::ErrorCode::io_error, std::string("pipe: ") + std::strerror(errno)};
  Pipe pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
  ::fcntl(pipe.ours.get(), F_SETFL, O_NONBLOCK);
  return pipe;
}

base::Result<Pipes> make_pipes(Outputs outputs) {
  MAGNETAR_TRY(output, make_pipe());
  MAGNETAR_TRY(errors, make_pipe());
  // With the default pipe of 64 KiB, a film of 60 Mbit/s would take 100 requests a second.
  ::fcntl(output.ours.get(), F_SETPIPE_SZ, kPipeBytes);
  Pipes pipes{std::move(output), std::move(errors), std::nullopt};
  if (outputs == Outputs::two) {
    MAGNETAR_TRY(second, make_pipe());
    pipes.second.emplace(std::move(second));
  }
  return pipes;
}

base::Result<base::Started> spawn(const std::vector<std::string>& command, const Pipes& pipes,
                                  const UniqueFd& airlock) {
  base::NewProcess process;
  process.give(STDOUT_FILENO, pipes.output.theirs.get());
  process.give(STDERR_FILENO, pipes.errors.theirs.get());
  if (pipes.second) process.give(kSecondOutput, pipes.second->theirs.get());
  if (airlock) process.give(airlock_descriptor(pipes.second ? Outputs::two : Outputs::one), airlock.get());
  char* no_environment = nullptr;
  return process.start(command, &no_environment);
}

}  // namespace

// Lives until the process has ended, also without its Child, because the process has to be waited for.
class Child::Process : public std::enable_shared_from_this<Process> {
 public:
  Process(boost::asio::io_context& loop, base::Started started, Pipes pipes, OnEnd on_end,
          std::shared_ptr<Airlock> airlock)
      : pid_(started.id),
        handle_(loop, started.handle.release()),
        output_(loop, pipes.output.ours.release()),
        errors_(loop, pipes.errors.ours.release()),
        second_(loop),
        on_end_(std::move(on_end)),
        airlock_(std::move(airlock)) {
    if (pipes.second) second_.assign(pipes.second->ours.release());
  }

  ~Process() {
    // The process still runs when the loop ends first.
    if (gone_) return;
    ::kill(-pid_, SIGKILL);
    base::wait_for(handle_.native_handle());
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void watch() {
    expect_end();
    listen();
  }

  void read(std::size_t most, OnBytes on_bytes) { read(output_, most, std::move(on_bytes)); }
  void read_second(std::size_t most, OnBytes on_bytes) { read(second_, most, std::move(on_bytes)); }

  void abandon() {
    abandoned_ = true;
    on_end_ = nullptr;
    airlock_.reset();
    boost::system::error_code ignored;
    output_.close(ignored);
    errors_.close(ignored);
    second_.close(ignored);
    if (!gone_) ::kill(-pid_, SIGKILL);
  }

 private:
  void read(Descriptor& from, std::size_t most, OnBytes on_bytes) {
    from.async_wait(Descriptor::wait_read,
                    [self = shared_from_this(), &from, most,
                     on_bytes = std::move(on_bytes)](const boost::system::error_code& error) mutable {
                      if (self->abandoned_) return;
                      auto bytes = error ? std::optional(std::string()) : take(from, most);
                      if (!bytes) return self->read(from, most, std::move(on_bytes));
                      on_bytes(std::move(*bytes));
                    });
  }

  /// No value when the wake-up was spurious.
  static std::optional<std::string> take(Descriptor& from, std::size_t most) {
    int waiting = 0;
    ::ioctl(from.native_handle(), FIONREAD, &waiting);
    std::string bytes(std::min(most, static_cast<std::size_t>(std::max(waiting, 1))), '\0');
    const auto count = ::read(from.native_handle(), bytes.data(), bytes.size());
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return std::nullopt;
    bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return bytes;
  }

  void listen() {
    errors_.async_read_some(boost::asio::buffer(heard_),
                            [self = shared_from_this()](const boost::system::error_code& error,
                                                        std::size_t size) { self->hear(!error, size); });
  }

  void hear(bool more, std::size_t size) {
    if (abandoned_) return;
    if (!more) {
      silent_ = true;
      return tell();
    }
    words_.append(heard_.data(), size);
    if (words_.size() > kLastWords) words_.erase(0, words_.size() - kLastWords);
    listen();
  }

  void expect_end() {
    handle_.async_wait(Descriptor::wait_read,
                       [self = shared_from_this()](const boost::system::error_code&) { self->collect(); });
  }

  void collect() {
    const auto code = base::collect(handle_.native_handle());
    if (!code) return expect_end();
    code_ = *code;
    gone_ = true;
    airlock_.reset();
    tell();
  }

  void tell() {
    if (!gone_ || !silent_ || !on_end_) return;
    std::exchange(on_end_, nullptr)({code_, words_});
  }

  const pid_t pid_;
  Descriptor handle_;
  Descriptor output_;
  Descriptor errors_;
  Descriptor second_;
  OnEnd on_end_;
  std::shared_ptr<Airlock> airlock_;
  std::array<char, 1024> heard_{};
  std::string words_;
  bool silent_ = false;
  bool gone_ = false;
  bool abandoned_ = false;
  int code_ = 0;
};

Child::Child(std::shared_ptr<Process> process) : process_(std::move(process)) {}

Child::~Child() {
  process_->abandon();
}

void Child::read(std::size_t most, OnBytes on_bytes) {
  process_->read(most, std::move(on_bytes));
}

void Child::read_second(std::size_t most, OnBytes on_bytes) {
  process_->read_second(most, std::move(on_bytes));
}

base::Result<std::unique_ptr<Child>> Child::start(boost::asio::io_context& loop,
                                                  const std::vector<std::string>& command, Outputs outputs,
                                                  OnEnd on_end, Airlock::Ends airlock) {
  MAGNETAR_TRY(pipes, make_pipes(outputs));
  MAGNETAR_TRY(started, spawn(command, pipes, airlock.theirs));
  const auto process = std::make_shared<Process>(loop, std::move(started), std::move(pipes),
                                                 std::move(on_end), std::move(airlock.ours));
  process->watch();
  return std::make_unique<Child>(process);
}

}  // namespace magnetar::media
