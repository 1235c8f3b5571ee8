// The command `stream`: adds a torrent, waits for its metadata, prints the URL of the film, and stays until
// interrupted.

#include <charconv>
#include <optional>

#include "app/cli/commands.h"
#include "app/cli/daemon_connection.h"
#include "app/cli/format.h"
#include "app/cli/progress.h"
#include "app/cli/source.h"

namespace magnetar::app::cli {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using nlohmann::json;

constexpr std::int64_t kLargestIndex = INT32_MAX;

class Stream {
 public:
  Stream(Console& console, DaemonConnection& daemon, std::optional<std::int64_t> file,
         const Arguments& arguments)
      : console_(console),
        daemon_(daemon),
        file_(file),
        as_json_(arguments.has("--json")),
        opens_(arguments.has("--open")),
        progress_(console) {}

  /// Returns cancelled when interrupted, otherwise the error.
  Result<void> run(const json& add_params) {
    daemon_.on_notification([this](const std::string& method, const json& params) { heard(method, params); });
    BOOST_OUTCOME_TRYV(daemon_.request("torrents.subscribe", json::object()));
    MAGNETAR_TRY(added, daemon_.request("torrents.add", add_params));
    BOOST_OUTCOME_TRYV(look_at(added.at("id").get<std::string>()));
    BOOST_OUTCOME_TRYV(wait_until([this] { return torrent_.at("has_metadata").get<bool>(); }));
    BOOST_OUTCOME_TRYV(open());
    return wait_until([] { return false; });
  }

 private:
  Result<void> look_at(const std::string& id) {
    id_ = id;
    gone_ = false;
    replaced_by_.reset();
    MAGNETAR_TRY(answer, daemon_.request("torrents.get", {{"id", id}}));
    torrent_ = answer.at("torrent");
    show();
    return base::success();
  }

  Result<void> wait_until(const std::function<bool()>& done) {
    for (;;) {
      BOOST_OUTCOME_TRYV(daemon_.run_until([&] { return done() || gone_ || failed() || !console_.out; }));
      if (!console_.out) return Error{ErrorCode::cancelled, "nobody reads"};
      if (gone_ && replaced_by_) {
        BOOST_OUTCOME_TRYV(look_at(std::string(*replaced_by_)));
        continue;
      }
      if (gone_) return Error{ErrorCode::unknown_torrent, "it was removed", id_};
      if (failed()) return failure();
      return base::success();
    }
  }

  Result<void> open() {
    json params{{"id", id_}};
    if (file_) params["file"] = *file_;
    MAGNETAR_TRY(opened, daemon_.request("streams.open", params));
    progress_.clear();
    const json& file = opened.at("file");
    if (as_json_) {
      print({{"event", "ready"},
             {"id", id_},
             {"file", file},
             {"url", file.at("url")},
             {"playlist", opened.at("playlist")},
             {"hls", opened.at("hls")}});
    } else {
      console_.out << "id    " << id_ << "\nfile  "
                   << printable(file.at("name").get_ref<const std::string&>()) << "\nurl   "
                   << printable(file.at("url").get_ref<const std::string&>()) << "\nhls   "
                   << printable(opened.at("hls").get_ref<const std::string&>()) << std::endl;
    }
    return opens_ ? open_in_player(file.at("index")) : base::success();
  }

  /// Opens the file in the first player that the daemon finds; a file manager is no player.
  Result<void> open_in_player(const json& index) {
    MAGNETAR_TRY(found, daemon_.request("programs.list", json::object()));
    for (const json& program : found.at("programs")) {
      if (program == "folder") continue;
      BOOST_OUTCOME_TRYV(
          daemon_.request("programs.open", {{"id", id_}, {"file", index}, {"program", program}}));
      return base::success();
    }
    return Error{ErrorCode::not_found, "no player such as mpv or VLC is on this machine"};
  }

  void heard(const std::string& method, const json& params) {
    if (method == "torrents.changed") {
      for (const json& change : params.at("torrents")) {
        if (change.at("id") == id_) merge(change);
      }
    } else if (method == "torrents.removed" && params.at("id") == id_) {
      gone_ = true;
      if (params.contains("replaced_by")) replaced_by_ = params.at("replaced_by").get<std::string>();
    }
  }

  // Merges a change into the torrent. A change that arrives before the whole torrent is part of it already.
  void merge(const json& change) {
    if (torrent_.is_null()) return;
    torrent_.update(change);
    show();
  }

  void show() {
    if (!as_json_) return progress_.show(torrent_);
    print({{"event", "progress"},
           {"id", id_},
           {"state", torrent_.at("state")},
           {"notice", torrent_.at("notice")},
           {"progress", torrent_.at("progress")},
           {"done", torrent_.at("done")},
           {"size", torrent_.at("size")},
           {"download_rate", torrent_.at("download_rate")},
           {"peers", torrent_.at("peers")},
           {"eta", torrent_.at("eta")}});
  }

  void print(const json& line) {
    console_.out << line.dump(-1, ' ', false, json::error_handler_t::replace) << std::endl;
  }

  bool failed() const { return torrent_.is_object() && torrent_.at("state") == "error"; }

  Error failure() const {
    const json& notice = torrent_.at("notice");
    if (!notice.is_object()) return {ErrorCode::internal, "The torrent stopped without a reason."};
    return {static_cast<ErrorCode>(notice.at("code").get<int>()), notice.at("message").get<std::string>(),
            notice.value("reason", "")};
  }

  Console& console_;
  DaemonConnection& daemon_;
  std::optional<std::int64_t> file_;
  bool as_json_;
  bool opens_;
  Progress progress_;
  std::string id_;
  json torrent_;
  bool gone_ = false;
  std::optional<std::string> replaced_by_;
};

// Returns no value when the text is no file index.
std::optional<std::int64_t> parse_index(const std::string& text) {
  std::int64_t index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error != std::errc{} || end != text.data() + text.size() || index < 0 || index > kLargestIndex)
    return std::nullopt;
  return index;
}

}  // namespace

ExitCode run_stream(Context& context, const Arguments& arguments) {
  std::optional<std::int64_t> file;
  if (const auto given = arguments.values.find("--file"); given != arguments.values.end()) {
    file = parse_index(given->second);
    if (!file) return report_usage(context.console, "--file takes the number of a file.", "stream");
  }
  const auto params = add_params(arguments.words.at(0));
  if (!params) return report(context.console, params.error());
  auto daemon = DaemonConnection::open(context.paths, DaemonConnection::Start::if_needed);
  if (!daemon) return report(context.console, daemon.error());
  daemon.value()->end_on_signals();
  Stream stream(context.console, *daemon.value(), file, arguments);
  const auto ended = stream.run(params.value());
  if (ended || ended.error().code == ErrorCode::cancelled) return ExitCode::ok;
  return report(context.console, ended.error());
}

}  // namespace magnetar::app::cli
