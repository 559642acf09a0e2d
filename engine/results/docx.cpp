#include "results/docx.h"

#include <utility>

#include "base/civil.h"
#include "results/copy_model.h"
#include "results/markup.h"
#include "results/zip.h"

namespace takestock::results {

namespace {

constexpr char kXml[] = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr char kMain[] = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
constexpr char kWord[] = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
constexpr char kRelation[] = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr char kRelationships[] =
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";

std::string content_types() {
  std::string out = kXml;
  out +=
      "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
      "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
      "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
      "<Override PartName=\"/docProps/core.xml\" "
      "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>";
  const std::pair<const char*, const char*> parts[] = {
      {"document", "document.main"}, {"styles", "styles"},  {"numbering", "numbering"},
      {"settings", "settings"},      {"header1", "header"}, {"footer1", "footer"}};
  for (const auto& part : parts) {
    out += "<Override PartName=\"/word/" + std::string(part.first) + ".xml\" ContentType=\"" + kWord +
           part.second + "+xml\"/>";
  }
  return out + "</Types>";
}

std::string package_relations() {
  return kXml + std::string(kRelationships) + "<Relationship Id=\"rId1\" Type=\"" + kRelation +
         "/officeDocument\" Target=\"word/document.xml\"/><Relationship Id=\"rId2\" "
         "Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" "
         "Target=\"docProps/core.xml\"/></Relationships>";
}

std::string document_relations() {
  const std::pair<const char*, const char*> parts[] = {{"styles", "styles"},
                                                       {"numbering", "numbering"},
                                                       {"settings", "settings"},
                                                       {"header", "header1"},
                                                       {"footer", "footer1"}};
  std::string out = kXml + std::string(kRelationships);
  int id = 0;
  for (const auto& part : parts) {
    out += "<Relationship Id=\"rId" + std::to_string(++id) + "\" Type=\"" + kRelation + '/' + part.first +
           "\" Target=\"" + part.second + ".xml\"/>";
  }
  return out + "</Relationships>";
}

std::string core_properties(const Docx& docx) {
  const std::string when =
      date_text(local_date(docx.at, 0)) + 'T' + time_text(local_time(docx.at, 0)).substr(0, 8) + 'Z';
  const auto date = [&](const char* name) {
    return "<dcterms:" + std::string(name) + " xsi:type=\"dcterms:W3CDTF\">" + when + "</dcterms:" + name +
           '>';
  };
  return kXml +
         std::string(
             "<cp:coreProperties "
             "xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
             "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
             "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">") +
         "<dc:title>" + escaped(docx.title) + "</dc:title><dc:subject>" + escaped(docx.subject) +
         "</dc:subject><dc:creator>Takestock</dc:creator><dc:language>" + escaped(docx.language) +
         "</dc:language>" + date("created") + date("modified") + "</cp:coreProperties>";
}

std::string styles(const std::string& language, const std::string& more) {
  return kXml + std::string("<w:styles ") + kMain +
         "><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" "
         "w:eastAsia=\"Arial\" "
         "w:cs=\"Arial\"/><w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/><w:lang w:val=\"" +
         escaped(language) +
         "\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"100\" w:line=\"276\" "
         "w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>"
         "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name "
         "w:val=\"Normal\"/><w:qFormat/>"
         "<w:pPr><w:widowControl/></w:pPr></w:style>" +
         docx_style("Heading1", "heading 1",
                    "<w:keepNext/><w:spacing w:before=\"120\" w:after=\"160\"/><w:outlineLvl w:val=\"0\"/>",
                    "<w:b/><w:sz w:val=\"38\"/>") +
         docx_style("Heading2", "heading 2",
                    "<w:keepNext/><w:spacing w:before=\"400\" w:after=\"120\"/><w:outlineLvl w:val=\"1\"/>",
                    "<w:b/><w:sz w:val=\"28\"/>") +
         docx_style("Heading3", "heading 3",
                    "<w:keepNext/><w:spacing w:before=\"300\" w:after=\"80\"/><w:outlineLvl w:val=\"2\"/>",
                    "<w:b/><w:sz w:val=\"23\"/>") +
         docx_style("Heading4", "heading 4",
                    "<w:keepNext/><w:spacing w:before=\"300\" w:after=\"80\"/><w:outlineLvl w:val=\"3\"/>",
                    "<w:b/>") +
         docx_style("Label", "Label", "<w:keepNext/><w:spacing w:before=\"80\" w:after=\"40\"/>", "") +
         docx_style("Small", "Small",
                    "<w:tabs><w:tab w:val=\"right\" w:pos=\"9866\"/></w:tabs><w:spacing w:after=\"0\"/>",
                    "<w:sz w:val=\"17\"/>") +
         more + "</w:styles>";
}

std::string numbering() {
  return kXml + std::string("<w:numbering ") + kMain +
         "><w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"singleLevel\"/><w:lvl "
         "w:ilvl=\"0\"><w:start "
         "w:val=\"1\"/><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"\xE2\x80\xA2\"/><w:lvlJc "
         "w:val=\"left\"/><w:pPr><w:ind "
         "w:left=\"480\" w:hanging=\"240\"/></w:pPr></w:lvl></w:abstractNum><w:num "
         "w:numId=\"1\"><w:abstractNumId "
         "w:val=\"0\"/></w:num></w:numbering>";
}

std::string settings(const std::string& language) {
  return kXml + std::string("<w:settings ") + kMain + "><w:themeFontLang w:val=\"" + escaped(language) +
         "\"/></w:settings>";
}

std::string joined(const std::vector<std::string>& lines) {
  std::string runs;
  for (const std::string& line : lines) {
    if (&line != &lines.front()) runs += "<w:r><w:br/></w:r>";
    runs += docx_run(line);
  }
  return runs;
}

/// A4 with margins of 18 to 22 mm, in twentieths of a point.
constexpr char kSection[] =
    "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId4\"/><w:footerReference w:type=\"default\" "
    "r:id=\"rId5\"/>"
    "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1247\" w:right=\"1020\" w:bottom=\"1247\" "
    "w:left=\"1020\" "
    "w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr>";

std::string document(const std::string& body) {
  return kXml + std::string("<w:document ") + kMain + " xmlns:r=\"" + kRelation + "\"><w:body>" + body +
         kSection + "</w:body></w:document>";
}

std::string field(const char* name) {
  return "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> " +
         std::string(name) +
         " </w:instrText></w:r><w:r><w:fldChar "
         "w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar "
         "w:fldCharType=\"end\"/></w:r>";
}

std::string margin_part(const char* tag, const std::string& runs) {
  return kXml + std::string("<w:") + tag + ' ' + kMain + '>' + docx_paragraph("Small", runs) + "</w:" + tag +
         '>';
}

}  // namespace

std::string docx_style(const char* id, const char* name, const char* paragraph, const char* run) {
  return "<w:style w:type=\"paragraph\" w:styleId=\"" + std::string(id) + "\"><w:name w:val=\"" + name +
         "\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>" + paragraph + "</w:pPr><w:rPr>" + run +
         "</w:rPr></w:style>";
}

std::string docx_run(std::string_view text, const char* format) {
  std::string out = "<w:r>" + std::string(format);
  for (bool first = true; first || !text.empty(); first = false) {
    if (!first) {
      out += "<w:tab/>";
      text.remove_prefix(1);
    }
    const std::size_t end = text.find('\t');
    const std::string_view piece = text.substr(0, end);
    if (!piece.empty()) out += "<w:t xml:space=\"preserve\">" + escaped(piece) + "</w:t>";
    text.remove_prefix(piece.size());
  }
  return out + "</w:r>";
}

std::string docx_paragraph(const char* style_id, const std::string& runs, const char* properties) {
  return "<w:p><w:pPr><w:pStyle w:val=\"" + std::string(style_id) + "\"/>" + properties + "</w:pPr>" + runs +
         "</w:p>";
}

std::string docx_text(const char* style_id, const std::string& text, const char* properties) {
  std::string out;
  for (const std::vector<std::string>& lines : paragraphs(text))
    out += docx_paragraph(style_id, joined(lines), properties);
  return out;
}

std::string docx_heading(int level, const std::string& text) {
  std::vector<std::string> all;
  for (const std::vector<std::string>& lines : paragraphs(text))
    all.insert(all.end(), lines.begin(), lines.end());
  return docx_paragraph(("Heading" + std::to_string(level)).c_str(), joined(all));
}

std::string docx_page_fields(std::string_view sentence) {
  std::string out;
  for (std::size_t at = sentence.find('{'); at != std::string_view::npos; at = sentence.find('{')) {
    out += docx_run(sentence.substr(0, at)) + field(sentence[at + 1] == '1' ? "PAGE" : "NUMPAGES");
    sentence.remove_prefix(at + 3);
  }
  return sentence.empty() ? out : out + docx_run(sentence);
}

std::string docx_file(const Docx& docx) {
  ZipWriter zip(local_date(docx.at, docx.offset_minutes), local_time(docx.at, docx.offset_minutes));
  zip.add("[Content_Types].xml", content_types());
  zip.add("_rels/.rels", package_relations());
  zip.add("docProps/core.xml", core_properties(docx));
  zip.add("word/document.xml", document(docx.body));
  zip.add("word/_rels/document.xml.rels", document_relations());
  zip.add("word/styles.xml", styles(docx.language, docx.styles));
  zip.add("word/numbering.xml", numbering());
  zip.add("word/settings.xml", settings(docx.language));
  zip.add("word/header1.xml", margin_part("hdr", docx.header));
  zip.add("word/footer1.xml", margin_part("ftr", docx.footer));
  return zip.finish();
}

}  // namespace takestock::results
