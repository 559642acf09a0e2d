// Decimal text and doubles, both ways without loss.
//
// The module asks the browser, which has this built in; everybody else asks the C++ library. Both read the
// nearest double (ties to even) and write the fewest digits that read back as the same number.
#pragma once

#include <string>
#include <string_view>

namespace takestock {

/// The number that `decimal` writes: an optional '-', digits with an optional point, an optional exponent;
/// the caller has checked that it is one. Too large becomes an infinity, too small becomes 0.
double decimal_number(std::string_view decimal);

/// The shortest plain decimal, without an exponent, that reads back as the finite number: "-0.0125",
/// "1000000000000000000000".
std::string decimal_text(double number);

}  // namespace takestock
