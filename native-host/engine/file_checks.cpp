#include "engine/file_checks.h"

#include <utility>

namespace magnetar::engine {

namespace lt = libtorrent;

/// The state of one check.
struct FileChecks::Run {
  Job job;
  bool all_right = true;
};

// The files are closed first: an open file would be read whatever has become of its name.
void FileChecks::check(Job job) {
  const auto run = std::make_shared<Run>(Run{std::move(job)});
  disk_->release([weak = weak_from_this(), run] {
    const auto self = weak.lock();
    if (!self) return;
    run->job.begins();
    self->next(run);
  });
}

void FileChecks::next(const std::shared_ptr<Run>& run) {
  if (const auto piece = run->job.store->next_doubted()) return hash(run, *piece);
  run->job.then(run->all_right);
}

void FileChecks::hash(const std::shared_ptr<Run>& run, base::PieceIndex piece) {
  PieceHashes& hashes = *run->job.hashes;
  const auto blocks = std::make_shared<std::vector<lt::sha256_hash>>(hashes.blocks2(piece.value));
  lt::disk_job_flags_t flags = lt::disk_interface::volatile_read;
  if (hashes.has_v1()) flags |= lt::disk_interface::v1_hash;
  disk_->hash(piece.value, *blocks, flags,
              [weak = weak_from_this(), run, piece, blocks](lt::piece_index_t, const lt::sha1_hash& v1,
                                                            const lt::storage_error& error) {
                const auto self = weak.lock();
                if (!self) return;
                const auto verdict = run->job.hashes->check(piece.value, v1, *blocks);
                const bool right = !error && verdict == HashVerdict::passed;
                run->all_right = run->all_right && right;
                run->job.store->settle_doubt(piece, right);
                self->next(run);
              });
}

}  // namespace magnetar::engine
