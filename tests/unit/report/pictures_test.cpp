#include "report/pictures.h"

#include <doctest/doctest.h>

#include <cmath>
#include <set>

#include "markup_reader.h"
#include "report/lettering.h"
#include "samples.h"

using namespace takestock;
using namespace takestock::report;
using samples::by_region;
using samples::share;

namespace {

const char kMarkColour[] = "#1f4e5f", kAwkward[] = "said <b>\"yes\"</b> & no";

const std::vector<std::pair<std::string, double>> kRegions = {
    {"North East", 0.81}, {"Yorkshire & Humber", 0.9}, {"Greater London", 0.97},
    {"Wales", -1},        {"east_midlands", 0.88},     {"Abroad", 0.5}};

/// One picture of each kind.
std::vector<std::string> all_kinds(const Canvas& canvas) {
  const auto trends = samples::trends({0.5, 0.6, -1, 0.9}, {"", "", "", "The wording changed."});
  auto overlapping = samples::table({{0.5, 0.3, 0.9}, {0.6, -1, -1}});
  overlapping.several = true;
  auto means = by_region(kRegions);
  means.type = tabulation::MeasureType::mean;
  return {headline_bars({share(kAwkward, 0.97, 1890), share("came again", -1, 20)}, canvas),
          group_bars(by_region(kRegions), canvas),
          group_bars(means, canvas),
          distribution(samples::table({{0.5, 0.3, 0.2}, {0.6, -1, -1}}), canvas),
          distribution(overlapping, canvas),
          region_tiles(by_region(kRegions), canvas),
          trend(trends, trends.trends.front(), canvas),
          spidergram(samples::spidergram({{5, 6, 7, 8}, {6, -1, 8, 9}}), canvas)};
}

std::size_t with_fill(const Markup& picture, const std::string& element, const std::string& fill) {
  std::size_t count = 0;
  for (const Element& one : picture.named(element))
    if (one.attributes.count("fill") && one.attributes.at("fill") == fill) ++count;
  return count;
}

bool says(const Markup& picture, const std::string& text) {
  for (const Element& one : picture.named("text"))
    if (one.text == text) return true;
  return false;
}

/// Boxes that are hatched because something is withheld.
std::vector<Element> withheld_boxes(const Markup& picture) {
  std::vector<Element> out;
  for (const Element& one : picture.named("rect"))
    if (one.attributes.count("stroke-dasharray")) out.push_back(one);
  return out;
}

double channel(const std::string& colour, std::size_t at) {
  const double part = std::stoi(colour.substr(at, 2), nullptr, 16) / 255.0;
  return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
}

/// As WCAG 2 counts it.
double contrast(const std::string& one, const std::string& other) {
  const auto light = [](const std::string& colour) {
    return 0.2126 * channel(colour, 1) + 0.7152 * channel(colour, 3) + 0.0722 * channel(colour, 5) + 0.05;
  };
  const double ratio = light(one) / light(other);
  return ratio < 1 ? 1 / ratio : ratio;
}

}  // namespace

TEST_CASE("every picture is well-formed at every width, and tells a screen reader what it shows") {
  for (const int width : {1, 280, 328, 656, 1200, 5000}) {
    for (const std::string& svg : all_kinds({width, "p"})) {
      const Markup picture = read_markup(svg);
      REQUIRE_MESSAGE(picture.mistake.empty(), picture.mistake);
      const Element& root = picture.elements.front();
      CHECK(root.attributes.at("role") == "img");
      CHECK(root.attributes.at("aria-labelledby") == "p-title");
      CHECK(root.attributes.at("aria-describedby") == "p-desc");
      CHECK(!picture.named("title").front().text.empty());
      CHECK(!picture.named("desc").front().text.empty());
      CHECK(root.number("width") >= 280);
      CHECK(root.number("width") <= 1200);
      CHECK(svg.find("NaN") == std::string::npos);
      CHECK(svg.find("inf") == std::string::npos);
    }
  }
}

TEST_CASE("the same release gives the same picture") { CHECK(all_kinds({}) == all_kinds({})); }

TEST_CASE("two pictures of one page share no id") {
  std::set<std::string> ids;
  std::size_t count = 0;
  for (const char* const id : {"one", "two"})
    for (const Element& element : read_markup(all_kinds({640, id})[3]).elements)
      if (element.attributes.count("id")) ids.insert(element.attributes.at("id")), ++count;
  CHECK(ids.size() == count);
  CHECK(count > 6);
}

TEST_CASE("no text leaves the picture, however narrow it is") {
  for (const int width : {280, 328, 656})
    for (const std::string& svg : all_kinds({width, "p"}))
      for (const Element& text : read_markup(svg).named("text")) {
        const double wide = text_width(text.text, text.number("font-size")) / 1.05;
        const bool middle =
            text.attributes.count("text-anchor") && text.attributes.at("text-anchor") == "middle";
        const bool end = text.attributes.count("text-anchor") && text.attributes.at("text-anchor") == "end";
        const double left = text.number("x") - (middle ? wide / 2 : end ? wide : 0);
        CHECK_MESSAGE(left >= -1, text.text);
        CHECK_MESSAGE(left + wide <= width + 1, text.text);
        CHECK(text.number("font-size") >= 13);
      }
}

TEST_CASE("labels are text, whatever is in them") {
  const Markup picture = read_markup(headline_bars({share(kAwkward, 0.97, 1890)}, {1200, "p"}));
  CHECK(picture.mistake.empty());
  CHECK(says(picture, kAwkward));
  CHECK(picture.named("b").empty());
}

TEST_CASE("a headline has a bar as long as its share, its interval, value and base") {
  const Markup picture =
      read_markup(headline_bars({share("came", 0.5, 1890), share("stayed", 0.25, 1890)}, {640, "p"}));
  std::vector<double> bars;
  for (const Element& one : picture.named("rect"))
    if (one.attributes.at("fill") == kMarkColour) bars.push_back(one.number("width"));
  REQUIRE(bars.size() == 2);
  CHECK(bars[0] == doctest::Approx(2 * bars[1]).epsilon(0.01));
  CHECK(says(picture, "50%"));
  CHECK(says(picture, "of 1,890"));
  CHECK(picture.named("desc").front().text ==
        "50% came, from 47% to 52%, of 1,890. 25% stayed, from 22% to 27%, of 1,890.");
}

TEST_CASE("what is withheld has no bar, and its place is of one size") {
  const Markup picture = read_markup(group_bars(by_region(kRegions), {640, "p"}));
  CHECK(with_fill(picture, "rect", kMarkColour) == kRegions.size());  // everybody, and all regions but Wales
  REQUIRE(withheld_boxes(picture).size() == 1);
  CHECK(says(picture, "[c]"));
  CHECK(says(picture, "of [c]"));
}

TEST_CASE("a stack with a withheld part does not tell how long that part is") {
  const Markup picture =
      read_markup(distribution(samples::table({{0.1, -1, -1}, {0.97, -1, -1}}), {640, "p"}));
  const auto boxes = withheld_boxes(picture);
  REQUIRE(boxes.size() == 2);
  CHECK(boxes[0].number("width") == boxes[1].number("width"));
  CHECK(boxes[1].number("x") + boxes[1].number("width") <= 640);
  CHECK(picture.named("desc").front().text.find(
            "Group A, 100 answered: Answer A 10%, Answer B [c], Answer C [c].") != std::string::npos);
}

TEST_CASE("parts of a stack follow one another and fill it, each with a pattern of its own") {
  const Markup picture = read_markup(distribution(samples::table({{0.5, 0.3, 0.2}}), {640, "p"}));
  std::vector<Element> parts;
  std::set<std::string> fills;
  for (const Element& one : picture.named("rect"))
    if (one.number("height") == 30) parts.push_back(one), fills.insert(one.attributes.at("fill"));
  REQUIRE(parts.size() == 6);
  CHECK(fills.size() == 3);
  for (const std::size_t first : {0, 3})
    for (const std::size_t i : {first, first + 1})
      CHECK(parts[i].number("x") + parts[i].number("width") ==
            doctest::Approx(parts[i + 1].number("x")).epsilon(0.001));
  CHECK(parts[2].number("x") + parts[2].number("width") ==
        doctest::Approx(parts[5].number("x") + parts[5].number("width")));
}

TEST_CASE("answers that overlap, or are many, are bars and never a stack") {
  auto several = samples::table({{0.9, 0.8}});
  several.several = true;
  CHECK(with_fill(read_markup(distribution(several)), "rect", kMarkColour) == 2);
  const auto many = samples::table({std::vector<double>(12, 1.0 / 12)});
  CHECK(with_fill(read_markup(distribution(many)), "rect", kMarkColour) == 12);
  CHECK(distribution(samples::table({std::vector<double>(90, 1.0 / 90)})).empty());
}

TEST_CASE("a trend is not drawn across a break or a withheld round, and says why it breaks") {
  const auto trends =
      samples::trends({0.5, 0.6, 0.7, 0.8, -1, 0.9}, {"", "", "The wording changed.", "", "", ""});
  const Markup picture = read_markup(trend(trends, trends.trends.front()));
  std::size_t joined = 0;
  for (const Element& line : picture.named("line"))
    if (line.attributes.at("stroke") == kMarkColour) ++joined;
  CHECK(joined == 2);  // 2011 to 2012, 2013 to 2014
  CHECK(picture.named("circle").size() == 5);
  CHECK(says(picture, "2013: The wording changed."));
  CHECK(says(picture, "[c]"));
  CHECK(picture.named("desc").front().text.find("not comparable from here on; 2013 70%") !=
        std::string::npos);
}

TEST_CASE("a spidergram has no corner and no side where a figure is withheld") {
  const Markup whole = read_markup(spidergram(samples::spidergram({{5, 6, 7, 8}})));
  const Markup open = read_markup(spidergram(samples::spidergram({{5, -1, 7, 8}})));
  CHECK(whole.named("circle").size() == open.named("circle").size() + 1);
  CHECK(whole.named("line").size() == open.named("line").size() + 2);
  CHECK(open.named("desc").front().text.find("area B: series A [c].") != std::string::npos);
  CHECK(spidergram(samples::spidergram({{5, 6}})).empty());
}

TEST_CASE("figures outside a scale, or a scale without length, are drawn at its end") {
  auto result = samples::spidergram({{50, 6, 7}});
  CHECK(read_markup(spidergram(result)).mistake.empty());
  result.high = result.low;
  const std::string svg = spidergram(result);
  CHECK(read_markup(svg).mistake.empty());
  CHECK(svg.find("nan") == std::string::npos);
  CHECK(svg.find("-9223372036854775808") == std::string::npos);
}

TEST_CASE("regions are tiles known by name or label; others stand below the map") {
  const Markup picture = read_markup(region_tiles(by_region(kRegions)));
  for (const char* const name : {"North East", "London", "Wales", "East Midlands"})
    CHECK(says(picture, name));
  CHECK(says(picture, "Yorkshire and The"));
  CHECK(says(picture, "All: 90%. Abroad: 50%."));
  CHECK(withheld_boxes(picture).size() == 1);
  CHECK(region_tiles(by_region({{"London", 0.5}, {"Wales", 0.5}, {"Abroad", 0.5}})).empty());
  CHECK(region_tiles(share("came", 0.5, 10)).empty());
}

TEST_CASE("a narrow map has short names and says what they mean") {
  const std::string svg = region_tiles(by_region(kRegions), {328, "p"});
  CHECK(says(read_markup(svg), "YH"));
  CHECK(svg.find("YH Yorkshire and The") != std::string::npos);
}

TEST_CASE("figures on tiles stand out from every shade") {
  std::vector<std::pair<std::string, double>> regions;
  for (const char* const name : {"North East", "North West", "Wales", "London", "South East", "South West"})
    regions.emplace_back(name, 0.1 + 0.15 * static_cast<double>(regions.size()));
  const Markup picture = read_markup(region_tiles(by_region(regions)));
  std::string ground = "#ffffff";
  std::set<std::string> shades;
  for (const Element& one : picture.elements) {
    if (one.name == "rect") ground = one.attributes.at("fill");
    if (one.name != "text" || one.number("font-size") != 20) continue;
    shades.insert(ground);
    CHECK(contrast(one.attributes.count("fill") ? one.attributes.at("fill") : "#0b0c0c", ground) >= 4.5);
  }
  CHECK(shades.size() >= 5);
}

TEST_CASE("a picture of nothing is empty") {
  CHECK(headline_bars({}).empty());
  auto mean = share("hours", 3, 10);
  mean.type = tabulation::MeasureType::mean;
  CHECK(headline_bars({mean}).empty());
  CHECK(trend({}, {}).empty());
}
