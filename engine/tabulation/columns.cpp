#include "tabulation/columns.h"

namespace takestock::tabulation {

Column::Column(const Question& question, bool keep_text)
    : kind_(question.kind),
      is_wide_(question.kind == Kind::one && question.codes.size() > kNarrowCodes),
      keep_text_(keep_text && question.kind == Kind::text) {
  if (kind_ == Kind::several) ticks_.resize(question.codes.size());
}

std::string_view Column::text(std::size_t row) const {
  if (!keep_text_) return {};
  return std::string_view(texts_).substr(pieces_[row].start, pieces_[row].size);
}

void Column::resize(std::size_t rows) {
  is_wide_ ? wide_.resize(rows) : narrow_.resize(rows);
  for (auto& choice : ticks_) choice.resize((rows + 63) / 64);
  if (kind_ == Kind::number) numbers_.resize(rows);
  if (keep_text_) pieces_.resize(rows);
}

void Column::set_text(std::size_t row, std::string_view text) {
  narrow_[row] = kFirstCode;
  if (!keep_text_) return;
  pieces_[row] = {texts_.size(), text.size()};
  texts_ += text;
}

void Column::clear(std::size_t row) {
  set_code(row, kSkipped);
  for (auto& choice : ticks_) choice[row / 64] &= ~(std::uint64_t{1} << row % 64);
}

void Column::widen() {
  if (is_wide_) return;
  is_wide_ = true;
  wide_.assign(narrow_.begin(), narrow_.end());
  narrow_ = {};
}

}  // namespace takestock::tabulation
