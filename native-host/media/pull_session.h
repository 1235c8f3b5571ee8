#pragma once
// What one ffmpeg makes, given away in numbered chunks as fast as somebody asks for them; and the text beside
// it.

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
  std::string mime =
      {};  ///< MIME type with its codecs parameter, of the chunk with the initialization segment
};

/// Loop thread only. Holds the chunk given last and at most one more; the pipe stops ffmpeg when nobody asks.
class PullSession {
 public:
  static constexpr std::size_t kMostBytes = 1'000'000;
  /// A question that nothing came for is answered with an empty chunk: browsers give up on an answer after
  /// five minutes (Firefox: network.http.response.timeout).
  static constexpr std::chrono::seconds kPatience{120};
  /// Of text that nobody has asked beyond; what comes when there is more is dropped, and all after it. The
  /// subtitles of a long film are a tenth of it, pictures of text come to a few hundred KiB a minute.
  static constexpr std::size_t kMostText = std::size_t{4} << 20;

  /// `url` is what ffmpeg reads; it is kept out of messages.
  PullSession(base::Timers& timers, std::string url);
  /// Who still waits is told unknown_session.
  ~PullSession();
  PullSession(const PullSession&) = delete;
  PullSession& operator=(const PullSession&) = delete;

  /// To be called once, before anything else. A child with two outputs writes text to the second.
  void begin(std::unique_ptr<Child> child, Outputs outputs);
  /// A program that goes on with the film, and what it reads.
  struct Next {
    std::unique_ptr<Child> child;
    std::string url;
  };
  /// `end`: when all that was made so far has been shown, in the seconds of its times; 0: nothing was.
  using Follow = std::function<base::Result<Next>(double end)>;
  /// Asked when a child has ended well and all that it made was given; without a child the film ends there.
  /// It has the outputs of the first, and what it makes is moved to where that ended. To be called before
  /// anybody pulls.
  void goes_on_with(Follow follow) { follow_ = std::move(follow); }
  /// The first chunk with bytes begins with the whole initialization segment (ISO/IEC 14496-12), and carries
  /// its MIME type, unless a codec in it is unknown. To be called before anybody pulls.
  void begins_with_init_segment() { beginning_.emplace(); }
  /// The child's end.
  void ended(const ChildEnd& end);
  [[nodiscard]] bool running() const { return !end_; }

  using Reply = std::function<void(const base::Result<std::shared_ptr<const Chunk>>&)>;
  /// Chunk `number`, counted from 0: the one given last again, or the next, as soon as there is a byte.
  /// Errors: invalid_params for any other number, media_unreadable and io_error when ffmpeg failed,
  /// media_unreadable when what it made has no initialization segment in its first 4 MiB.
  void next(std::int64_t number, Reply reply);
  /// The text that is here from byte `from` on, perhaps none; what lies before is forgotten. Errors:
  /// not_found when there is no text, not that much, or no more what lies there.
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
  std::unique_ptr<Child> ended_child_;  ///< may be calling
  Follow follow_;
  Mp4Joiner joiner_;  ///< of what is made, where something follows
  std::optional<ChildEnd> end_;
  bool reading_ = false;
  bool output_ended_ = false;
  Outputs outputs_ = Outputs::one;
  bool text_ended_ = true;
  bool text_dropped_ = false;
  std::size_t text_from_ = 0;  ///< the place of the first byte of text_ in all of the text
  std::string text_;
  std::optional<std::string> beginning_;  ///< of the initialization segment, until it is whole
  std::string held_;                      ///< came after nobody waited any more
  std::int64_t given_ = -1;
  std::shared_ptr<const Chunk> last_;
  std::vector<Reply> waiting_;
  std::unique_ptr<base::Timer> patience_;
};

}  // namespace magnetar::media
