#include "rpc/method_table.h"

#include <cstdlib>
#include <utility>

#include "base/log.h"

namespace magnetar::rpc {

void MethodTable::add(std::string name, Handler handler, bool needs_hello) {
  const auto [entry, added] =
      methods_.try_emplace(std::move(name), Method{std::move(handler), needs_hello, false});
  if (added) return;
  base::log(base::LogLevel::error, "rpc", "method registered twice: " + entry->first);
  std::abort();
}

void MethodTable::mark_changing(std::string_view name) {
  methods_.find(name)->second.changes = true;
}

const Method* MethodTable::find(std::string_view name) const {
  const auto found = methods_.find(name);
  return found == methods_.end() ? nullptr : &found->second;
}

std::vector<std::string> MethodTable::names() const {
  std::vector<std::string> names;
  for (const auto& [name, method] : methods_) names.push_back(name);
  return names;
}

}  // namespace magnetar::rpc
