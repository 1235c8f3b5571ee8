#include "app/cli/words.h"

#include <algorithm>
#include <array>
#include <utility>

#include "app/cli/format.h"

namespace magnetar::app::cli {
namespace {

using base::ErrorCode;

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kStates{{
    {"fetching_torrent", "fetching the .torrent file"},
    {"finding_peers", "finding people who have this"},
    {"fetching_metadata", "fetching the list of files"},
    {"checking", "checking what is already here"},
    {"downloading", "downloading"},
    {"idle", "waiting to be watched"},
    {"complete", "complete"},
    {"paused", "paused"},
    {"error", "stopped by a problem"},
}};

constexpr std::array<std::pair<ErrorCode, std::string_view>, 17> kProblems{{
    {ErrorCode::protocol_mismatch, "The running daemon is of another version. Stop it with: magnetar stop"},
    {ErrorCode::shutting_down, "The daemon is stopping. Try again in a moment."},
    {ErrorCode::timed_out, "The daemon did not answer in time. Check it with: magnetar doctor"},
    {ErrorCode::bad_source,
     "That is neither a magnet link, an info-hash, a .torrent file nor its http(s) address. Check that it is "
     "complete."},
    {ErrorCode::bad_torrent, "That is not a valid .torrent file. Get it again, or use its magnet link."},
    {ErrorCode::unknown_torrent, "There is no such torrent. See: magnetar list"},
    {ErrorCode::unknown_file, "The torrent has no file of that number. Leave out --file for the main file."},
    {ErrorCode::no_metadata, "The list of files is not here yet. Try again in a moment."},
    {ErrorCode::no_peers, "Nobody was found who has this. It goes on looking; another link may work better."},
    {ErrorCode::tracker_refused, "The tracker refused this torrent. Another link may work better."},
    {ErrorCode::disk_full, "The disk is full. Free some space, then: magnetar resume ID"},
    {ErrorCode::disk_error,
     "The disk could not be read or written. Check the folder, then: magnetar resume ID"},
    {ErrorCode::too_many_torrents, "There are too many torrents. Remove some with: magnetar remove ID"},
    {ErrorCode::fetch_failed, "The address did not answer with a .torrent file. Check it in a browser."},
    {ErrorCode::fetch_forbidden,
     "The address lies on this machine or in the local network. Allow that with: magnetar settings set "
     "local_torrent_links=true"},
    {ErrorCode::fetch_too_large, "What the address gives is too large for a .torrent file."},
    {ErrorCode::unknown_setting, "There is no such setting. See: magnetar settings"},
}};

// Sentences for the reasons of bad_source and fetch_failed (docs/protocol.md).
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kReasons{{
    {"broken_hash", "The magnet link is cut: its info-hash is not whole. Copy the whole link."},
    {"no_hash", "The magnet link names no torrent: it has no info-hash."},
    {"other_network", "The magnet link is for another network, not for BitTorrent."},
    {"two_torrents", "The magnet link names two different torrents at once. Use another link."},
    {"too_long", "The link is longer than 16 KiB."},
    {"web_page", "The address is one of a web page, not of a .torrent file. Open it in a browser."},
    {"login_page", "The site sent a page to log in. Download the file in a browser, or use its magnet link."},
    {"refused", "The site refused to give the file. Download it in a browser, or use its magnet link."},
    {"missing", "There is no .torrent file at this address any more."},
    {"server_error", "The site has a problem at the moment. Try again later."},
    {"compressed", "The file was compressed in a way that could not be unpacked."},
    {"redirect", "The address leads on to others without an end, or to nowhere."},
}};

}  // namespace

std::string state_words(std::string_view state) {
  const auto known = std::ranges::find(kStates, state, [](const auto& entry) { return entry.first; });
  return known == kStates.end() ? printable(state) : std::string(known->second);
}

std::string explain(const base::Error& error) {
  const auto reason = std::ranges::find(kReasons, std::string_view(error.subject),
                                        [](const auto& entry) { return entry.first; });
  const bool has_reasons = error.code == ErrorCode::bad_source || error.code == ErrorCode::bad_torrent ||
                           error.code == ErrorCode::fetch_failed;
  if (has_reasons && reason != kReasons.end()) return std::string(reason->second);
  const auto known = std::ranges::find(kProblems, error.code, [](const auto& entry) { return entry.first; });
  if (known != kProblems.end()) return std::string(known->second);
  if (error.code == ErrorCode::daemon_unavailable) {
    return "The daemon cannot be reached: " + printable(error.message) + ". Check it with: magnetar doctor";
  }
  return printable(error.message);
}

}  // namespace magnetar::app::cli
