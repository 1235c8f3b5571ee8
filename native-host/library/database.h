#pragma once
// A thin wrapper of SQLite: statements with binding, stepping, reading and automatic finalization.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace magnetar::library {

/// The error's subject when a file is no database, or a damaged one.
constexpr const char* kDamaged = "damaged";

/// One prepared statement. Parameters count from 1, columns from 0, as in SQLite.
class Statement {
 public:
  explicit Statement(sqlite3_stmt* statement);

  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, std::string_view text);
  Statement& bind_blob(int index, std::string_view bytes);

  /// Moves to the next row: true on a row, false at the end. Errors: io_error, disk_full.
  [[nodiscard]] base::Result<bool> step();
  /// Runs a statement that gives no rows.
  [[nodiscard]] base::Result<void> run();

  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::string blob(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// One database file in WAL mode: a committed change survives the end of the process.
class Database {
 public:
  /// Opens or creates the file (mode 0600). Errors: io_error.
  [[nodiscard]] static base::Result<Database> open(const std::filesystem::path& file);

  [[nodiscard]] base::Result<Statement> prepare(std::string_view sql) const;
  /// Runs one or more statements without parameters.
  [[nodiscard]] base::Result<void> execute(const char* sql) const;

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  explicit Database(sqlite3* database);
  std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace magnetar::library
