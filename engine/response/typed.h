// From what a person typed, and from what an expression gave, to the value of a question of some type.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/doors.h"
#include "expression/expression.h"
#include "response/response.h"
#include "survey/definition.h"

namespace takestock::response {

/// What text becomes; without `valid` the answer is the text as typed.
struct Typed {
  Answer answer;
  bool valid = true;
};

/// By the question's type (white space around everything but text and hidden is ignored, "" is blank):
///  - integer: ODK's int is xsd:int, -2147483648..2147483647, an optional sign and digits;
///  - decimal: xsd:decimal, an optional sign, digits with at most one point, no exponent; kept as the nearest
///  double;
///  - range: a decimal within the bounds, a whole number of steps from the start (to 1e-9 of a step);
///  - date, time, dateTime: XML Schema's, years 0000 to 9999; a time without seconds or zone gets them (local
///  zone), a fraction is kept to
///    the millisecond;
///  - select_one, select_multiple: names of the list; several are put in its order, each once;
///  - acknowledge: "OK";
///  - geopoint: "latitude longitude altitude accuracy" (degrees and metres), the last two may be absent;
///  - image, audio: the file's name, 32 lower-case hex digits of its SHA-256, a full stop and an extension;
///  - start, end: as dateTime; today: as date.
Typed typed(const survey::Definition& definition, const survey::Node& node, std::string_view text,
            Clock& clock);
Typed typed(const survey::Definition& definition, const survey::Node& node, double number, Clock& clock);

/// True for xsd:integer's form, white space around it ignored: an optional sign and digits, however many.
bool whole_number(std::string_view text);

/// The names in a select_multiple's value, or in what was typed for one; `next` is moved behind the name. ""
/// at the end.
std::string_view next_name(std::string_view text, std::size_t& next);

/// Index of the choice with that name in the node's list.
std::optional<std::uint32_t> choice_named(const survey::ChoiceList& list, std::string_view name);

/// An expression's result in the node's type, as ODK converts it: NaN and "" are blank, numbers for an
/// integer are cut towards zero, a dateTime for a date loses its time. What does not fit the type is kept as
/// text and not valid.
Typed calculated(const survey::Definition& definition, const survey::Node& node,
                 const expression::Value& value, const expression::Tree& tree, Clock& clock);

}  // namespace takestock::response
