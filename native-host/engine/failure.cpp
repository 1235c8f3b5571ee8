#include "engine/failure.h"

#include <cerrno>
#include <utility>

#include "engine/text.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

bool of_the_system(const lt::error_code& error) {
  return error.category() == lt::system_category() || error.category() == lt::generic_category();
}

base::ErrorCode code_of(const lt::error_code& error) {
  if (!of_the_system(error)) return base::ErrorCode::bad_torrent;
  const bool full = error.value() == ENOSPC || error.value() == EDQUOT;
  return full ? base::ErrorCode::disk_full : base::ErrorCode::disk_error;
}

}  // namespace

bool is_transient(const lt::error_code& error) {
  return of_the_system(error) && (error.value() == EMFILE || error.value() == ENFILE);
}

base::Error to_failure(const lt::error_code& error, std::string_view file) {
  return {code_of(error), clean_text(error.message(), kLongestErrorMessage),
          clean_text(file, kLongestErrorMessage)};
}

base::Error bad_torrent(std::string why) {
  return {base::ErrorCode::bad_torrent, std::move(why), "torrent"};
}

}  // namespace magnetar::engine
