#include "report/drawing.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "results/markup.h"
#include "tabulation/words.h"

namespace takestock::report {

using results::append_escaped;
using results::escaped;

namespace {

constexpr double kNarrowest = 280, kWidest = 1200;

/// What a pattern of 8 pixels repeats; nothing for a plain colour.
struct Fill {
  const char* ground;
  const char* lines;
};
constexpr Fill kPatterns[kFills + 1] = {
    {kMark, nullptr},
    {"#cfe3e8", "M-2 2l4-4M0 8l8-8M6 10l4-4"},
    {kPaper, "M2 3h2M6 7h2"},
    {"#f3d9c6", "M-2 6l4 4M0 0l8 8M6-2l4 4"},
    {kSecond, nullptr},
    {"#e3e6e7", "M0 2h8M0 6h8"},
    {kPaper, "M2 0v8M6 0v8"},
    {"#fbf0d0", "M0 4h8M4 0v8"},
    {kPaper, "M-2 2l4-4M0 8l8-8M6 10l4-4M-2 6l4 4M0 0l8 8M6-2l4 4"},
};
constexpr std::size_t kWithheld = kFills;

std::string pattern_id(const std::string& id, std::size_t fill) {
  return id + "-fill" + std::to_string(fill);
}

const char* anchor_name(Anchor anchor) { return anchor == Anchor::end ? "end" : "middle"; }

}  // namespace

std::string coordinate(double value) {
  const double tenths = std::round(value * 10);
  std::string text = std::to_string(static_cast<long long>(std::fabs(tenths)) / 10);
  if (const int rest = static_cast<int>(std::fmod(std::fabs(tenths), 10)); rest != 0)
    text += '.' + std::to_string(rest);
  return tenths < 0 ? '-' + text : text;
}

Drawing::Drawing(const Canvas& canvas, std::string title)
    : id_(canvas.id),
      title_(std::move(title)),
      width_(std::clamp(static_cast<double>(canvas.width), kNarrowest, kWidest)) {}

void Drawing::describe(const std::string& sentence) {
  if (!description_.empty()) description_ += ' ';
  description_ += sentence;
}

void Drawing::begin(const char* element) { out_ += '<' + std::string(element); }

void Drawing::attribute(const char* name, std::string_view value) {
  out_ += ' ' + std::string(name) + "=\"";
  append_escaped(out_, value);
  out_ += '"';
}

void Drawing::number(const char* name, double value) { attribute(name, coordinate(value)); }

void Drawing::stroke(const Stroke& stroke) {
  if (stroke.width <= 0) return;
  attribute("stroke", stroke.colour);
  number("stroke-width", stroke.width);
  if (stroke.dashed) attribute("stroke-dasharray", "5 4");
}

void Drawing::rectangle(const Box& box) {
  begin("rect");
  number("x", box.x), number("y", box.y), number("width", box.width), number("height", box.height);
}

void Drawing::area(const Box& box, const char* fill, const Stroke& outline) {
  rectangle(box);
  attribute("fill", fill);
  stroke(outline);
  out_ += "/>\n";
}

void Drawing::filled(const Box& box, std::size_t fill, const Stroke& outline) {
  filled_[fill] = true;
  const std::string reference = "url(#" + pattern_id(id_, fill) + ")";
  area(box, kPatterns[fill].lines ? reference.c_str() : kPatterns[fill].ground, outline);
}

void Drawing::hatched(const Box& box) { filled(box, kWithheld, {kInk, 1, true}); }

void Drawing::withheld(const Box& box) {
  hatched(box);
  chip({box.x + box.width / 2, box.y + box.height / 2}, tabulation::kHiddenMark, {14});
}

void Drawing::line(Point from, Point to, const Stroke& with) {
  begin("line");
  number("x1", from.x), number("y1", from.y), number("x2", to.x), number("y2", to.y);
  stroke(with);
  out_ += "/>\n";
}

void Drawing::path(const std::vector<Point>& points, bool closed, const Stroke& with) {
  std::string steps;
  for (const Point& point : points)
    steps += (steps.empty() ? "M" : "L") + coordinate(point.x) + ' ' + coordinate(point.y);
  begin("path");
  attribute("d", closed ? steps + 'Z' : steps);
  attribute("fill", "none");
  stroke(with);
  out_ += "/>\n";
}

void Drawing::dot(Point at, double radius, const char* fill) {
  begin("circle");
  number("cx", at.x), number("cy", at.y), number("r", radius);
  attribute("fill", fill);
  stroke({kPaper, 1});
  out_ += "/>\n";
}

void Drawing::text(Point at, std::string_view words, const Letters& letters) {
  begin("text");
  number("x", at.x), number("y", at.y), number("font-size", letters.size);
  if (letters.weight == Weight::bold) attribute("font-weight", "bold");
  if (letters.anchor != Anchor::start) attribute("text-anchor", anchor_name(letters.anchor));
  if (letters.colour != std::string_view(kInk)) attribute("fill", letters.colour);
  out_ += '>';
  append_escaped(out_, words);
  out_ += "</text>\n";
}

void Drawing::chip(Point middle, std::string_view words, const Letters& letters) {
  const double wide = text_width(words, letters.size, letters.weight) + 6, high = letters.size + 4;
  area({middle.x - wide / 2, middle.y - high / 2, wide, high}, kPaper, {kPaper, 0});
  Letters centred = letters;
  centred.anchor = Anchor::middle;
  text({middle.x, middle.y + letters.size * 0.36}, words, centred);
}

double Drawing::lines(Point top, const std::vector<std::string>& all, const Letters& letters) {
  for (const std::string& one : all) {
    text({top.x, top.y + letters.size}, one, letters);
    top.y += leading(letters.size);
  }
  return top.y;
}

double Drawing::label(double top, std::string_view words, std::string_view note, double width) {
  constexpr Letters kLabel{16}, kNote{14, Weight::normal, Anchor::start, kFaint};
  const double wide = text_width(words, kLabel.size) + 8;
  if (!note.empty() && wide + text_width(note, kNote.size) <= width) {
    text({wide, top + kLabel.size}, note, kNote);
    return lines({0, top}, {std::string(words)}, kLabel);
  }
  top = lines({0, top}, wrapped(words, width, kLabel.size), kLabel);
  return note.empty() ? top : lines({0, top}, wrapped(note, width, kNote.size), kNote);
}

std::string Drawing::patterns() const {
  std::string out;
  for (std::size_t fill = 0; fill <= kWithheld; ++fill) {
    if (!filled_[fill] || !kPatterns[fill].lines) continue;
    out +=
        "<pattern id=\"" + escaped(pattern_id(id_, fill)) +
        "\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><rect width=\"8\" height=\"8\" fill=\"" +
        kPatterns[fill].ground + "\"/><path d=\"" + kPatterns[fill].lines + "\" stroke=\"" +
        (fill == kWithheld ? kFrame : kInk) + "\"/></pattern>";
  }
  return out.empty() ? out : "<defs>" + out + "</defs>\n";
}

std::string Drawing::finish(double height) const {
  const std::string size = coordinate(width_), tall = coordinate(std::ceil(height)), id = escaped(id_);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"" + id +
         "-title\" aria-describedby=\"" + id + "-desc\" width=\"" + size + "\" height=\"" + tall +
         "\" viewBox=\"0 0 " + size + ' ' + tall + "\" font-family=\"Arial, Helvetica, sans-serif\" fill=\"" +
         kInk + "\">\n<title id=\"" + id + "-title\">" + escaped(title_) + "</title>\n<desc id=\"" + id +
         "-desc\">" + escaped(description_) + "</desc>\n" + patterns() + "<rect width=\"" + size +
         "\" height=\"" + tall + "\" fill=\"" + kPaper + "\"/>\n" + out_ + "</svg>\n";
}

}  // namespace takestock::report
