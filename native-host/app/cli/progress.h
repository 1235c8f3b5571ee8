#pragma once
// Shows the state of a stream: one redrawn line on a terminal, otherwise a new line now and then.

#include <nlohmann/json.hpp>
#include <string>

#include "app/cli/console.h"

namespace magnetar::app::cli {

/// `torrent` is a Torrent of docs/protocol.md. Writes to the console's `err`, so that `out` has results only.
class Progress {
 public:
  explicit Progress(Console& console) : console_(console) {}
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void show(const nlohmann::json& torrent);
  /// Removes the line from the terminal before other output.
  void clear();

 private:
  Console& console_;
  std::string shown_;     // on a terminal: the current line
  std::string reported_;  // otherwise: state and tenth of the last line
};

/// Returns "downloading 62 % · 2.1 MB/s · 3 peers · 2 min 5 s left", without a line end.
[[nodiscard]] std::string progress_text(const nlohmann::json& torrent);

/// Returns "[#####     ]", `cells` wide between the brackets.
[[nodiscard]] std::string progress_bar(double part, std::size_t cells);

}  // namespace magnetar::app::cli
