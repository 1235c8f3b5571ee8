#pragma once
// Walks through the first elements of a Matroska or WebM file (RFC 9559) and to where its seek heads point.

#include <optional>
#include <vector>

#include "streaming/container_walker.h"

namespace magnetar::streaming {

/// Knows the Cues' place when they lie behind the film, the duration in Info, and Attachments before the
/// film.
class MatroskaWalker final : public ContainerWalker {
 public:
  explicit MatroskaWalker(std::int64_t file_size) : file_size_(file_size), segment_end_(file_size) {}

  /// Whether a file that begins so is one.
  [[nodiscard]] static bool recognises(std::span<const std::byte> head);

  [[nodiscard]] std::optional<Look> next() const override;
  void take(std::span<const std::byte> bytes, Findings& findings) override;

 private:
  enum class Stage { head, segment, front, visits, done };
  struct Visit {
    std::uint64_t id;
    std::int64_t offset;
  };
  struct Element {
    std::uint64_t id = 0;
    std::size_t header = 0;
    std::int64_t end = 0;  ///< in the file; its end where the size is not known
    bool sized = true;
  };

  [[nodiscard]] std::optional<Element> element(std::span<const std::byte> bytes) const;
  void take_front(const Element& element, std::span<const std::byte> bytes, Findings& findings);
  void take_visit(const Element& element, std::span<const std::byte> bytes, Findings& findings);
  /// The part of the payload that matters; nothing when more bytes are needed first.
  [[nodiscard]] std::optional<std::span<const std::byte>> payload(const Element& element,
                                                                  std::span<const std::byte> bytes);
  void read_seek_head(std::span<const std::byte> payload);
  void read_info(std::span<const std::byte> payload, Findings& findings);
  void step_to(std::int64_t offset);
  void next_visit();

  std::int64_t file_size_;
  Stage stage_ = Stage::head;
  std::int64_t offset_ = 0;
  std::size_t least_ = 0;  ///< of the payload at offset_, once it is known to be needed
  std::int64_t segment_begin_ = 0;
  std::int64_t segment_end_;
  std::int64_t front_end_ = 0;  ///< all before was seen
  int elements_ = 0;
  std::vector<Visit> visits_;
  std::size_t visited_ = 0;
};

}  // namespace magnetar::streaming
