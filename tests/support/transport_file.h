#pragma once
// Makes transport streams from single packets.

#include <cstdint>
#include <string>
#include <vector>

namespace magnetar::tests {

/// Stream types of a PMT.
inline constexpr int kH264 = 0x1B;
inline constexpr int kMp2 = 0x03;
inline constexpr int kPrivateData = 0x06;
inline constexpr int kAac = 0x0F;
inline constexpr int kAc3 = 0x81;

inline std::string two_bytes(int number) {
  return {static_cast<char>(number >> 8), static_cast<char>(number)};
}

/// A packet with this payload, stuffed to its full length.
inline std::string transport_packet(int pid, const std::string& payload, bool begins, int control = 0x10) {
  auto packet =
      std::string("\x47") + two_bytes((begins ? 0x4000 : 0) | pid) + static_cast<char>(control) + payload;
  packet.resize(188, '\xFF');
  return packet;
}

inline std::string table_packet(int pid, int table, const std::string& body) {
  const auto length = 5 + static_cast<int>(body.size()) + 4;
  const auto head = std::string(1, static_cast<char>(table)) + two_bytes(0xB000 | length) + two_bytes(1) +
                    std::string("\xC1\0\0", 3);
  return transport_packet(pid, std::string(1, '\0') + head + body + "crc!", true);
}

/// PAT and PMT of these stream types: the first stream carries the PCR, and PIDs count from `pid`.
inline std::string tables(const std::vector<int>& streams, int pid = 0x100) {
  std::string entries;
  for (std::size_t n = 0; n < streams.size(); ++n)
    entries +=
        static_cast<char>(streams[n]) + two_bytes(0xE000 | (pid + static_cast<int>(n))) + two_bytes(0xF000);
  return table_packet(0, 0x00, two_bytes(1) + two_bytes(0xE000 | (pid - 1))) +
         table_packet(pid - 1, 0x02, two_bytes(0xE000 | pid) + two_bytes(0xF000) + entries);
}

inline std::string clock_packet(double seconds, int pid = 0x100) {
  const auto base = static_cast<std::uint64_t>(seconds * 90000) & 0x1FFFFFFFFULL;
  std::string field("\x07\x10", 2);
  for (const int shift : {25, 17, 9, 1}) field += static_cast<char>(base >> shift);
  field += static_cast<char>((base & 1) << 7 | 0x7E);
  field += '\0';
  return transport_packet(pid, field, false, 0x30);
}

/// The first packet of a frame (stream id 0xE0) or of audio (0xC0) with a PTS.
inline std::string shown_packet(int pid, int stream_id, double seconds) {
  const auto time = static_cast<std::uint64_t>(seconds * 90000 + 0.5) & 0x1FFFFFFFFULL;
  std::string unit("\0\0\1", 3);
  unit += static_cast<char>(stream_id);
  unit += std::string("\0\0\x80\x80\x05", 5);
  unit += static_cast<char>(0x21 | (time >> 30 & 7) << 1);
  unit += static_cast<char>(time >> 22);
  unit += static_cast<char>(1 | (time >> 15 & 0x7F) << 1);
  unit += static_cast<char>(time >> 7);
  unit += static_cast<char>(1 | (time & 0x7F) << 1);
  return transport_packet(pid, unit, true);
}

struct TransportRecording {
  std::vector<int> streams{kH264, kMp2};
  double clock = 0;
  double seconds = 10;
  int packets = 20;  ///< between two PCRs, which come ten times a second
  int pid = 0x100;
  double ahead = 0;  ///< of the PCR before the first presentation time, seconds; 0: no PTS
};

inline std::string transport_recording(const TransportRecording& what) {
  std::string bytes;
  for (int tenth = 0; tenth <= static_cast<int>(what.seconds * 10); ++tenth) {
    if (tenth % 4 == 0) bytes += tables(what.streams, what.pid);
    bytes += clock_packet(what.clock + tenth / 10.0, what.pid);
    // Two frames every tenth of a second; the later one is sent first.
    const double shown = what.clock + what.ahead + tenth / 10.0;
    if (what.ahead > 0) bytes += shown_packet(what.pid, 0xE0, shown + 0.05);
    if (what.ahead > 0) bytes += shown_packet(what.pid, 0xE0, shown);
    for (int n = 0; n < what.packets; ++n) bytes += transport_packet(what.pid, "picture", false);
  }
  return bytes;
}

/// Packets in Blu-ray's form: with four bytes before each.
inline std::string with_arrival_times(const std::string& packets) {
  std::string bytes;
  for (std::size_t at = 0; at < packets.size(); at += 188) bytes += "time" + packets.substr(at, 188);
  return bytes;
}

}  // namespace magnetar::tests
