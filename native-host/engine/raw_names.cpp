#include "engine/raw_names.h"

#include <algorithm>
#include <libtorrent/bdecode.hpp>
#include <libtorrent/file_storage.hpp>

#include "engine/name_encoding.h"
#include "engine/text.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

/// Makes one folder or file name, which stays one whatever bytes it holds.
std::string one_name(std::string_view name) {
  std::string result(name);
  std::replace(result.begin(), result.end(), '/', '_');
  return result == "." || result == ".." ? std::string() : result;
}

std::string path_of(const lt::bdecode_node& file) {
  if (file.dict_find_list("path.utf-8")) return {};
  const lt::bdecode_node parts = file.dict_find_list("path");
  std::string path;
  for (int i = 0; parts && i < parts.list_size(); ++i) {
    const std::string part = one_name(std::string(parts.list_string_value_at(i)));
    if (part.empty()) continue;
    if (!path.empty()) path += '/';
    path += part;
  }
  return path;
}

std::string unless_utf8(const std::string& name) {
  return is_utf8(name) ? std::string() : name;
}

}  // namespace

RawNames raw_names(const lt::torrent_info& info) {
  RawNames names;
  lt::error_code error;
  const auto section = info.info_section();
  const lt::bdecode_node dictionary = lt::bdecode(section, error);
  if (error || dictionary.type() != lt::bdecode_node::dict_t) return names;
  if (!dictionary.dict_find_string("name.utf-8"))
    names.torrent = unless_utf8(one_name(std::string(dictionary.dict_find_string_value("name"))));
  const lt::bdecode_node files = dictionary.dict_find_list("files");
  if (!files) {
    if (info.num_files() == 1 && dictionary.dict_find_int("length")) names.files.push_back(names.torrent);
    return names;
  }
  if (files.list_size() != info.num_files()) return names;
  for (int i = 0; i < files.list_size(); ++i) names.files.push_back(unless_utf8(path_of(files.list_at(i))));
  return names;
}

RawNames readable_names(const lt::torrent_info& info, std::string_view declared) {
  RawNames names = raw_names(info);
  std::vector<std::string> all = names.files;
  all.push_back(names.torrent);
  const NameEncoding encoding(declared, all);
  if (!names.torrent.empty()) names.torrent = encoding.read(names.torrent);
  for (std::string& file : names.files) {
    if (!file.empty()) file = encoding.read(file);
  }
  return names;
}

}  // namespace magnetar::engine
