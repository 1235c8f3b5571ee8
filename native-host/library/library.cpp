#include "library/library.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

namespace magnetar::library {
namespace {

using base::Result;

constexpr std::int64_t kVersion = 4;
// Checking a larger file would keep the browser waiting.
constexpr std::uintmax_t kLargestChecked = 64 * 1024 * 1024;

constexpr const char* kBackup = ".backup";

constexpr const char* kSchema = R"(
BEGIN;
CREATE TABLE torrents (
  id TEXT PRIMARY KEY, v1 TEXT NOT NULL, v2 TEXT NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL,
  torrent_file BLOB NOT NULL, folder TEXT NOT NULL, paused INTEGER NOT NULL, selected TEXT NOT NULL,
  added_at INTEGER NOT NULL, opened_at INTEGER NOT NULL);
CREATE TABLE resume_data (
  id TEXT PRIMARY KEY REFERENCES torrents(id) ON DELETE CASCADE, data BLOB NOT NULL);
CREATE TABLE positions (
  info_hash TEXT NOT NULL, file INTEGER NOT NULL, seconds_ms INTEGER NOT NULL, duration_ms INTEGER NOT NULL,
  PRIMARY KEY (info_hash, file));
CREATE TABLE session (id INTEGER PRIMARY KEY CHECK (id = 1), state BLOB NOT NULL);
PRAGMA user_version = 1;
COMMIT;
)";

constexpr const char* kProbes = R"(
BEGIN;
CREATE TABLE probes (
  info_hash TEXT NOT NULL, file INTEGER NOT NULL, text TEXT NOT NULL, UNIQUE (info_hash, file));
PRAGMA user_version = 2;
COMMIT;
)";

constexpr const char* kRestores = R"(
BEGIN;
CREATE TABLE restores (
  id TEXT PRIMARY KEY REFERENCES torrents(id) ON DELETE CASCADE, failures INTEGER NOT NULL);
PRAGMA user_version = 3;
COMMIT;
)";

constexpr const char* kKept = R"(
BEGIN;
CREATE TABLE kept (
  id TEXT NOT NULL REFERENCES torrents(id) ON DELETE CASCADE, file INTEGER NOT NULL, path TEXT NOT NULL,
  PRIMARY KEY (id, file));
ALTER TABLE positions ADD COLUMN watched_at INTEGER NOT NULL DEFAULT 0;
PRAGMA user_version = 4;
COMMIT;
)";

std::string join(const std::vector<base::FileIndex>& files) {
  std::string text;
  for (const auto file : files) text.append(std::to_string(file.value)).push_back(' ');
  return text;
}

std::vector<base::FileIndex> split(const std::string& text) {
  std::vector<base::FileIndex> files;
  const char* at = text.c_str();
  char* end = nullptr;
  for (long number = std::strtol(at, &end, 10); end != at; number = std::strtol(at, &end, 10)) {
    files.emplace_back(static_cast<std::int32_t>(number));
    at = end;
  }
  return files;
}

TorrentRecord read_record(const Statement& row) {
  TorrentRecord record;
  record.id.value = row.text(0);
  record.info_hash = {row.text(1), row.text(2)};
  record.name = row.text(3);
  record.source = row.text(4);
  record.torrent_file = row.blob(5);
  record.folder = row.text(6);
  record.paused = row.integer(7) != 0;
  record.selected = split(row.text(8));
  record.added_at = row.integer(9);
  record.opened_at = row.integer(10);
  record.resume_data = row.blob(11);
  return record;
}

std::filesystem::path beside(const std::filesystem::path& file, const char* ending) {
  return file.string() + ending;
}

/// Checks a whole existing database. Errors: io_error with the subject kDamaged.
Result<void> check(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error || size > kLargestChecked) return base::success();
  // A process that ends in its first instant leaves an empty file. With a backup beside it, the file was not
  // empty before.
  const bool emptied = size == 0 && std::filesystem::exists(beside(file, kBackup));
  if (emptied) return base::Error{base::ErrorCode::io_error, "the library is empty", kDamaged};
  MAGNETAR_TRY(database, Database::open(file));
  MAGNETAR_TRY(query, database.prepare("PRAGMA quick_check(1)"));
  BOOST_OUTCOME_TRYV(query.step());
  if (query.text(0) == "ok") return base::success();
  return base::Error{base::ErrorCode::io_error, "library: " + query.text(0), kDamaged};
}

/// Renames the file and returns its new name.
Result<std::filesystem::path> put_aside(const std::filesystem::path& file) {
  std::filesystem::path aside;
  int number = 1;
  do aside = beside(file, (".damaged-" + std::to_string(number++)).c_str());
  while (std::filesystem::exists(aside));
  std::error_code error;
  std::filesystem::rename(file, aside, error);
  if (error) return base::Error{base::ErrorCode::io_error, error.message(), file.string()};
  for (const char* ending : {"-wal", "-shm"}) std::filesystem::remove(beside(file, ending), error);
  return aside;
}

}  // namespace

Library::Library(Database database, std::filesystem::path file)
    : database_(std::move(database)), file_(std::move(file)) {}

Result<Library::Opened> Library::open_or_replace(const std::filesystem::path& file) {
  const auto checked = check(file);
  auto opened = checked ? open(file) : Result<Library>(checked.error());
  if (opened) return Opened{std::move(opened.value()), {}, false};
  if (opened.error().subject != kDamaged) return opened.error();
  MAGNETAR_TRY(aside, put_aside(file));
  const auto backup = beside(file, kBackup);
  std::error_code error;
  if (check(backup) && std::filesystem::copy_file(backup, file, error)) {
    if (auto copy = open(file)) return Opened{std::move(copy.value()), std::move(aside), true};
  }
  std::filesystem::remove(file, error);
  MAGNETAR_TRY(fresh, open(file));
  return Opened{std::move(fresh), std::move(aside), false};
}

Result<void> Library::back_up(const std::filesystem::path& file) {
  const auto fresh = beside(file, ".backup-new");
  std::error_code error;
  std::filesystem::remove(fresh, error);
  {
    MAGNETAR_TRY(database, Database::open(file));
    MAGNETAR_TRY(copy, database.prepare("VACUUM INTO ?"));
    BOOST_OUTCOME_TRYV(copy.bind(1, fresh.string()).run());
  }
  std::filesystem::permissions(
      fresh, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, error);
  std::filesystem::rename(fresh, beside(file, kBackup), error);
  if (error) return base::Error{base::ErrorCode::io_error, error.message(), file.string()};
  return base::success();
}

void Library::remove_backup(const std::filesystem::path& file) {
  std::error_code ignored;  // there may be none
  std::filesystem::remove(beside(file, kBackup), ignored);
}

Result<Library> Library::open(const std::filesystem::path& file) {
  MAGNETAR_TRY(database, Database::open(file));
  MAGNETAR_TRY(query, database.prepare("PRAGMA user_version"));
  BOOST_OUTCOME_TRYV(query.step());
  const auto version = query.integer(0);
  if (version > kVersion) {
    return base::Error{base::ErrorCode::io_error, "the library was written by a newer Magnetar",
                       file.string()};
  }
  if (version == 0) {
    BOOST_OUTCOME_TRYV(database.execute(kSchema));
  }
  if (version < 2) {
    BOOST_OUTCOME_TRYV(database.execute(kProbes));
  }
  if (version < 3) {
    BOOST_OUTCOME_TRYV(database.execute(kRestores));
  }
  if (version < 4) {
    BOOST_OUTCOME_TRYV(database.execute(kKept));
  }
  return Library(std::move(database), file);
}

Result<std::vector<TorrentRecord>> Library::torrents() const {
  MAGNETAR_TRY(
      query,
      database_.prepare("SELECT t.id, v1, v2, name, source, torrent_file, folder, paused, selected, added_at,"
                        " opened_at, data FROM torrents t LEFT JOIN resume_data r ON r.id = t.id"
                        " ORDER BY added_at DESC, t.rowid DESC"));
  std::vector<TorrentRecord> records;
  while (true) {
    MAGNETAR_TRY(row, query.step());
    if (!row) return records;
    records.push_back(read_record(query));
  }
}

Result<void> Library::put(const TorrentRecord& record) const {
  MAGNETAR_TRY(change, database_.prepare(
                           "INSERT INTO torrents VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET"
                           " v1=excluded.v1, v2=excluded.v2, name=excluded.name, source=excluded.source,"
                           " torrent_file=excluded.torrent_file, folder=excluded.folder,"
                           " paused=excluded.paused, selected=excluded.selected,"
                           " added_at=excluded.added_at, opened_at=excluded.opened_at"));
  change.bind(1, record.id.value).bind(2, record.info_hash.v1).bind(3, record.info_hash.v2);
  change.bind(4, record.name).bind(5, record.source).bind_blob(6, record.torrent_file).bind(7, record.folder);
  change.bind(8, std::int64_t{record.paused}).bind(9, join(record.selected));
  return change.bind(10, record.added_at).bind(11, record.opened_at).run();
}

Result<void> Library::put_resume_data(const base::TorrentId& id, std::string_view resume_data) const {
  // The torrent may have been removed while its resume data was pending.
  MAGNETAR_TRY(change, database_.prepare("INSERT OR REPLACE INTO resume_data"
                                         " SELECT id, ?2 FROM torrents WHERE id = ?1"));
  return change.bind(1, id.value).bind_blob(2, resume_data).run();
}

Result<void> Library::remove(const base::TorrentId& id) const {
  MAGNETAR_TRY(change, database_.prepare("DELETE FROM torrents WHERE id = ?"));
  return change.bind(1, id.value).run();
}

Result<void> Library::forget(const std::string& info_hash) const {
  for (const char* sql :
       {"DELETE FROM positions WHERE info_hash = ?", "DELETE FROM probes WHERE info_hash = ?"}) {
    MAGNETAR_TRY(change, database_.prepare(sql));
    BOOST_OUTCOME_TRYV(change.bind(1, info_hash).run());
  }
  remove_backup(file_);
  return database_.execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

Result<std::int64_t> Library::restore_failures(const base::TorrentId& id) const {
  MAGNETAR_TRY(query, database_.prepare("SELECT failures FROM restores WHERE id = ?"));
  query.bind(1, id.value);
  MAGNETAR_TRY(found, query.step());
  return found ? query.integer(0) : 0;
}

Result<void> Library::put_restore_failures(const base::TorrentId& id, std::int64_t count) const {
  MAGNETAR_TRY(change, database_.prepare("INSERT OR REPLACE INTO restores"
                                         " SELECT id, ?2 FROM torrents WHERE id = ?1"));
  return change.bind(1, id.value).bind(2, count).run();
}

Result<Position> Library::position(const std::string& info_hash, base::FileIndex file) const {
  MAGNETAR_TRY(query, database_.prepare(
                          "SELECT seconds_ms, duration_ms FROM positions WHERE info_hash = ? AND file = ?"));
  query.bind(1, info_hash).bind(2, std::int64_t{file.value});
  MAGNETAR_TRY(found, query.step());
  if (!found) return Position{};
  return Position{static_cast<double>(query.integer(0)) / 1000, static_cast<double>(query.integer(1)) / 1000};
}

Result<void> Library::put_position(const std::string& info_hash, base::FileIndex file,
                                   const Position& position) const {
  MAGNETAR_TRY(change, database_.prepare("INSERT OR REPLACE INTO positions"
                                         " VALUES (?,?,?,?,strftime('%s','now'))"));
  change.bind(1, info_hash).bind(2, std::int64_t{file.value});
  change.bind(3, static_cast<std::int64_t>(position.seconds * 1000));
  return change.bind(4, static_cast<std::int64_t>(position.duration * 1000)).run();
}

Result<std::vector<WatchedFile>> Library::watched(const std::string& info_hash) const {
  MAGNETAR_TRY(query, database_.prepare("SELECT file, seconds_ms, duration_ms FROM positions"
                                        " WHERE info_hash = ? ORDER BY watched_at DESC, rowid DESC"));
  query.bind(1, info_hash);
  std::vector<WatchedFile> files;
  while (true) {
    MAGNETAR_TRY(row, query.step());
    if (!row) return files;
    const Position position{static_cast<double>(query.integer(1)) / 1000,
                            static_cast<double>(query.integer(2)) / 1000};
    files.push_back({base::FileIndex{static_cast<std::int32_t>(query.integer(0))}, position});
  }
}

Result<std::vector<KeptFile>> Library::kept() const {
  MAGNETAR_TRY(query, database_.prepare("SELECT id, file, path FROM kept"));
  std::vector<KeptFile> files;
  while (true) {
    MAGNETAR_TRY(row, query.step());
    if (!row) return files;
    files.push_back(
        {{query.text(0)}, base::FileIndex{static_cast<std::int32_t>(query.integer(1))}, query.text(2)});
  }
}

Result<void> Library::put_kept(const base::TorrentId& id, const std::vector<base::FileIndex>& files) const {
  for (const auto file : files) {
    BOOST_OUTCOME_TRYV(put_kept_path({id, file, {}}));
  }
  return base::success();
}

Result<void> Library::put_kept_path(const KeptFile& file) const {
  // The torrent may have been removed while its file was being moved.
  MAGNETAR_TRY(change, database_.prepare("INSERT OR REPLACE INTO kept"
                                         " SELECT id, ?2, ?3 FROM torrents WHERE id = ?1"));
  return change.bind(1, file.id.value).bind(2, std::int64_t{file.file.value}).bind(3, file.path).run();
}

Result<void> Library::drop_kept(const base::TorrentId& id, const std::vector<base::FileIndex>& files) const {
  for (const auto file : files) {
    MAGNETAR_TRY(change, database_.prepare("DELETE FROM kept WHERE id = ? AND file = ?"));
    BOOST_OUTCOME_TRYV(change.bind(1, id.value).bind(2, std::int64_t{file.value}).run());
  }
  return base::success();
}

Result<std::string> Library::probe(const std::string& info_hash, base::FileIndex file) const {
  MAGNETAR_TRY(query, database_.prepare("SELECT text FROM probes WHERE info_hash = ? AND file = ?"));
  query.bind(1, info_hash).bind(2, std::int64_t{file.value});
  MAGNETAR_TRY(found, query.step());
  return found ? query.text(0) : std::string{};
}

Result<void> Library::put_probe(const std::string& info_hash, base::FileIndex file,
                                std::string_view text) const {
  MAGNETAR_TRY(change, database_.prepare("INSERT OR REPLACE INTO probes VALUES (?,?,?)"));
  BOOST_OUTCOME_TRYV(change.bind(1, info_hash).bind(2, std::int64_t{file.value}).bind(3, text).run());
  MAGNETAR_TRY(tidy, database_.prepare("DELETE FROM probes WHERE rowid IN"
                                       " (SELECT rowid FROM probes ORDER BY rowid DESC LIMIT -1 OFFSET ?)"));
  return tidy.bind(1, kMostProbes).run();
}

Result<void> Library::together(const std::function<Result<void>()>& changes) const {
  BOOST_OUTCOME_TRYV(database_.execute("BEGIN IMMEDIATE"));
  auto done = changes();
  if (done) done = database_.execute("COMMIT");
  if (done) return done;
  // The failed statement may have ended the transaction already.
  [[maybe_unused]] const auto undone = database_.execute("ROLLBACK");
  return done;
}

Result<std::string> Library::session_state() const {
  MAGNETAR_TRY(query, database_.prepare("SELECT state FROM session"));
  MAGNETAR_TRY(found, query.step());
  return found ? query.blob(0) : std::string{};
}

Result<void> Library::put_session_state(std::string_view state) const {
  MAGNETAR_TRY(change, database_.prepare("INSERT OR REPLACE INTO session VALUES (1, ?)"));
  return change.bind_blob(1, state).run();
}

}  // namespace magnetar::library
