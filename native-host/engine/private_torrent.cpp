#include "engine/private_torrent.h"

#include <libtorrent/bdecode.hpp>

namespace magnetar::engine {

namespace lt = libtorrent;

bool is_private(const lt::torrent_info& info) {
  if (info.priv()) return true;
  lt::error_code error;
  const auto dictionary = lt::bdecode(info.info_section(), error);
  if (error || dictionary.type() != lt::bdecode_node::dict_t) return false;
  const auto text = dictionary.dict_find_string_value("private");
  return !text.empty() && text != "0";
}

}  // namespace magnetar::engine
