#pragma once
// How a stream's state is shown while it goes on: one redrawn line on a terminal, a line now and then
// elsewhere.

#include <nlohmann/json.hpp>
#include <string>

#include "app/cli/console.h"

namespace magnetar::app::cli {

/// `torrent` is a Torrent of docs/protocol.md. Writes to the console's `err`, so that `out` holds results
/// only.
class Progress {
 public:
  explicit Progress(Console& console) : console_(console) {}
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void show(const nlohmann::json& torrent);
  /// Takes the line off the terminal, before something else is written.
  void clear();

 private:
  Console& console_;
  std::string shown_;     // on a terminal: the line as it stands
  std::string reported_;  // elsewhere: state and tenth of the last line
};

/// "downloading 62 % · 2.1 MB/s · 3 peers · 2 min 5 s left", without a line end.
[[nodiscard]] std::string progress_text(const nlohmann::json& torrent);

/// "[#####     ]", `cells` wide between the brackets.
[[nodiscard]] std::string progress_bar(double part, std::size_t cells);

}  // namespace magnetar::app::cli
