#pragma once
// Containers byte by byte, for tests.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "streaming/container_sniffer.h"

namespace magnetar::streaming::containers {

inline std::string big(std::uint64_t value, int count) {
  std::string bytes;
  for (int i = count - 1; i >= 0; --i) bytes.push_back(i < 8 ? static_cast<char>(value >> (8 * i)) : '\0');
  return bytes;
}

inline std::string little(std::uint32_t value) {
  const auto bytes = big(value, 4);
  return {bytes.rbegin(), bytes.rend()};
}

inline std::string box(std::string_view name, std::string_view payload) {
  return big(payload.size() + 8, 4) + std::string(name) + std::string(payload);
}

/// A box with a 64-bit size.
inline std::string large_box(std::string_view name, std::string_view payload) {
  return big(1, 4) + std::string(name) + big(payload.size() + 16, 8) + std::string(payload);
}

inline std::string mvhd0(std::uint32_t timescale, std::uint32_t duration) {
  return box("mvhd", big(0, 4) + big(0, 8) + big(timescale, 4) + big(duration, 4) + std::string(80, '\0'));
}

inline std::string mvhd1(std::uint32_t timescale, std::uint64_t duration) {
  return box("mvhd", big(1, 1) + big(0, 3) + big(0, 16) + big(timescale, 4) + big(duration, 8) +
                         std::string(80, '\0'));
}

/// An EBML element with a size of 8 bytes.
inline std::string element(std::uint64_t id, int id_bytes, std::string_view payload) {
  return big(id, id_bytes) + big(0x0100000000000000 | payload.size(), 8) + std::string(payload);
}

inline std::string seek_entry(std::uint64_t id, std::uint64_t position) {
  return element(0x4DBB, 2, element(0x53AB, 2, big(id, 4)) + element(0x53AC, 2, big(position, 8)));
}

inline std::string info(std::uint64_t scale, double duration) {
  return element(0x1549A966, 4,
                 element(0x2AD7B1, 3, big(scale, 4)) +
                     element(0x4489, 2, big(std::bit_cast<std::uint64_t>(duration), 8)));
}

inline const std::string ebml_head = element(0x1A45DFA3, 4, element(0x4282, 2, "matroska"));

inline std::string chunk(std::string_view name, std::string_view payload) {
  std::string bytes =
      std::string(name) + little(static_cast<std::uint32_t>(payload.size())) + std::string(payload);
  if (payload.size() % 2 == 1) bytes.push_back('\0');
  return bytes;
}

inline std::string list(std::string_view type, std::string_view payload) {
  return chunk("LIST", std::string(type) + std::string(payload));
}

inline std::string avih(std::uint32_t microseconds, std::uint32_t frames) {
  return chunk("avih", little(microseconds) + std::string(12, '\0') + little(frames) + std::string(36, '\0'));
}

/// Feeds the sniffer the requested bytes, `step` bytes at a time, and counts them.
inline std::int64_t serve(ContainerSniffer& sniffer, std::string_view file, std::int64_t step = 1 << 20) {
  std::int64_t served = 0;
  for (auto needs = sniffer.needs(); !needs.empty(); needs = sniffer.needs()) {
    const auto begin = needs.front().begin;
    const auto count = std::min({step, needs.front().size(), static_cast<std::int64_t>(file.size()) - begin});
    if (count <= 0) break;
    const auto part = file.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(count));
    sniffer.feed(begin, std::as_bytes(std::span(part)));
    served += count;
  }
  return served;
}

inline Findings sniff(std::string_view file) {
  ContainerSniffer sniffer(static_cast<std::int64_t>(file.size()));
  serve(sniffer, file);
  return sniffer.findings();
}

}  // namespace magnetar::streaming::containers
