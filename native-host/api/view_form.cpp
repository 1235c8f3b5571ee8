#include "api/view_form.h"

#include <algorithm>
#include <array>

#include "http/media_types.h"
#include "http/request_head.h"

namespace magnetar::api {
namespace {

constexpr std::array<std::string_view, 22> kText{"txt", "text", "nfo",  "diz", "me",  "1st", "md",   "log",
                                                 "csv", "tsv",  "json", "cue", "sfv", "md5", "sha1", "sha256",
                                                 "srt", "vtt",  "ass",  "ssa", "lrc", "ini"};

std::string_view extension_of(std::string_view file_name) {
  const auto dot = file_name.find_last_of("./");
  return dot == std::string_view::npos || file_name[dot] == '/' ? std::string_view()
                                                                : file_name.substr(dot + 1);
}

bool ends_with(std::string_view file_name, std::string_view extension) {
  return http::equals_ignoring_case(extension_of(file_name), extension);
}

bool is_text(std::string_view file_name) {
  return std::ranges::any_of(kText,
                             [file_name](std::string_view known) { return ends_with(file_name, known); });
}

}  // namespace

std::string_view view_form_name(ViewForm form) {
  switch (form) {
    case ViewForm::picture:
      return "picture";
    case ViewForm::text:
      return "text";
    case ViewForm::pdf:
      return "pdf";
    case ViewForm::none:
      break;
  }
  return "none";
}

ViewForm view_form(std::string_view file_name) {
  if (http::media_kind(file_name) == http::MediaKind::image) return ViewForm::picture;
  if (ends_with(file_name, "pdf")) return ViewForm::pdf;
  return is_text(file_name) ? ViewForm::text : ViewForm::none;
}

std::string_view view_type(std::string_view file_name) {
  switch (view_form(file_name)) {
    case ViewForm::picture:
      return http::content_type(file_name);
    case ViewForm::text:
      return "text/plain; charset=utf-8";
    case ViewForm::pdf:
      return "application/pdf";
    case ViewForm::none:
      break;
  }
  return {};
}

bool may_be_drawn(std::string_view file_name) {
  return ends_with(file_name, "nfo") || ends_with(file_name, "diz");
}

}  // namespace magnetar::api
