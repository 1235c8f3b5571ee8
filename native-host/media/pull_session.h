#pragma once
// The output of one ffmpeg, in numbered chunks that the client pulls, and the subtitle text beside it.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/executor.h"
#include "media/child.h"
#include "media/mp4_joiner.h"

namespace magnetar::media {

struct Chunk {
  std::string bytes;
  bool last = false;  ///< the film ends with it
  /// MIME type with its codecs parameter, of the chunk with the initialization segment.
  std::string mime = {};
};

/// Loop thread only. Holds the last chunk and at most one more. When no client pulls, the full pipe stops
/// ffmpeg.
class PullSession {
 public:
  static constexpr std::size_t kMostBytes = 1'000'000;
  /// A request without bytes for this time is answered with an empty chunk, because browsers give up on an
  /// answer after five minutes (Firefox: network.http.response.timeout).
  static constexpr std::chrono::seconds kPatience{120};
  /// Limit of text that no client has asked for. Text beyond it is dropped, and so is all later text. The
  /// subtitles of a long film are a tenth of it; bitmap subtitles take a few hundred KiB a minute.
  static constexpr std::size_t kMostText = std::size_t{4} << 20;

  /// `url` is ffmpeg's input; it is kept out of messages.
  PullSession(base::Timers& timers, std::string url);
  /// Waiting requests are answered with unknown_session.
  ~PullSession();
  PullSession(const PullSession&) = delete;
  PullSession& operator=(const PullSession&) = delete;

  /// To be called once, before anything else. A child with two outputs writes text to the second.
  void begin(std::unique_ptr<Child> child, Outputs outputs);
  /// A program that continues the film, and its input.
  struct Next {
    std::unique_ptr<Child> child;
    std::string url;
  };
  /// `end`: presentation end of all output so far, in seconds of its own times; 0: there was none.
  using Follow = std::function<base::Result<Next>(double end)>;
  /// `follow` is called when a child has exited well and all of its output is given; when it returns no
  /// child, the film ends. The new child has the outputs of the first one, and its times are shifted to where
  /// that one ended. To be called before the first next().
  void goes_on_with(Follow follow) { follow_ = std::move(follow); }
  /// The first chunk with bytes begins with the whole initialization segment (ISO/IEC 14496-12), and carries
  /// its MIME type, unless a codec in it is unknown. To be called before the first next().
  void begins_with_init_segment() { beginning_.emplace(); }
  /// To be called with the exit of the child.
  void ended(const ChildEnd& end);
  [[nodiscard]] bool running() const { return !end_; }

  using Reply = std::function<void(const base::Result<std::shared_ptr<const Chunk>>&)>;
  /// Answers with chunk `number`, counted from 0: the last one again, or the next one as soon as there is a
  /// byte. Errors: invalid_params for any other number, media_unreadable and io_error when ffmpeg failed,
  /// media_unreadable when its output has no initialization segment in the first 4 MiB.
  void next(std::int64_t number, Reply reply);
  /// The available text from byte `from` on, perhaps none; the text before is forgotten. Errors: not_found
  /// when there is no text, less text than that, or when the text there is already forgotten.
  [[nodiscard]] base::Result<std::string> text(std::size_t from);

 private:
  void read_text();
  void ask_child();
  void take(std::string bytes);
  void settle();
  void give_bytes();
  void end_or_go_on();
  void give(const base::Result<std::shared_ptr<const Chunk>>& answer);
  void give(Chunk chunk);

  base::Timers& timers_;
  std::string url_;
  std::unique_ptr<Child> child_;
  std::unique_ptr<Child> ended_child_;  ///< may be the caller
  Follow follow_;
  Mp4Joiner joiner_;  ///< joins the outputs of several programs
  std::optional<ChildEnd> end_;
  bool reading_ = false;
  bool output_ended_ = false;
  Outputs outputs_ = Outputs::one;
  bool text_ended_ = true;
  bool text_dropped_ = false;
  std::size_t text_from_ = 0;  ///< position of text_ in all of the text
  std::string text_;
  std::optional<std::string> beginning_;  ///< of the initialization segment, until it is complete
  std::string held_;                      ///< bytes that came when no request waited any more
  std::int64_t given_ = -1;
  std::shared_ptr<const Chunk> last_;
  std::vector<Reply> waiting_;
  std::unique_ptr<base::Timer> patience_;
};

}  // namespace magnetar::media
