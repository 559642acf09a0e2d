// What a definition owns. Private to the room.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "survey/definition.h"
#include "survey/dependencies.h"
#include "survey/names.h"

namespace takestock::survey {

/// Keeps texts in few large blocks; a kept text never moves.
class TextPool {
 public:
  std::string_view keep(std::string_view text);
  std::size_t memory_bytes() const { return bytes_; }

 private:
  std::vector<std::unique_ptr<char[]>> blocks_;
  char* free_ = nullptr;
  std::size_t left_ = 0, bytes_ = 0;
};

/// One language's version of a text. The versions of a text follow each other; TextId is the index of the
/// first.
struct Translation {
  std::string_view text;
  std::uint16_t language = 0;
  bool last = true;
};

inline constexpr std::uint32_t kNoWord = 0xffffffffu;

struct Parts {
  std::string id, version, digest;
  TextId title = kNoText;
  std::vector<std::string> languages;
  TextPool pool;
  std::vector<Translation> texts{Translation{}};  ///< [0] stands for "no text"
  std::vector<Node> nodes;
  NameIndex slots;
  std::vector<ChoiceList> lists;
  std::vector<Range> ranges;
  std::vector<std::string_view> words;  ///< numbers, appearances, constant defaults
  std::vector<expression::Expression> expressions;
  std::vector<std::string_view> expression_texts;
  Dependencies dependencies;

  std::string_view word(std::uint32_t index) const {
    return index == kNoWord ? std::string_view() : words[index];
  }
  std::uint32_t keep_word(std::string_view text);
  std::size_t memory_bytes() const;
};

}  // namespace takestock::survey
