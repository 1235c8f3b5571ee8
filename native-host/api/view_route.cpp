#include "api/view_route.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "api/stream_bytes.h"
#include "api/view_form.h"
#include "media/encoding_converter.h"
#include "media/encoding_guess.h"
#include "media/subtitle_text.h"

namespace magnetar::api {
namespace {

/// A page of a browser stays quick with this much text. Longer text is cut, and a header field says so.
constexpr std::int64_t kMostText = std::int64_t{1} << 20;

constexpr auto kLeftOut = "Magnetar-Left-Out";

/// Whether text is drawn in code page 437, which has frames, shades and blocks from B0 to DF. In other
/// encodings these are the minority of the bytes beyond ASCII.
bool is_drawn(std::string_view bytes) {
  const auto beyond =
      std::ranges::count_if(bytes, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  const auto drawn = std::ranges::count_if(bytes, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0xB0 && byte <= 0xDF;
  });
  return drawn * 2 > beyond;
}

std::string encoding_of(std::string_view bytes, std::string_view file_name) {
  auto guessed = media::guess_encoding(bytes);
  if (guessed.starts_with("UTF-") || !may_be_drawn(file_name) || !is_drawn(bytes)) return guessed;
  return "CP437";
}

std::string as_utf8(std::string_view bytes, std::string_view file_name) {
  media::EncodingConverter converter(encoding_of(bytes, file_name));
  auto text = converter.known() ? converter.convert(bytes) : media::EncodingConverter("UTF-8").convert(bytes);
  if (text.starts_with(media::kByteOrderMark)) text.erase(0, media::kByteOrderMark.size());
  return text;
}

base::Result<http::Answer> text_answer(const StreamFile& file, const http::Request& request) {
  StreamBytes reader(file, request.viewer, *request.cancel);
  MAGNETAR_TRY(read, reader.read({0, kMostText}));
  const std::string_view view(reinterpret_cast<const char*>(read.data()), read.size());
  const auto left_out = file.file.size - static_cast<std::int64_t>(read.size());
  const auto name = file.file.name();
  return http::TextAnswer{
      std::string(view_type(name)), as_utf8(view, name), 200, {{kLeftOut, std::to_string(left_out)}}};
}

http::Answer file_answer(StreamFile file, const http::Request& request) {
  const auto name = file.file.name();
  return http::FileAnswer{file.file.size,
                          name,
                          file.etag + "-view",
                          [open = std::move(file.open), viewer = request.viewer](std::int64_t first) {
                            return open(first, viewer);
                          },
                          std::string(view_type(name)),
                          view_form(name) == ViewForm::pdf};
}

base::Result<http::Answer> serve_view(Streams& streams, const http::Request& request,
                                      const RouteValues& values) {
  const auto deadline = std::chrono::steady_clock::now() + kMetadataPatience;
  MAGNETAR_TRY(file, streams.file(values.torrent(), values.file(), deadline, *request.cancel));
  switch (view_form(file.file.name())) {
    case ViewForm::text:
      return text_answer(file, request);
    case ViewForm::picture:
    case ViewForm::pdf:
      return file_answer(std::move(file), request);
    case ViewForm::none:
      break;
  }
  return http::StatusAnswer{};
}

}  // namespace

bool is_view(const std::vector<std::string>& segments) {
  return segments.size() == 4 && segments[0] == "torrents" && segments[2] == "view";
}

void add_view_route(RouteTable& routes, Streams& streams) {
  routes.add("torrents/<id>/view/<index>", ErrorAnswer::file,
             [&streams](const http::Request& request, const RouteValues& values) {
               return serve_view(streams, request, values);
             });
}

}  // namespace magnetar::api
