#include "api/stream_routes.h"

#include <gtest/gtest.h>

#include "routes.h"

namespace magnetar::api {
namespace {

using base::Error;
using base::ErrorCode;

class FakeStreams final : public Streams {
 public:
  base::Result<StreamFile> file(const base::TorrentId& id, base::FileIndex index, base::TimePoint,
                                base::CancelToken&) override {
    if (failure) return *failure;
    if (id.value != "abc" || index.value != 2) return Error{ErrorCode::unknown_file, "no"};
    StreamFile stream;
    stream.file.path = "Folder/Film.mkv";
    stream.file.size = 1000;
    stream.etag = "hash-2";
    stream.open = [this](std::int64_t first, const std::string& viewer) {
      opened = std::to_string(first) + " " + viewer;
      return nullptr;
    };
    return stream;
  }
  base::Result<StreamFile> here(const base::TorrentId& id, base::FileIndex index, base::TimePoint deadline,
                                base::CancelToken& cancel) override {
    MAGNETAR_TRY(stream, file(id, index, deadline, cancel));
    stream.etag = "here-2";
    return std::move(stream);
  }
  base::Result<StreamTorrent> torrent(const base::TorrentId&, base::TimePoint, base::CancelToken&) override {
    if (failure) return *failure;
    StreamTorrent torrent;
    for (const auto* path : {"b/Episode 10.mkv", "b/Episode 2.mkv", "b/cover.jpg", "b/evil\n#EXTINF.mp3"}) {
      FileView file;
      file.index = base::FileIndex{static_cast<std::int32_t>(torrent.files.size())};
      file.path = path;
      torrent.files.push_back(file);
    }
    return torrent;
  }

  std::optional<Error> failure;
  std::string opened;
};

class StreamRoutesTest : public testing::Test {
 protected:
  http::Answer get(std::vector<std::string> segments) { return routes_.get(std::move(segments), "tab-1"); }
  int status(std::vector<std::string> segments) {
    return std::get<http::StatusAnswer>(get(std::move(segments))).status;
  }

  FakeStreams streams;
  const tests::Routes routes_{[this](RouteTable& table) {
    add_stream_routes(table, streams, [] { return std::string("http://127.0.0.1:1/t/"); });
  }};
};

TEST_F(StreamRoutesTest, ServeAFileByItsIndexWhateverTheNameBehindIt) {
  for (const auto& path : std::vector<std::vector<std::string>>{
           {"torrents", "abc", "files", "2"}, {"torrents", "abc", "files", "2", "x.html"}}) {
    const auto answer = std::get<http::FileAnswer>(get(path));
    EXPECT_EQ(answer.size, 1000);
    EXPECT_EQ(answer.file_name, "Film.mkv");
    EXPECT_EQ(answer.etag, "hash-2");
  }
}

TEST_F(StreamRoutesTest, ServeWhatIsHereOfAFile) {
  const auto answer = std::get<http::FileAnswer>(get({"torrents", "abc", "here", "2"}));
  EXPECT_EQ(answer.size, 1000);
  EXPECT_EQ(answer.etag, "here-2");
  EXPECT_EQ(status({"torrents", "abc", "here", "2", "name"}), 404);
  EXPECT_EQ(status({"torrents", "abc", "here"}), 404);
}

TEST_F(StreamRoutesTest, OpenTheFileForTheViewerOfTheRequest) {
  const auto answer = get({"torrents", "abc", "files", "2"});
  EXPECT_EQ(std::get<http::FileAnswer>(answer).open(77), nullptr);
  EXPECT_EQ(streams.opened, "77 tab-1");
}

TEST_F(StreamRoutesTest, AnythingElseIsNotFound) {
  EXPECT_EQ(status({}), 404);
  EXPECT_EQ(status({"torrents"}), 404);
  EXPECT_EQ(status({"torrents", "abc", "files"}), 404);
  EXPECT_EQ(status({"torrents", "abc", "files", "-1"}), 404);
  EXPECT_EQ(status({"torrents", "abc", "files", "2x"}), 404);
  EXPECT_EQ(status({"torrents", "abc", "files", "99999999999"}), 404);
  EXPECT_EQ(status({"torrents", "abc", "files", "3"}), 404);
  EXPECT_EQ(status({"torrents", "abc", "files", "2", "a", "b"}), 404);
  EXPECT_EQ(status({"settings", "abc", "files", "2"}), 404);
}

TEST_F(StreamRoutesTest, AskToComeBackWhileMetadataIsMissing) {
  streams.failure = Error{ErrorCode::no_metadata, "not yet"};
  const auto answer = std::get<http::StatusAnswer>(get({"torrents", "abc", "files", "2"}));
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.retry_after_seconds, 5);
}

TEST_F(StreamRoutesTest, ThePlaylistNamesWhatPlaysInNaturalOrderOnSingleLines) {
  const auto answer = std::get<http::TextAnswer>(get({"torrents", "abc", "playlist.m3u8"}));
  EXPECT_EQ(answer.content_type, "audio/x-mpegurl");
  EXPECT_EQ(answer.body,
            "#EXTM3U\n"
            "#EXTINF:-1,Episode 2.mkv\n"
            "http://127.0.0.1:1/t/torrents/abc/files/1/Episode%202.mkv\n"
            "#EXTINF:-1,Episode 10.mkv\n"
            "http://127.0.0.1:1/t/torrents/abc/files/0/Episode%2010.mkv\n"
            "#EXTINF:-1,evil #EXTINF.mp3\n"
            "http://127.0.0.1:1/t/torrents/abc/files/3/evil%0A%23EXTINF.mp3\n");
}

}  // namespace
}  // namespace magnetar::api
