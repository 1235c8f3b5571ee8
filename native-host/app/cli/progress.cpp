#include "app/cli/progress.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "app/cli/format.h"
#include "app/cli/words.h"

namespace magnetar::app::cli {
namespace {

using nlohmann::json;

constexpr std::size_t kBarCells = 20;
constexpr const char* kBackAndErase = "\r\033[K";

std::string peers_text(std::int64_t peers) {
  return std::to_string(peers) + (peers == 1 ? " peer" : " peers");
}

}  // namespace

std::string progress_text(const json& torrent) {
  std::string text = state_words(torrent.at("state").get_ref<const std::string&>());
  if (torrent.at("has_metadata").get<bool>())
    text += " " + format_percent(torrent.at("progress").get<double>());
  text += " · " + format_rate(torrent.at("download_rate").get<std::int64_t>());
  text += " · " + peers_text(torrent.at("peers").get<std::int64_t>());
  const json& eta = torrent.at("eta");
  if (eta.is_number())
    text += " · " + format_duration(std::chrono::seconds(eta.get<std::int64_t>())) + " left";
  return text;
}

std::string progress_bar(double part, std::size_t cells) {
  const auto filled =
      static_cast<std::size_t>(std::floor(std::clamp(part, 0.0, 1.0) * static_cast<double>(cells)));
  return "[" + std::string(filled, '#') + std::string(cells - filled, ' ') + "]";
}

void Progress::show(const json& torrent) {
  const double part = torrent.at("progress").get<double>();
  const std::string text = progress_text(torrent);
  if (console_.terminal) {
    const std::string line = shorten(progress_bar(part, kBarCells) + " " + text, console_.width - 1);
    if (line == shown_) return;
    shown_ = line;
    console_.err << kBackAndErase << line << std::flush;
    return;
  }
  const std::string step =
      torrent.at("state").get<std::string>() + std::to_string(static_cast<int>(std::floor(part * 10)));
  if (step == reported_) return;
  reported_ = step;
  console_.err << text << std::endl;
}

void Progress::clear() {
  if (!shown_.empty()) console_.err << kBackAndErase << std::flush;
  shown_.clear();
}

}  // namespace magnetar::app::cli
