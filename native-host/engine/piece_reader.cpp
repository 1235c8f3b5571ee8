#include "engine/piece_reader.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace magnetar::engine {

using base::ByteRange;
using base::Error;
using base::ErrorCode;
using base::FileIndex;
using base::PieceIndex;

PieceReader::PieceReader(std::shared_ptr<const TorrentFiles> files, std::shared_ptr<PieceStore> store,
                         std::shared_ptr<FileStamps> stamps, std::shared_ptr<OpenFiles> open_files)
    : files_(std::move(files)),
      store_(std::move(store)),
      stamps_(std::move(stamps)),
      open_files_(std::move(open_files)) {}

PieceReader::~PieceReader() {
  open_files_->forget(this);
}

base::Result<std::size_t> PieceReader::read(FileIndex file, std::int64_t offset, std::span<std::byte> out,
                                            base::TimePoint deadline, base::CancelToken& cancel) {
  MAGNETAR_TRY(run, unchanged_run(file, offset, std::ssize(out), deadline, cancel));
  if (run.size == 0) return std::size_t{0};
  if (run.memory) return copy(run, out);
  return read_file(run.file, file, offset, out.first(static_cast<std::size_t>(run.size)));
}

base::Result<base::BodyBytes> PieceReader::next(FileIndex file, std::int64_t offset, std::int64_t limit,
                                                std::span<std::byte> scratch, base::TimePoint deadline,
                                                base::CancelToken& cancel) {
  MAGNETAR_TRY(run, unchanged_run(file, offset, limit, deadline, cancel));
  if (run.size == 0) return base::BodyBytes{std::size_t{0}};
  if (run.memory) return base::BodyBytes{copy(run, scratch)};
  return base::BodyBytes{base::FileSlice{run.file, offset, run.size}};
}

/// Waits for a run in memory, or in a file that is as we left it. The pieces of a file that another program
/// changed are readable again when they have passed a check or have been downloaded again.
base::Result<PieceReader::Run> PieceReader::unchanged_run(FileIndex file, std::int64_t offset,
                                                          std::int64_t limit, base::TimePoint deadline,
                                                          base::CancelToken& cancel) {
  while (true) {
    MAGNETAR_TRY(run, wait_for_run(file, offset, limit, deadline, cancel));
    if (run.size == 0 || run.memory) return std::move(run);
    MAGNETAR_TRY(open, open_unchanged(file));
    run.file = std::move(open);
    if (run.file) return std::move(run);
  }
}

std::int64_t PieceReader::verified_bytes(FileIndex file, ByteRange range) const {
  const auto whole = files_->range_of(file);
  if (!whole) return 0;
  const std::int64_t begin = std::clamp<std::int64_t>(range.begin, 0, whole->size());
  const ByteRange wanted{whole->begin + begin,
                         whole->begin + std::clamp<std::int64_t>(range.end, begin, whole->size())};
  if (wanted.empty()) return 0;
  return store_->bytes_on_disk(wanted, files_->piece_length());
}

PieceIndex PieceReader::piece_at(std::int64_t offset_in_torrent) const {
  return PieceIndex{static_cast<std::int32_t>(offset_in_torrent / files_->piece_length())};
}

/// Waits until the byte at `offset` can be read. Returns the bytes that are readable from there on, at most
/// `limit`; none at the end of the file.
base::Result<PieceReader::Run> PieceReader::wait_for_run(FileIndex file, std::int64_t offset,
                                                         std::int64_t limit, base::TimePoint deadline,
                                                         base::CancelToken& cancel) {
  const auto range = files_->range_of(file);
  if (!range || offset < 0) return Error{ErrorCode::unknown_file, "the torrent has no such file"};
  if (offset >= range->size() || limit <= 0) return Run{};
  const std::int64_t wanted = std::min(limit, range->size() - offset);
  const ByteRange in_torrent{range->begin + offset, range->begin + offset + wanted};
  const PieceIndex first = piece_at(in_torrent.begin);
  const PieceIndex behind_last{piece_at(in_torrent.end - 1).value + 1};
  MAGNETAR_TRY(run, store_->wait_for(first, behind_last, deadline, cancel));
  const std::int64_t end = std::min(in_torrent.end, run.end.value * files_->piece_length());
  return Run{end - in_torrent.begin, in_torrent.begin, std::move(run.memory)};
}

std::size_t PieceReader::copy(const Run& run, std::span<std::byte> out) const {
  const auto size = std::min(out.size(), static_cast<std::size_t>(run.size));
  return copy_from(*run.memory, kBlockSize, run.in_torrent % files_->piece_length(), out.first(size));
}

base::Result<std::size_t> PieceReader::read_file(const OpenFiles::File& open, FileIndex file,
                                                 std::int64_t offset, std::span<std::byte> out) {
  while (true) {
    const ssize_t count = ::pread(open->get(), out.data(), out.size(), offset);
    if (count > 0) return static_cast<std::size_t>(count);
    if (count < 0 && errno == EINTR) continue;
    const std::string reason =
        count == 0 ? "the file is shorter than it was" : std::generic_category().message(errno);
    open_files_->forget(this);
    return Error{ErrorCode::disk_error, "cannot read: " + reason, files_->path_of(file).string()};
  }
}

/// Opens the file. Null when it is not as we left it; its pieces are doubted then.
base::Result<OpenFiles::File> PieceReader::open_unchanged(FileIndex file) {
  auto open = open_files_->open(this, file, files_->path_of(file));
  if (open && stamps_->is_ours(file, open.value()->get())) return open;
  open_files_->forget(this);
  if (open) return OpenFiles::File{};
  if (open.error().code != ErrorCode::not_found) return open;
  stamps_->doubt(file);
  return OpenFiles::File{};
}

}  // namespace magnetar::engine
