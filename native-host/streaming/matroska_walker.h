#pragma once
// Walks through the first elements of a Matroska or WebM file (RFC 9559), and visits the targets of its seek
// heads.

#include <optional>
#include <vector>

#include "streaming/container_walker.h"

namespace magnetar::streaming {

/// Finds Cues behind the film, the duration in Info, and Attachments before the film.
class MatroskaWalker final : public ContainerWalker {
 public:
  explicit MatroskaWalker(std::int64_t file_size) : file_size_(file_size), segment_end_(file_size) {}

  /// Whether `head` is the beginning of an EBML file.
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
    std::int64_t end = 0;  ///< in the file; the file's end when the size is not known
    bool sized = true;
  };

  [[nodiscard]] std::optional<Element> element(std::span<const std::byte> bytes) const;
  void take_front(const Element& element, std::span<const std::byte> bytes, Findings& findings);
  void take_visit(const Element& element, std::span<const std::byte> bytes, Findings& findings);
  /// The needed part of the payload; nothing when more bytes are needed first.
  [[nodiscard]] std::optional<std::span<const std::byte>> payload(const Element& element,
                                                                  std::span<const std::byte> bytes);
  void read_seek_head(std::span<const std::byte> payload);
  void read_info(std::span<const std::byte> payload, Findings& findings);
  void step_to(std::int64_t offset);
  void next_visit();

  std::int64_t file_size_;
  Stage stage_ = Stage::head;
  std::int64_t offset_ = 0;
  std::size_t least_ = 0;  ///< bytes of the element at offset_, once its payload is needed; otherwise 0
  std::int64_t segment_begin_ = 0;
  std::int64_t segment_end_;
  std::int64_t front_end_ = 0;  ///< the elements before it have been walked through
  int elements_ = 0;
  std::vector<Visit> visits_;
  std::size_t visited_ = 0;
};

}  // namespace magnetar::streaming
