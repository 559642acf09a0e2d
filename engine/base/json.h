// Checked reading of JSON (RFC 8259): a text becomes a compact tree of which every value knows its place.
//
// For what people write by hand and what others send: strict (no comments, no trailing commas, valid UTF-8
// and surrogates only), with limits, and with every duplicate key reported. Texts without escapes are views
// into the source. Writing JSON is done elsewhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace takestock::json {

enum class Kind : std::uint8_t { null, boolean, number, string, array, object };
const char* kind_name(Kind);  ///< "a text" for string, "true or false" for boolean ...: for sentences

/// Reaching one is Code::limit.
struct Limits {
  std::size_t bytes = 16 * 1024 * 1024;  ///< of the source; never more than 4 GiB
  std::size_t depth = 64;                ///< of arrays and objects in each other
  std::size_t values = 2'000'000;
  std::size_t key_bytes = 1024;  ///< of one key, as written; at most 65,535
};

/// Line and column of a byte of the source, both from 1. Lines end with LF, CR or CR LF; columns count code
/// points.
struct Place {
  std::size_t line = 1, column = 1;
};
Place place_of(std::string_view source, std::size_t offset);

/// The same for many offsets in ascending order, in one walk through the source.
class PlaceWalk {
 public:
  explicit PlaceWalk(std::string_view source) : source_(source) {}
  Place to(std::size_t offset);

 private:
  std::string_view source_;
  std::size_t offset_ = 0;
  Place place_;
};

/// Where, and what is wrong there; offset is in bytes from the start of the source.
struct Mistake {
  std::size_t offset = 0;
  Code code = Code::bad_text;  ///< bad_text or limit
  std::string message;         ///< one plain English sentence
};

class Document;

/// A value of a document. Cheap to copy; valid while the document and its source live.
class Value {
 public:
  Value() = default;
  explicit operator bool() const { return document_ != nullptr; }  ///< false: there is no such value
  Kind kind() const;
  bool is(Kind wanted) const { return document_ && kind() == wanted; }

  bool boolean() const;   ///< false if it is none
  double number() const;  ///< nearest double; infinite where the text is too large; 0 if it is none
  std::string_view number_text() const;  ///< as written; "" if it is none
  std::string_view text() const;         ///< of a string, escapes resolved; "" if it is none
  bool escaped() const;                  ///< a string that is written with escapes
  std::size_t offset() const;            ///< of its first byte in the source

  // Children of an array or object, in the order of the source.
  std::size_t size() const;  ///< how many; 0 for all other kinds. Takes time in proportion.
  Value first() const;
  Value next() const;            ///< the next one with the same parent
  std::string_view key() const;  ///< of an object's member, escapes resolved; "" for all others
  std::size_t key_offset() const;
  /// The member with that key (the last one, if the key is there twice); none if this is no object or has no
  /// such key.
  Value find(std::string_view key) const;

 private:
  friend class Document;
  friend class Parser;
  Value(const Document* document, std::uint32_t index) : document_(document), index_(index) {}
  const Document* document_ = nullptr;
  std::uint32_t index_ = 0;
};

class Document {
 public:
  /// Reads all of `source`, which outlives the document; a byte order mark at its start is skipped. On a
  /// mistake in the syntax or a limit there is no root() and the mistake is the only one.
  static Document read(std::string_view source, const Limits& limits = {});
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  bool ok() const { return !mistake_; }
  const Mistake& mistake() const { return *mistake_; }  ///< only if not ok()
  Value root() const;                                   ///< only if ok()
  /// Later members whose key their object already has, in the order of the source.
  std::vector<Value> duplicates() const;

  std::string_view source() const { return source_; }
  /// RFC 6901 pointer to the value; "" for the root.
  std::string pointer(Value) const;
  std::size_t memory_bytes() const;

 private:
  friend class Value;
  friend class Parser;
  struct Entry;
  struct Unescaped {
    std::uint32_t start;
    std::string text;
  };
  static constexpr std::uint32_t kBlock = 2048;
  Document() = default;
  const Entry& entry(std::uint32_t index) const;
  std::string_view resolved(std::uint32_t start, std::uint32_t size, bool escaped) const;

  std::string_view source_;
  std::vector<std::unique_ptr<Entry[]>> blocks_;  ///< entries in document order, a parent before its children
  std::uint32_t count_ = 0;
  std::vector<Unescaped> unescaped_;  ///< by start, ascending
  std::vector<std::uint32_t> duplicates_;
  std::unique_ptr<Mistake> mistake_;
};

/// Appends one RFC 6901 step: "/" and the key with "~" and "/" escaped.
void append_step(std::string& pointer, std::string_view key);

}  // namespace takestock::json
