#include "engine/disk_tap.h"

#include <gtest/gtest.h>

#include <libtorrent/alert_types.hpp>
#include <libtorrent/magnet_uri.hpp>
#include <libtorrent/mmap_disk_io.hpp>
#include <libtorrent/session.hpp>
#include <libtorrent/session_params.hpp>

#include "content.h"
#include "slow_disk.h"
#include "support/seed_session.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;
using namespace std::chrono_literals;

/// A session of libtorrent with a tapped disk that is slow.
lt::session_params on_slow_disk(base::Duration delay) {
  using pack = lt::settings_pack;
  lt::session_params params;
  for (const int off : {pack::enable_dht, pack::enable_lsd, pack::enable_upnp, pack::enable_natpmp,
                        pack::enable_outgoing_utp})
    params.settings.set_bool(off, false);
  params.settings.set_str(pack::listen_interfaces, "127.0.0.1:0");
  params.settings.set_int(
      pack::alert_mask,
      static_cast<int>(static_cast<std::uint32_t>(lt::alert_category::status | lt::alert_category::error)));
  params.disk_io_constructor = [delay](lt::io_context& context, const lt::settings_interface& settings,
                                       lt::counters& counters) {
    return std::make_unique<DiskTap>(
        slow_disk(context, lt::mmap_disk_io_constructor(context, settings, counters), delay),
        std::make_shared<StoreRegistry>(), context);
  };
  return params;
}

/// The result of the torrent, once it has been downloaded or has failed; at most 30 s.
std::string outcome(lt::session& session) {
  const auto deadline = lt::clock_type::now() + 30s;
  while (lt::clock_type::now() < deadline) {
    session.wait_for_alert(deadline - lt::clock_type::now());
    std::vector<lt::alert*> alerts;
    session.pop_alerts(&alerts);
    for (const lt::alert* alert : alerts) {
      if (const auto* failed = lt::alert_cast<lt::torrent_error_alert>(alert)) return failed->error.message();
      if (lt::alert_cast<lt::torrent_finished_alert>(alert) != nullptr) return "downloaded";
    }
  }
  return "nothing";
}

TEST(DiskTap, AHybridTorrentWhoseHashesComeFromPeersIsDownloadedToASlowDisk) {
  const TempFolder original;
  const TempFolder folder;
  std::vector<ContentFile> films;
  for (int i = 0; i < 40; ++i) films.push_back({"series/part " + std::to_string(i) + ".mkv", 300'000});
  write_content(original.path(), films);
  const testing::SeedSession seed(original.path() / "series", {.piece_size = 32 * 1024});
  lt::session session(on_slow_disk(100ms));
  lt::add_torrent_params params = lt::parse_magnet_uri(seed.magnet());
  params.save_path = folder.path();
  session.async_add_torrent(std::move(params));
  EXPECT_EQ(outcome(session), "downloaded");
}

}  // namespace
}  // namespace magnetar::engine
