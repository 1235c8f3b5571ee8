#include "messaging/stream_channel.h"

#include <fcntl.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <deque>
#include <optional>
#include <utility>

#include "messaging/frame_decoder.h"
#include "messaging/frame_encoder.h"

namespace magnetar::messaging {

using boost::system::error_code;

// Pending handlers hold the core, so it outlives the channel by a moment; `closed_` keeps it silent then.
class StreamChannel::Core : public std::enable_shared_from_this<Core> {
 public:
  Core(base::Loop& loop, base::UniqueFd input, base::UniqueFd output, ChannelOptions options)
      : loop_(loop),
        input_(loop.context(), input.release()),
        output_(loop.context(), output.release()),
        options_(std::move(options)),
        decoder_(options_.incoming_limit) {}

  void start(Events events) {
    events_ = std::move(events);
    if (options_.budget) {
      share_.emplace(options_.budget, [this] {
        finish(base::Error{base::ErrorCode::io_error, "all clients together hold too much"});
      });
    }
    read();
  }

  bool send(std::string_view payload) {
    if (closed_ || last_word_) return false;
    return enqueue(payload);
  }

  void close_after_flush(base::Result<void> reason) {
    if (closed_ || last_word_) return;
    last_word_ = std::move(reason);
    error_code ignored;
    input_.cancel(ignored);
    if (queue_.empty()) return finish(*last_word_);
    grace_ = loop_.after(options_.grace, [this] { finish(*last_word_); });
  }

  // The owner takes no events any more.
  void abandon() {
    abandoned_ = true;
    close();
  }

 private:
  bool enqueue(std::string_view payload) {
    auto frame = encode_frame(payload, options_.outgoing_limit);
    if (!frame) return false;
    if (queued_ + frame.value().size() > options_.queue_limit) {
      finish(base::Error{base::ErrorCode::io_error, "the other side does not read"});
      return false;
    }
    queued_ += frame.value().size();
    queue_.push_back(std::move(frame).value());
    if (queue_.size() == 1) write();
    count_memory();
    return !closed_;
  }

  void read() {
    input_.async_read_some(boost::asio::buffer(chunk_),
                           [self = shared_from_this()](const error_code& error, std::size_t size) {
                             if (!self->closed_ && !self->last_word_) self->took(error, size);
                           });
  }

  void took(const error_code& error, std::size_t size) {
    if (error == boost::asio::error::eof) return finish(end_of_stream());
    if (error) return finish(base::Error{base::ErrorCode::io_error, error.message()});
    decoder_.feed({chunk_.data(), size});
    deliver();
    if (!closed_) count_memory();
    if (!closed_ && !last_word_) read();
  }

  // Stops when a handler closes the channel; frames left in the decoder are dropped.
  void deliver() {
    while (!closed_ && !last_word_) {
      auto frame = decoder_.next();
      if (!frame) return refuse(std::move(frame).error());
      if (!frame.value()) return;
      events_.on_frame(*std::move(frame).value());
    }
  }

  void refuse(base::Error error) {
    if (!options_.refusal.empty()) enqueue(options_.refusal);
    close_after_flush(std::move(error));
  }

  base::Result<void> end_of_stream() const {
    if (!decoder_.mid_frame()) return base::success();
    return base::Error{base::ErrorCode::io_error, "the stream ended in the middle of a frame"};
  }

  void write() {
    boost::asio::async_write(output_, boost::asio::buffer(queue_.front()),
                             [self = shared_from_this()](const error_code& error, std::size_t) {
                               if (!self->closed_) self->wrote(error);
                             });
  }

  void wrote(const error_code& error) {
    if (error) return finish(base::Error{base::ErrorCode::io_error, error.message()});
    queued_ -= queue_.front().size();
    queue_.pop_front();
    count_memory();
    if (!queue_.empty()) return write();
    if (last_word_) finish(*last_word_);
  }

  // on_closed is called from the loop, never inside send() or on_frame, so the owner may destroy the channel
  // in it.
  void finish(const base::Result<void>& reason) {
    if (closed_) return;
    close();
    loop_.post([self = shared_from_this(), reason] {
      if (self->abandoned_) return;
      const Events events = std::exchange(self->events_, {});
      if (events.on_closed) events.on_closed(reason);
    });
  }

  void count_memory() {
    if (share_) share_->hold(queued_ + decoder_.held());
  }

  // The front of the queue stays, because a pending write still reads it.
  void close() {
    closed_ = true;
    if (queue_.size() > 1) queue_.erase(queue_.begin() + 1, queue_.end());
    decoder_ = FrameDecoder(options_.incoming_limit);
    if (share_) share_->hold(0);
    grace_.reset();
    error_code ignored;
    input_.close(ignored);
    output_.close(ignored);
  }

  base::Loop& loop_;
  boost::asio::posix::stream_descriptor input_;
  boost::asio::posix::stream_descriptor output_;
  ChannelOptions options_;
  FrameDecoder decoder_;
  Events events_;
  std::array<char, 64 * 1024> chunk_{};
  std::deque<std::string> queue_;
  std::size_t queued_ = 0;
  std::optional<ChannelBudget::Share> share_;
  std::optional<base::Result<void>> last_word_;  // set: only the queue is flushed
  std::unique_ptr<base::Timer> grace_;
  bool closed_ = false;
  bool abandoned_ = false;
};

StreamChannel::StreamChannel(base::Loop& loop, base::UniqueFd input, base::UniqueFd output,
                             ChannelOptions options, std::shared_ptr<void> slot)
    : core_(std::make_shared<Core>(loop, std::move(input), std::move(output), std::move(options))),
      slot_(std::move(slot)) {
  // A closed reader is an error of the write and must not end the process.
  std::signal(SIGPIPE, SIG_IGN);
}

StreamChannel::~StreamChannel() {
  core_->abandon();
}

void StreamChannel::start(Events events) {
  core_->start(std::move(events));
}

bool StreamChannel::send(std::string_view payload) {
  return core_->send(payload);
}

void StreamChannel::close_after_flush() {
  core_->close_after_flush(base::success());
}

base::Result<std::unique_ptr<FrameChannel>> open_socket_channel(base::Loop& loop, base::UniqueFd socket,
                                                                ChannelOptions options,
                                                                std::shared_ptr<void> slot) {
  base::UniqueFd output(::fcntl(socket.get(), F_DUPFD_CLOEXEC, 3));
  if (!output) return base::Error{base::ErrorCode::io_error, std::strerror(errno)};
  return std::unique_ptr<FrameChannel>(std::make_unique<StreamChannel>(
      loop, std::move(socket), std::move(output), std::move(options), std::move(slot)));
}

}  // namespace magnetar::messaging
