#include "results/docx.h"

#include <cstddef>

#include "base/civil.h"
#include "report/outline.h"
#include "report/report.h"
#include "results/markup.h"
#include "results/words.h"

namespace takestock::report {

using results::docx_heading;
using results::docx_paragraph;
using results::docx_run;
using results::docx_text;

namespace {

constexpr std::size_t kTextWidth = 9866;  // of an A4 page, in twentieths of a point
constexpr char kBold[] = "<w:rPr><w:b/></w:rPr>", kRight[] = "<w:jc w:val=\"right\"/>";

std::string own_styles() {
  using results::docx_style;
  return docx_style("Warning", "Warning", "<w:keepNext/>",
                    "<w:b/><w:sz w:val=\"26\"/><w:bdr w:val=\"single\" w:sz=\"12\" w:space=\"4\"/>") +
         docx_style("Headline", "Headline", "<w:keepLines/><w:spacing w:before=\"80\" w:after=\"80\"/>", "") +
         docx_style("Caption", "caption", "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"60\"/>",
                    "<w:b/>") +
         docx_style("Cell", "Cell",
                    "<w:spacing w:before=\"20\" w:after=\"20\" w:line=\"240\" w:lineRule=\"auto\"/>",
                    "<w:sz w:val=\"18\"/>") +
         "<w:style w:type=\"table\" w:styleId=\"Figures\"><w:name w:val=\"Figures\"/><w:tblPr><w:tblBorders>"
         "<w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"767676\"/>"
         "<w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"767676\"/></w:tblBorders>"
         "<w:tblCellMar><w:left w:w=\"50\" w:type=\"dxa\"/><w:right w:w=\"50\" "
         "w:type=\"dxa\"/></w:tblCellMar>"
         "</w:tblPr></w:style>";
}

std::string number(std::size_t value) { return std::to_string(value); }

/// A table, as wide as the page: a third or less for the heads of rows, the rest for figures.
class Table {
 public:
  explicit Table(const Grid& grid) : grid_(grid) {
    const std::size_t figures = grid.rows.empty() ? 1 : grid.rows.front().size() - 1;
    figure_ = kTextWidth * 2 / 3 / (figures == 0 ? 1 : figures);
    if (figure_ > kWidest) figure_ = kWidest;
    first_ = kTextWidth - figures * figure_;
    for (std::size_t i = 0; i < figures; ++i) columns_ += column(figure_);
  }

  std::string write() const {
    std::string out =
        docx_paragraph("Caption", docx_run(grid_.caption)) +
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"Figures\"/><w:tblW w:w=\"" + number(kTextWidth) +
        "\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblLook w:firstRow=\"1\" "
        "w:lastRow=\"0\" w:firstColumn=\"1\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>"
        "<w:tblCaption w:val=\"" +
        results::escaped(grid_.caption) + "\"/></w:tblPr><w:tblGrid>" + column(first_) + columns_ +
        "</w:tblGrid>";
    for (const auto& heads : grid_.heads) out += head_row(heads);
    for (const auto& row : grid_.rows) out += body_row(row, &row != &grid_.rows.back());
    return out + "</w:tbl>" + docx_paragraph("Cell", "");
  }

 private:
  static constexpr std::size_t kWidest = 1600;
  static std::string column(std::size_t width) { return "<w:gridCol w:w=\"" + number(width) + "\"/>"; }

  static std::string cell(std::size_t width, std::size_t columns, const std::string& content) {
    const std::string span = columns > 1 ? "<w:gridSpan w:val=\"" + number(columns) + "\"/>" : "";
    return "<w:tc><w:tcPr><w:tcW w:w=\"" + number(width) + "\" w:type=\"dxa\"/>" + span + "</w:tcPr>" +
           content + "</w:tc>";
  }

  std::string head_row(const std::vector<GridHead>& heads) const {
    std::string out = "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>";
    for (std::size_t i = 0; i < heads.size(); ++i) {
      const std::string keep = "<w:keepNext/>" + std::string(i ? kRight : "");
      out += cell(i ? figure_ * heads[i].columns : first_, heads[i].columns,
                  docx_paragraph("Cell", docx_run(heads[i].text, kBold), keep.c_str()));
    }
    return out + "</w:tr>";
  }

  /// Rows stay with the next one, so that a table that fits on a page is on one.
  std::string body_row(const std::vector<std::string>& row, bool keep) const {
    std::string out = "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string properties = std::string(keep ? "<w:keepNext/>" : "") + (i ? kRight : "");
      out += cell(i ? figure_ : first_, 1, docx_paragraph("Cell", docx_run(row[i]), properties.c_str()));
    }
    return out + "</w:tr>";
  }

  const Grid& grid_;
  std::string columns_;
  std::size_t figure_ = 0, first_ = 0;
};

std::string headlines(const Outline& outline) {
  if (outline.headlines.empty()) return "";
  std::string out = docx_heading(2, "Headline results");
  for (const Headline& one : outline.headlines)
    out += docx_paragraph("Headline", docx_run(one.figure, "<w:rPr><w:b/><w:sz w:val=\"32\"/></w:rPr>") +
                                          docx_run(one.rest + " (" + one.details + ")"));
  return out;
}

std::string section_body(const Section& section) {
  std::string out;
  for (const std::string& sentence : section.sentences) out += docx_text("Normal", sentence);
  for (const Grid& grid : section.grids) out += Table(grid).write();
  return out;
}

std::string notes(const Outline& outline) {
  std::string out = docx_heading(2, "Notes");
  const char* const bullet = "<w:numPr><w:numId w:val=\"1\"/></w:numPr>";
  for (const std::string& note : outline.notes) out += docx_text("Normal", note, bullet);
  if (!outline.versions.empty())
    out += docx_text("Normal", "Versions of the survey: " + outline.versions + ".", bullet);
  return out;
}

std::string body(const Outline& outline, const std::string& date) {
  std::string out = outline.warning.empty() ? "" : docx_text("Warning", outline.warning);
  out += docx_heading(1, outline.title) + docx_text("Normal", "Results of " + date + ".");
  out += docx_paragraph("Headline", docx_run(outline.responded, "<w:rPr><w:b/><w:sz w:val=\"32\"/></w:rPr>") +
                                        docx_run(" responded"));
  for (const std::string& filter : outline.filter) out += docx_text("Normal", "Only: " + filter);
  out += headlines(outline);
  for (const Section& section : outline.sections)
    out += (section.heading.empty() ? "" : docx_heading(2, section.heading)) + section_body(section);
  return out + notes(outline);
}

}  // namespace

std::string docx(const Material& material, Millis at, int offset_minutes) {
  const Outline outline = outline_of(material);
  const std::string date = results::date_in_words(results::words_for("en"), local_date(at, offset_minutes));
  results::Docx out;
  out.title = outline.title, out.subject = "Results of " + date, out.language = "en-GB";
  out.at = at, out.offset_minutes = offset_minutes;
  out.styles = own_styles(), out.body = body(outline, date);
  out.header = docx_run(outline.title + '\t' + outline.warning);
  out.footer = docx_run("Results of " + date + '\t') + results::docx_page_fields("Page {1} of {2}");
  return docx_file(out);
}

}  // namespace takestock::report
