#include "report/outline.h"
#include "report/report.h"
#include "results/markup.h"

namespace takestock::report {

using results::append_escaped;
using results::escaped;

namespace {

constexpr int kNarrow = 300, kWide = 656;
constexpr std::size_t kShort = 25;  // rows of a table that is not parted between two pages

constexpr char kHead[] =
    "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
    "'unsafe-inline'\">\n"
    "<title>";

constexpr char kStyle[] =
    "body{font:100%/1.5 Arial,'Liberation Sans',sans-serif;color:#0b0c0c;background:#fff;max-width:44rem;"
    "margin:1rem auto;padding:0 1rem;overflow-wrap:break-word}"
    "h1{font-size:1.9em;line-height:1.2;margin:.5em 0;padding-top:.5em;border-top:.5rem solid #1f4e5f}"
    "h2{font-size:1.4em;line-height:1.25;margin:2em 0 .5em}"
    ".warning{border:3px solid;padding:.4em .8em;font-weight:bold}"
    ".number{font-size:2rem;line-height:1.2;font-weight:bold}.details{color:#484949}"
    "nav ul{padding-left:1.2em}nav a{color:#1a5570}a:focus,.scroll:focus{outline:3px solid #0b0c0c}"
    "figure{margin:1.5em 0}figcaption,caption{font-weight:bold;text-align:left;padding:.2em 0}"
    "svg{display:block;max-width:100%;height:auto;forced-color-adjust:none}.wide{display:none}"
    ".scroll{overflow-x:auto;margin:1.5em 0}table{border-collapse:collapse;min-width:100%}"
    "caption span{position:sticky;left:0;display:inline-block;max-width:calc(100vw - 2rem)}"
    "th,td{border-bottom:1px solid #767676;padding:.3em .5em;text-align:right;vertical-align:top}"
    "thead th{vertical-align:bottom}th:first-child{text-align:left;min-width:7em}"
    "tbody th{font-weight:normal}td{white-space:nowrap}"
    "@media(max-width:45rem){table{font-size:.9rem}th,td{padding:.25em .35em}}"
    "@media(min-width:45rem){.wide{display:block}.narrow{display:none}}"
    "@media print{body{font-size:11pt;max-width:none;margin:0;padding:0}nav{display:none}.wide{display:block}"
    ".narrow{display:none}.scroll{overflow:visible}table{font-size:9pt;line-height:1.3}figure,.scroll{margin:"
    "1em 0}caption span{max-width:none}"
    "thead{display:table-header-group}tr,figure,.start,.headline,.short{break-inside:avoid}"
    "h1,h2,figcaption,caption,thead{break-after:avoid}p,li{orphans:2;widows:2}"
    "th,td{padding:.2em .35em}td{white-space:normal}a{color:inherit;text-decoration:none}}"
    "@page{size:A4;margin:16mm 18mm 20mm;@bottom-right{font:9pt Arial,sans-serif;"
    "content:'Page ' counter(page) ' of ' counter(pages)}}";

class Page {
 public:
  explicit Page(const Outline& outline) : outline_(outline) {}

  std::string write() {
    out_ = kHead + escaped(outline_.title) + "</title>\n<style>" + kStyle +
           "</style>\n</head>\n<body>\n<main>\n<h1>" + escaped(outline_.title) + "</h1>\n";
    if (!outline_.warning.empty()) paragraph("warning", outline_.warning);
    who();
    contents();
    if (!outline_.headlines.empty()) headlines();
    for (std::size_t i = first_section(); i < outline_.sections.size(); ++i) section(i);
    notes();
    return out_ + "</main>\n</body>\n</html>\n";
  }

 private:
  std::size_t first_section() const { return outline_.headlines.empty() ? 0 : 1; }

  void paragraph(const char* kind, const std::string& text) {
    out_ += "<p" + (*kind ? " class=\"" + std::string(kind) + '"' : "") + '>' + escaped(text) + "</p>\n";
  }

  void heading(const std::string& id, const std::string& text) {
    out_ += "<h2 id=\"" + id + "\">" + escaped(text) + "</h2>\n";
  }

  void who() {
    out_ += "<p><span class=\"number\">" + escaped(outline_.responded) + "</span> responded</p>\n";
    for (const std::string& filter : outline_.filter) paragraph("", "Only: " + filter);
  }

  static std::string section_id(std::size_t i) { return "section-" + std::to_string(i + 1); }

  void contents() {
    if (outline_.sections.size() < 3) return;
    out_ += "<nav aria-label=\"Contents\">\n<ul>\n";
    if (!outline_.headlines.empty()) link("headlines", "Headline results");
    for (std::size_t i = first_section(); i < outline_.sections.size(); ++i)
      link(section_id(i), outline_.sections[i].heading);
    link("notes", "Notes");
    out_ += "</ul>\n</nav>\n";
  }

  void link(const std::string& id, const std::string& text) {
    out_ += "<li><a href=\"#" + id + "\">" + escaped(text) + "</a></li>\n";
  }

  void headlines() {
    out_ += "<div class=\"start\">\n";
    heading("headlines", "Headline results");
    for (const Headline& one : outline_.headlines) {
      headline(one);
      if (&one == &outline_.headlines.front()) out_ += "</div>\n";
    }
    for (const Picture& picture : outline_.sections.front().pictures) figure(picture);
    for (const Grid& grid : outline_.sections.front().grids) table(grid);
  }

  void headline(const Headline& one) {
    out_ += "<p class=\"headline\"><span class=\"number\">" + escaped(one.figure) + "</span>" +
            escaped(one.rest) + "<br><span class=\"details\">" + escaped(one.details) + "</span></p>\n";
  }

  /// A heading and what comes first below it are in one box, which paper does not part also where a browser
  /// does not know break-after.
  void section(std::size_t i) {
    const Section& one = outline_.sections[i];
    out_ += "<div class=\"start\">\n";
    heading(section_id(i), one.heading);
    for (const std::string& sentence : one.sentences) paragraph("", sentence);
    const bool pictures = !one.pictures.empty();
    if (pictures)
      figure(one.pictures.front());
    else if (!one.grids.empty())
      table(one.grids.front());
    out_ += "</div>\n";
    for (std::size_t next = 1; next < one.pictures.size(); ++next) figure(one.pictures[next]);
    for (std::size_t next = pictures ? 0 : 1; next < one.grids.size(); ++next) table(one.grids[next]);
  }

  void figure(const Picture& picture) {
    const std::string id = "picture-" + std::to_string(++pictures_);
    out_ += "<figure><figcaption>" + escaped(picture.caption) + "</figcaption>\n<div class=\"narrow\">" +
            picture.draw({kNarrow, id + "-narrow"}) + "</div>\n<div class=\"wide\">" +
            picture.draw({kWide, id + "-wide"}) + "</div></figure>\n";
  }

  void table(const Grid& grid) {
    const std::string id = "table-" + std::to_string(++tables_);
    out_ += "<div class=\"" + (grid.rows.size() <= kShort ? "scroll short" : std::string("scroll")) +
            "\" role=\"region\" aria-labelledby=\"" + id + "\" tabindex=\"0\"><table>\n<caption><span id=\"" +
            id + "\">" + escaped(grid.caption) + "</span></caption>\n<thead>\n";
    for (const auto& row : grid.heads) head_row(row);
    out_ += "</thead>\n<tbody>\n";
    for (const auto& row : grid.rows) body_row(row);
    out_ += "</tbody>\n</table></div>\n";
  }

  void head_row(const std::vector<GridHead>& row) {
    out_ += "<tr>";
    for (const GridHead& head : row) {
      const std::string span = " colspan=\"" + std::to_string(head.columns) + '"';
      if (head.text.empty())
        out_ += "<td></td>";
      else
        out_ += "<th scope=\"" + (head.columns > 1 ? "colgroup\"" + span : std::string("col\"")) + '>' +
                escaped(head.text) + "</th>";
    }
    out_ += "</tr>\n";
  }

  void body_row(const std::vector<std::string>& row) {
    out_ += "<tr><th scope=\"row\">" + escaped(row.front()) + "</th>";
    for (std::size_t i = 1; i < row.size(); ++i) out_ += "<td>" + escaped(row[i]) + "</td>";
    out_ += "</tr>\n";
  }

  void notes() {
    out_ += "<div class=\"start\">\n";
    heading("notes", "Notes");
    out_ += "<ul>\n";
    for (const std::string& note : outline_.notes) out_ += "<li>" + escaped(note) + "</li>\n";
    if (!outline_.versions.empty())
      out_ += "<li>" + escaped("Versions of the survey: " + outline_.versions + ".") + "</li>\n";
    out_ += "</ul>\n</div>\n";
  }

  const Outline& outline_;
  std::string out_;
  std::size_t pictures_ = 0, tables_ = 0;
};

}  // namespace

std::string html(const Material& material) { return Page(outline_of(material)).write(); }

}  // namespace takestock::report
