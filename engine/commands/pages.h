// The pages of a survey: one question a page, or the fields of a field-list group; sections are the labelled
// top-level groups.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "response/response.h"
#include "survey/definition.h"

namespace takestock::commands {

using survey::Slot;

struct Page {
  Slot node = survey::kNoSlot;             ///< the question, note or field-list group that names the page
  Slot section = survey::kNoSlot;          ///< its top-level labelled group, or kNoSlot
  std::vector<expression::NodeId> fields;  ///< questions and notes shown, in document order
};

class Pages {
 public:
  Pages() = default;
  explicit Pages(const survey::Definition& definition);

  const std::vector<Page>& all() const { return pages_; }
  const std::vector<Slot>& sections() const { return sections_; }
  /// The pages in their order, cut where the section changes: those of one section, or those that follow each
  /// other outside any.
  std::vector<std::span<const Page>> stretches() const;
  std::optional<std::size_t> named(const survey::Definition& definition, std::string_view name) const;
  /// The next or previous page with something to show; nothing at the end.
  std::optional<std::size_t> after(const response::Response& response, std::size_t page) const;
  std::optional<std::size_t> before(const response::Response& response, std::size_t page) const;
  std::optional<std::size_t> first(const response::Response& response) const;

 private:
  void add(const survey::Definition& definition, Slot node, Slot section);
  std::vector<Page> pages_;
  std::vector<Slot> sections_;
};

/// True if the page has a field that is relevant now.
bool shown(const response::Response& response, const Page& page);

/// The questions that are counted ("7 of 21"): the numbered ones, or every asked one where none has a number.
std::vector<expression::NodeId> counted_questions(const survey::Definition& definition);

}  // namespace takestock::commands
