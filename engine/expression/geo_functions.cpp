// Places on the earth: ODK XForms area(), distance(), geofence() and intersects(). A geopoint is "latitude
// longitude [altitude [accuracy]]" in degrees and metres; traces and shapes are geopoints with ';' between
// them.
#include <cmath>
#include <limits>
#include <optional>

#include "expression/functions.h"

namespace takestock::expression::geo_functions {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kEarthRadius = 6378100;  // metres, at the equator
constexpr double kRadians = 3.14159265358979323846 / 180;

struct Point {
  double latitude = 0;
  double longitude = 0;
};
using Points = std::vector<Point>;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::optional<Point> read_point(std::string_view text) {
  double numbers[4] = {};
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_space(text[at])) continue;
    std::size_t end = at;
    while (end < text.size() && !is_space(text[end])) ++end;
    if (count == 4) return std::nullopt;
    numbers[count++] = text_number(text.substr(at, end - at));
    if (std::isnan(numbers[count - 1])) return std::nullopt;
    at = end;
  }
  const bool on_earth = std::fabs(numbers[0]) <= 90 && std::fabs(numbers[1]) <= 180 && numbers[3] >= 0;
  if (count < 2 || !on_earth) return std::nullopt;
  return Point{numbers[0], numbers[1]};
}

bool append_points(std::string_view text, Points& out) {
  for (;;) {
    const std::size_t end = text.find(';');
    const std::optional<Point> point = read_point(text.substr(0, end));
    if (!point) return false;
    out.push_back(*point);
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

// The points of one argument: a text, or a node-set whose nodes are joined.
bool points_of(Evaluator& e, const Node& argument, Points& out) {
  std::string scratch;
  if (!e.gives_nodes(argument)) return append_points(e.text(argument, scratch), out);
  for (NodeId node : e.nodes(argument))
    if (!append_points(e.tree.text(node, scratch), out)) return false;
  e.step(out.size());
  return !out.empty();
}

double to_centimetres(double metres) { return std::floor(metres * 100 + 0.5) / 100; }

// Spherical excess in the plane carrée approximation that ODK's clients share.
double area(Evaluator& e, const Node& call) {
  Points points;
  if (!points_of(e, e.child(call), points)) return kNan;
  if (points.size() < 3) return 0;
  double total = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Point& a = points[i];
    const Point& b = points[(i + 1) % points.size()];
    total += (b.longitude - a.longitude) * kRadians *
             (2 + std::sin(a.latitude * kRadians) + std::sin(b.latitude * kRadians));
  }
  return to_centimetres(std::fabs(total * kEarthRadius * kEarthRadius / 2));
}

// Spherical law of cosines.
double metres_between(const Point& a, const Point& b) {
  const double one = a.latitude * kRadians, other = b.latitude * kRadians;
  const double turn = (a.longitude - b.longitude) * kRadians;
  const double cosine = std::sin(one) * std::sin(other) + std::cos(one) * std::cos(other) * std::cos(turn);
  return std::acos(std::fmin(1, std::fmax(-1, cosine))) * kEarthRadius;
}

double distance(Evaluator& e, const Node& call) {
  Points points;
  for (const Node* part = e.first(call); part != nullptr; part = e.next(*part))
    if (!points_of(e, *part, points)) return kNan;
  double total = 0;
  for (std::size_t i = 1; i < points.size(); ++i) total += metres_between(points[i - 1], points[i]);
  return to_centimetres(total);
}

// geofence(point, shape): a ray towards the east crosses the border an odd number of times.
bool geofence(Evaluator& e, const Node& call) {
  Points place, border;
  if (!points_of(e, e.child(call), place) || !points_of(e, *e.argument(call, 1), border)) return false;
  bool within = false;
  const Point& p = place.front();
  for (std::size_t i = 0, k = border.size() - 1; i < border.size(); k = i++) {
    const Point &a = border[i], &b = border[k];
    if ((a.latitude > p.latitude) == (b.latitude > p.latitude)) continue;
    const double part = (p.latitude - a.latitude) / (b.latitude - a.latitude);
    if (p.longitude < a.longitude + part * (b.longitude - a.longitude)) within = !within;
  }
  return within;
}

double side(const Point& a, const Point& b, const Point& c) {
  return (b.longitude - a.longitude) * (c.latitude - a.latitude) -
         (b.latitude - a.latitude) * (c.longitude - a.longitude);
}

bool between(double value, double one, double other) {
  return value >= std::fmin(one, other) && value <= std::fmax(one, other);
}

bool on_segment(const Point& a, const Point& b, const Point& c) {
  return side(a, b, c) == 0 && between(c.latitude, a.latitude, b.latitude) &&
         between(c.longitude, a.longitude, b.longitude);
}

bool segments_meet(const Point& a, const Point& b, const Point& c, const Point& d) {
  const bool crossing =
      (side(a, b, c) > 0) != (side(a, b, d) > 0) && (side(c, d, a) > 0) != (side(c, d, b) > 0);
  const bool touching =
      on_segment(a, b, c) || on_segment(a, b, d) || on_segment(c, d, a) || on_segment(c, d, b);
  const bool parallel = side(a, b, c) == 0 && side(a, b, d) == 0;
  return touching || (crossing && !parallel);
}

bool same(const Point& a, const Point& b) { return a.latitude == b.latitude && a.longitude == b.longitude; }

// intersects(trace): true if two of its segments that are not neighbours meet.
bool intersects(Evaluator& e, const Node& call) {
  Points line;
  if (!points_of(e, e.child(call), line)) return false;
  const std::size_t segments = line.size() - 1;
  const bool closed = same(line.front(), line.back());
  for (std::size_t i = 0; i < segments; ++i) {
    for (std::size_t k = i + 2; k < segments; ++k) {
      e.step();
      const bool neighbours = closed && i == 0 && k == segments - 1;
      if (!neighbours && segments_meet(line[i], line[i + 1], line[k], line[k + 1])) return true;
    }
  }
  return false;
}

constexpr Function number_row(std::string_view name, int most, double (*run)(Evaluator&, const Node&)) {
  Function row{name, 1, most, Type::number};
  row.number = run;
  return row;
}

constexpr Function boolean_row(std::string_view name, int arguments, bool (*run)(Evaluator&, const Node&)) {
  Function row{name, arguments, arguments, Type::boolean};
  row.boolean = run;
  return row;
}

}  // namespace

const Function kRows[] = {
    number_row("area", 1, area),          number_row("distance", kManyArguments, distance),
    number_row("enclosed-area", 1, area),  // the older name of area()
    boolean_row("geofence", 2, geofence), boolean_row("intersects", 1, intersects),
};
const std::size_t kCount = sizeof kRows / sizeof *kRows;

}  // namespace takestock::expression::geo_functions
