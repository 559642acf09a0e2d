// An SVG text as it is drawn. Private to the room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/lettering.h"
#include "report/pictures.h"

namespace takestock::report {

inline constexpr char kInk[] = "#0b0c0c", kFaint[] = "#484949", kFrame[] = "#767676", kPaper[] = "#ffffff",
                      kMark[] = "#1f4e5f", kSecond[] = "#a8480a";

struct Point {
  double x = 0, y = 0;
};
struct Box {
  double x = 0, y = 0, width = 0, height = 0;
};

enum class Anchor { start, middle, end };
struct Letters {
  double size = 16;
  Weight weight = Weight::normal;
  Anchor anchor = Anchor::start;
  const char* colour = kInk;
};

struct Stroke {
  const char* colour = kInk;
  double width = 1;
  bool dashed = false;
};

/// Ways to fill an area that are told apart without colour. Numbers from 0 to kFills - 1, all different.
inline constexpr std::size_t kFills = 8;

class Drawing {
 public:
  Drawing(const Canvas& canvas, std::string title);
  double width() const { return width_; }

  /// A sentence of <desc>.
  void describe(const std::string& sentence);
  void area(const Box& box, const char* fill, const Stroke& outline);
  /// One of the kFills, as area().
  void filled(const Box& box, std::size_t fill, const Stroke& outline);
  /// What is withheld: hatched, a dashed outline, [c] in its middle.
  void withheld(const Box& box);
  void hatched(const Box& box);
  void line(Point from, Point to, const Stroke& stroke);
  void path(const std::vector<Point>& points, bool closed, const Stroke& stroke);
  void dot(Point at, double radius, const char* fill);
  /// `at`: where the letters stand.
  void text(Point at, std::string_view text, const Letters& letters = {});
  /// Text on white, in the middle of a point, to stand on patterns.
  void chip(Point middle, std::string_view text, const Letters& letters = {});
  /// Lines one under another from `top` on; the y below the last.
  double lines(Point top, const std::vector<std::string>& lines, const Letters& letters = {});

  /// A label and, beside or below it, a smaller note; at the left edge. The y below.
  double label(double top, std::string_view label, std::string_view note, double width);

  std::string finish(double height) const;

 private:
  void begin(const char* element);
  void number(const char* attribute, double value);
  void attribute(const char* name, std::string_view value);
  void stroke(const Stroke& stroke);
  void rectangle(const Box& box);
  std::string patterns() const;

  std::string id_, title_, description_, out_;
  double width_;
  bool filled_[kFills + 1] = {};  ///< the last one: withheld
};

/// A fraction of one pixel more or less is not seen; an SVG number with at most one decimal.
std::string coordinate(double value);
/// The height of a line of letters of that size.
inline double leading(double size) { return size * 1.25; }

}  // namespace takestock::report
