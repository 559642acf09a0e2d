#include "report/report.h"

#include <doctest/doctest.h>

#include <map>

#include "markup_reader.h"
#include "results/zip.h"
#include "samples.h"

using namespace takestock;
using namespace takestock::report;

namespace {

constexpr Millis kAt = 1'447'000'000'000;  // 8 November 2015

struct Whole {
  tabulation::Report results = samples::report();
  tabulation::Trends trends = samples::trends({0.5, -1, 0.7}, {"", "", "The wording changed."});
  tabulation::PeerRelease peers = [] {
    tabulation::PeerRelease out;
    out.own = {"barton", "Barton <council>"}, out.peers = "Type: district";
    tabulation::PeerMeasure measure;
    measure.label = "were content", measure.no_quartiles = "Too few councils answered.";
    measure.own = samples::share("", 0.5, 40).lines.front();
    measure.group = samples::share("", 0.6, 400).lines.front();
    measure.councils = samples::shown(12);
    out.measures = {measure};
    return out;
  }();
  Material material() const { return {results, {samples::spidergram({{5, 6, -1}})}, &trends, &peers}; }
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// The stored entries of a ZIP archive by name; their sums are checked.
std::map<std::string, std::string> entries(const std::string& zip) {
  std::map<std::string, std::string> out;
  const auto number = [&](std::size_t at, std::size_t bytes) {
    std::size_t value = 0;
    for (std::size_t i = bytes; i-- > 0;) value = value << 8 | static_cast<unsigned char>(zip[at + i]);
    return value;
  };
  for (std::size_t at = 0; at + 30 < zip.size() && number(at, 4) == 0x04034b50;) {
    const std::size_t size = number(at + 18, 4), length = number(at + 26, 2);
    const std::string bytes = zip.substr(at + 30 + length, size);
    CHECK(number(at + 14, 4) == results::crc32(bytes));
    out[zip.substr(at + 30, length)] = bytes;
    at += 30 + length + size;
  }
  return out;
}

}  // namespace

TEST_CASE("a page says who responded and the headlines before anything else") {
  const std::string page = html(Whole().material());
  CHECK(has(page, "<h1>Are you &lt;b&gt;content&lt;/b&gt; &amp; &quot;well&quot;?</h1>"));
  CHECK(has(page, "<span class=\"number\">1,890</span> responded"));
  CHECK(has(page, "<p>Only: Role: &lt;officer&gt;</p>"));
  CHECK(has(page,
            "<span class=\"number\">97%</span> were content<br><span class=\"details\">1,833 of 1,890; 94% "
            "to 99%"));
  CHECK(page.find("were content<br>") < page.find("<svg"));
  CHECK(has(page, "<li>Versions of the survey: 1, 2.</li>"));
}

TEST_CASE("every picture of a page is there for two widths, and its section has a table below it") {
  const std::string page = html(Whole().material());
  for (const std::string& svg : pictures_in(page)) {
    const std::string mistake = read_markup(svg).mistake;
    CHECK_MESSAGE(mistake.empty(), mistake);
  }
  const std::size_t figures = count_of(page, "<figure>");
  CHECK(figures == 7);
  CHECK(pictures_in(page).size() == 2 * figures);
  CHECK(count_of(page, "-narrow-title\"") == 2 * figures);
  for (std::size_t at = page.find("<figure>"); at != std::string::npos; at = page.find("<figure>", at + 1))
    CHECK(page.find("<table>", at) < page.find("<h2", at));
}

TEST_CASE("every table has a caption, heads of columns and heads of rows") {
  const std::string page = html(Whole().material());
  const std::size_t tables = count_of(page, "<table>");
  CHECK(tables == 8);
  CHECK(count_of(page, "<caption>") == tables);
  CHECK(count_of(page, "<thead>") == tables);
  CHECK(has(page, "<th scope=\"colgroup\" colspan=\"2\">Group A</th>"));
  CHECK(has(page, "<th scope=\"row\">Answer B</th>"));
  CHECK(has(page, "(groups 5 to 5 of 5)"));
}

TEST_CASE("what is withheld is [c] in the page and in the document") {
  const Whole whole;
  const std::string page = html(whole.material());
  const std::string document = entries(docx(whole.material(), kAt)).at("word/document.xml");
  CHECK(has(page, "<tr><th scope=\"row\">Wales</th><td>[c]</td><td>[c]</td><td>[c]</td><td></td></tr>"));
  CHECK(has(page, "[c]: withheld, so that no group of fewer than 10 can be made out."));
  CHECK(count_of(document, ">[c]</w:t>") >= 3);
}

TEST_CASE("a page needs nothing from elsewhere and runs nothing") {
  const std::string page = html(Whole().material());
  CHECK(!has(page, "<script"));
  CHECK(!has(page, "src="));
  CHECK(count_of(page, "http") == 1 + count_of(page, "xmlns=\"http://www.w3.org/2000/svg\""));  // http-equiv
  CHECK(has(page, "default-src 'none'"));
}

TEST_CASE("breaks of a trend and refusals of a comparison are sentences") {
  const std::string page = html(Whole().material());
  CHECK(has(page, "<p>2013 does not compare with 2012: The wording changed.</p>"));
  CHECK(has(page, "<p>Were content: Too few councils answered.</p>"));
  CHECK(has(page, "Barton &lt;council&gt; and its peers"));
}

TEST_CASE("changes of a share are in points, and absent where rounds do not compare") {
  Whole whole;
  auto& points = whole.trends.trends.front().lines.front().points;
  points[1].change = samples::withheld();
  CHECK(has(html(whole.material()), "<td>[c]</td><td></td></tr>\n<tr><th scope=\"row\">2013</th>"));
  points[1].value = samples::shown(0.53), points[1].change = samples::shown(0.03);
  points[1].change_low = samples::shown(-0.1), points[1].change_high = samples::shown(0.16);
  const std::string page = html(whole.material());
  CHECK(has(page, "<th scope=\"col\">Change in points</th>"));
  CHECK(has(page, "<td>+3</td><td>-10 to +16</td>"));
  CHECK(has(page, "<th scope=\"row\">2013</th><td>70%</td><td>100</td><td></td><td></td><td></td></tr>"));
}

TEST_CASE("a group of peers that is refused has no picture, and its reason is said once") {
  Whole whole;
  const std::size_t pictures = count_of(html(whole.material()), "<figure>");
  whole.peers.measures.push_back(whole.peers.measures.front());
  whole.peers.measures.back().label = "came again";
  for (auto& measure : whole.peers.measures) measure.refused = "Too few councils are alike.";
  const std::string page = html(whole.material());
  CHECK(count_of(page, "<figure>") == pictures - 1);
  CHECK(has(page, "<p>Were content; came again: Too few councils are alike.</p>"));
  CHECK(!has(page, "Too few councils answered."));
}

TEST_CASE("identified results say at the top, on every page of paper, that they are not for publication") {
  Whole whole;
  CHECK(!has(html(whole.material()), "not for publication."));
  whole.results.identified = true;
  CHECK(has(html(whole.material()), "<p class=\"warning\">Identified results: not for publication.</p>"));
  const auto parts = entries(docx(whole.material(), kAt));
  CHECK(has(parts.at("word/document.xml"), "Identified results: not for publication."));
  CHECK(has(parts.at("word/header1.xml"), "Identified results: not for publication."));
}

TEST_CASE("a Word document is an archive of well-formed parts, with the page's headings and tables") {
  const Whole whole;
  const auto parts = entries(docx(whole.material(), kAt));
  for (const auto& part : parts) {
    const std::string mistake = read_markup(part.second).mistake;
    CHECK_MESSAGE(mistake.empty(), part.first, ": ", mistake);
  }
  REQUIRE(parts.count("[Content_Types].xml"));
  const std::string& document = parts.at("word/document.xml");
  const std::string page = html(whole.material());
  CHECK(count_of(document, "<w:tbl>") == count_of(page, "<table>"));
  CHECK(count_of(document, "w:val=\"Heading2\"") == count_of(page, "<h2"));
  CHECK(count_of(document, "<w:tblHeader/>") >= count_of(document, "<w:tbl>"));
  CHECK(has(document, ">Are you &lt;b&gt;content&lt;/b&gt; &amp; &quot;well&quot;?</w:t>"));
  CHECK(has(document, ">Results of 8 November 2015.</w:t>"));
  CHECK(has(parts.at("word/styles.xml"), "<w:lang w:val=\"en-GB\"/>"));
}

TEST_CASE("the cells of a Word table's rows add up to its columns") {
  const std::string document = entries(docx(Whole().material(), kAt)).at("word/document.xml");
  const Markup markup = read_markup(document);
  std::size_t columns = 0, cells = 0, rows = 0;
  for (const Element& one : markup.elements) {
    if (one.name == "w:tblGrid" || one.name == "w:tr") {
      if (one.name == "w:tr" && rows++ > 0) CHECK(cells == columns);
      if (one.name == "w:tblGrid") columns = rows = 0;
      cells = 0;
    }
    if (one.name == "w:gridCol") ++columns;
    if (one.name == "w:tc") ++cells;
    if (one.name == "w:gridSpan") cells += static_cast<std::size_t>(one.number("w:val")) - 1;
  }
  CHECK(cells == columns);
}

TEST_CASE("the same results give the same documents") {
  const Whole whole;
  CHECK(html(whole.material()) == html(Whole().material()));
  CHECK(docx(whole.material(), kAt) == docx(Whole().material(), kAt));
}

TEST_CASE("results without measures, tables or anything are still a page and a document") {
  tabulation::Report nothing;
  nothing.title = "Empty", nothing.release.responded = samples::shown(0);
  CHECK(has(html({nothing}), "<span class=\"number\">0</span> responded"));
  CHECK(read_markup(entries(docx({nothing}, kAt)).at("word/document.xml")).mistake.empty());
}
