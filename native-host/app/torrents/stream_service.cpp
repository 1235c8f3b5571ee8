#include "app/torrents/stream_service.h"

#include <utility>

#include "app/torrents/catalog_answers.h"
#include "app/torrents/file_stream.h"
#include "app/torrents/here_stream.h"
#include "app/torrents/loop_question.h"

namespace magnetar::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

// A wait for metadata that timed out is no_metadata.
Error as_no_metadata(Error error) {
  if (error.code != ErrorCode::timed_out) return error;
  return {ErrorCode::no_metadata, "the list of files did not come in time"};
}

api::StreamFile described(const Torrent& torrent, const engine::TorrentFile& file) {
  api::StreamFile stream;
  stream.file = torrent.file_view(file);
  stream.etag = torrent.record.info_hash.best() + "-" + std::to_string(file.index.value);
  return stream;
}

}  // namespace

StreamService::StreamService(base::Executor& loop, MetadataWaiters& waiters, engine::Engine& engine)
    : loop_(loop), waiters_(waiters), engine_(engine) {}

Result<api::StreamFile> StreamService::file(const base::TorrentId& id, base::FileIndex file,
                                            base::TimePoint deadline, base::CancelToken& cancel) {
  return find(id, file, deadline, cancel, &StreamService::open);
}

Result<api::StreamFile> StreamService::here(const base::TorrentId& id, base::FileIndex file,
                                            base::TimePoint deadline, base::CancelToken& cancel) {
  return find(id, file, deadline, cancel, &StreamService::open_here);
}

Result<api::StreamFile> StreamService::find(const base::TorrentId& id, base::FileIndex file,
                                            base::TimePoint deadline, base::CancelToken& cancel, Open how) {
  auto answer = ask_loop<api::StreamFile>(loop_, deadline, cancel, [this, id, file, how](auto reply) {
    waiters_.when_metadata(id, [this, file, how, reply](Result<std::shared_ptr<Torrent>> torrent) {
      reply(torrent ? (this->*how)(torrent.value(), file) : Result<api::StreamFile>(torrent.error()));
    });
  });
  if (!answer) return as_no_metadata(answer.error());
  return answer;
}

Result<api::StreamTorrent> StreamService::torrent(const base::TorrentId& id, base::TimePoint deadline,
                                                  base::CancelToken& cancel) {
  auto answer = ask_loop<api::StreamTorrent>(loop_, deadline, cancel, [this, id](auto reply) {
    waiters_.when_metadata(id, [reply](Result<std::shared_ptr<Torrent>> torrent) {
      if (!torrent) return reply(torrent.error());
      api::StreamTorrent found;
      found.name = torrent.value()->record.name;
      for (const auto& file : torrent.value()->metadata()->files) {
        found.files.push_back(torrent.value()->file_view(file));
      }
      reply(std::move(found));
    });
  });
  if (!answer) return as_no_metadata(answer.error());
  return answer;
}

Result<api::StreamFile> StreamService::open(const std::shared_ptr<Torrent>& torrent, base::FileIndex index) {
  const auto* file = torrent->file(index);
  const auto data = engine_.data(torrent->id());
  if (file == nullptr || !data) return unknown_file();
  torrent->opened(*file);
  auto stream = described(*torrent, *file);
  const std::weak_ptr<Torrent> weak = torrent;
  stream.open = [&loop = loop_, weak, data, place = *file, trace = torrent->trace()](
                    std::int64_t first, const std::string& viewer) -> std::unique_ptr<http::ByteSource> {
    return std::make_unique<FileStream>(loop, weak, data, place, first, viewer, trace);
  };
  return stream;
}

Result<api::StreamFile> StreamService::open_here(const std::shared_ptr<Torrent>& torrent,
                                                 base::FileIndex index) {
  const auto* file = torrent->file(index);
  const auto data = engine_.data(torrent->id());
  if (file == nullptr || !data) return unknown_file();
  auto stream = described(*torrent, *file);
  stream.open = [data, index](std::int64_t, const std::string&) -> std::unique_ptr<http::ByteSource> {
    return std::make_unique<HereStream>(data, index);
  };
  return stream;
}

}  // namespace magnetar::app
