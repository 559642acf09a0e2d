#include "results/copy.h"
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

std::string core_properties(const CopyModel& model, Millis at) {
  const std::string when =
      date_text(local_date(at, 0)) + 'T' + time_text(local_time(at, 0)).substr(0, 8) + 'Z';
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
         "<dc:title>" + escaped(model.title + " - " + model.state) + "</dc:title><dc:subject>" +
         escaped(model.footer) + "</dc:subject><dc:creator>Takestock</dc:creator><dc:language>" +
         escaped(model.language) + "</dc:language>" + date("created") + date("modified") +
         "</cp:coreProperties>";
}

/// One paragraph style; sizes in half points, spaces in twentieths of a point.
std::string style(const char* id, const char* name, const char* paragraph, const char* run) {
  return "<w:style w:type=\"paragraph\" w:styleId=\"" + std::string(id) + "\"><w:name w:val=\"" + name +
         "\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>" + paragraph + "</w:pPr><w:rPr>" + run +
         "</w:rPr></w:style>";
}

std::string styles(const std::string& language) {
  const std::string bar = "<w:pBdr><w:left w:val=\"single\" w:sz=\"24\" w:space=\"8\" w:color=\"";
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
         style("Heading1", "heading 1",
               "<w:keepNext/><w:spacing w:before=\"120\" w:after=\"160\"/><w:outlineLvl w:val=\"0\"/>",
               "<w:b/><w:sz w:val=\"38\"/>") +
         style("Heading2", "heading 2",
               "<w:keepNext/><w:spacing w:before=\"400\" w:after=\"120\"/><w:outlineLvl w:val=\"1\"/>",
               "<w:b/><w:sz w:val=\"28\"/>") +
         style("Heading3", "heading 3",
               "<w:keepNext/><w:spacing w:before=\"300\" w:after=\"80\"/><w:outlineLvl w:val=\"2\"/>",
               "<w:b/><w:sz w:val=\"23\"/>") +
         style("Heading4", "heading 4",
               "<w:keepNext/><w:spacing w:before=\"300\" w:after=\"80\"/><w:outlineLvl w:val=\"3\"/>",
               "<w:b/>") +
         style("State", "State", "<w:keepNext/>",
               "<w:b/><w:sz w:val=\"26\"/><w:bdr w:val=\"single\" w:sz=\"12\" w:space=\"4\"/>") +
         style("Hint", "Hint", "<w:keepNext/><w:keepLines/>", "<w:color w:val=\"484949\"/>") +
         style("Label", "Label", "<w:keepNext/><w:spacing w:before=\"80\" w:after=\"40\"/>", "") +
         style("Option", "Option",
               "<w:keepNext/><w:numPr><w:numId w:val=\"1\"/></w:numPr><w:spacing w:after=\"20\"/>", "") +
         style("Answer", "Answer", (bar + "1D70B8\"/></w:pBdr><w:ind w:left=\"240\"/>").c_str(), "") +
         style("Chosen", "Chosen answer", (bar + "1D70B8\"/></w:pBdr><w:ind w:left=\"240\"/>").c_str(),
               "<w:b/>") +
         style("NoAnswer", "No answer", (bar + "B1B4B6\"/></w:pBdr><w:ind w:left=\"240\"/>").c_str(), "") +
         style("Small", "Small",
               "<w:tabs><w:tab w:val=\"right\" w:pos=\"9866\"/></w:tabs><w:spacing w:after=\"0\"/>",
               "<w:sz w:val=\"17\"/>") +
         "</w:styles>";
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

/// A text run; tabs become tab stops.
std::string run(std::string_view text, const char* format = "") {
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

std::string paragraph(const char* style_id, const std::string& runs, const char* properties = "") {
  return "<w:p><w:pPr><w:pStyle w:val=\"" + std::string(style_id) + "\"/>" + properties + "</w:pPr>" + runs +
         "</w:p>";
}

std::string joined(const std::vector<std::string>& lines) {
  std::string runs;
  for (const std::string& line : lines) {
    if (&line != &lines.front()) runs += "<w:r><w:br/></w:r>";
    runs += run(line);
  }
  return runs;
}

std::string text_block(const char* style_id, const std::string& text, const char* properties = "") {
  std::string out;
  for (const std::vector<std::string>& lines : paragraphs(text))
    out += paragraph(style_id, joined(lines), properties);
  return out;
}

/// All lines of a text in one paragraph.
std::string heading(int level, const std::string& text) {
  std::vector<std::string> all;
  for (const std::vector<std::string>& lines : paragraphs(text))
    all.insert(all.end(), lines.begin(), lines.end());
  return paragraph(("Heading" + std::to_string(level)).c_str(), joined(all));
}

std::string facts(const CopyFacts& list) {
  std::string out;
  for (const auto& fact : list) {
    out += paragraph("Normal", run(fact.first + ": ", "<w:rPr><w:b/></w:rPr>") + run(fact.second));
  }
  return out;
}

std::string answer(const CopyQuestion& question, const Words& words) {
  const std::vector<std::string>& answers = question.answer;
  if (answers.empty()) return text_block("NoAnswer", words.no_response);
  if (answers.size() == 1) return text_block(question.chosen ? "Chosen" : "Answer", answers.front());
  std::string out;
  for (const std::string& one : answers)
    out += text_block("Chosen", one, "<w:numPr><w:numId w:val=\"1\"/></w:numPr>");
  return out;
}

std::string question_part(const CopyPart& part, const Words& words) {
  const CopyQuestion& question = part.question;
  std::string out = heading(part.level, question.heading);
  for (const std::string& hint : question.hints) out += text_block("Hint", hint);
  if (!question.options_title.empty()) out += text_block("Label", question.options_title);
  for (const std::string& option : question.options) out += text_block("Option", option);
  return out + text_block("Label", words.response) + answer(question, words);
}

std::string any_part(const CopyPart& one, const Words& words) {
  switch (one.kind) {
    case CopyPart::Kind::section:
      return heading(one.level, one.text);
    case CopyPart::Kind::background:
      return text_block("Normal", one.text);
    case CopyPart::Kind::question:
      return question_part(one, words);
  }
  return {};
}

std::string not_asked(const CopyModel& model) {
  if (model.not_asked.empty()) return {};
  std::string out = heading(2, model.words->not_asked);
  for (const CopyNotAsked& item : model.not_asked) {
    std::string reason = item.reason;
    if (item.kept) reason += ' ' + std::string(model.words->kept);
    out += text_block("Normal", item.heading, "<w:keepNext/>") +
           text_block("Normal", reason, "<w:ind w:left=\"240\"/><w:spacing w:after=\"200\"/>");
  }
  return out;
}

/// A4 with margins of 18 to 22 mm, in twentieths of a point.
constexpr char kSection[] =
    "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId4\"/><w:footerReference w:type=\"default\" "
    "r:id=\"rId5\"/>"
    "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1247\" w:right=\"1020\" w:bottom=\"1247\" "
    "w:left=\"1020\" "
    "w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr>";

std::string document(const CopyModel& model) {
  std::string out = kXml + std::string("<w:document ") + kMain + " xmlns:r=\"" + kRelation + "\"><w:body>";
  out += paragraph("State", run(model.state)) + heading(1, model.title) + facts(model.facts);
  for (const CopyPart& one : model.parts) out += any_part(one, *model.words);
  out += not_asked(model) + heading(2, model.words->about) + facts(model.about);
  return out + kSection + "</w:body></w:document>";
}

std::string field(const char* name) {
  return "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> " +
         std::string(name) +
         " </w:instrText></w:r><w:r><w:fldChar "
         "w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar "
         "w:fldCharType=\"end\"/></w:r>";
}

/// "Page {1} of {2}" with the fields that count pages.
std::string page_fields(std::string_view sentence) {
  std::string out;
  for (std::size_t at = sentence.find('{'); at != std::string_view::npos; at = sentence.find('{')) {
    out += run(sentence.substr(0, at)) + field(sentence[at + 1] == '1' ? "PAGE" : "NUMPAGES");
    sentence.remove_prefix(at + 3);
  }
  return sentence.empty() ? out : out + run(sentence);
}

std::string margin_part(const char* tag, const std::string& runs) {
  return kXml + std::string("<w:") + tag + ' ' + kMain + '>' + paragraph("Small", runs) + "</w:" + tag + '>';
}

}  // namespace

std::string copy_docx(const CopyRequest& request) {
  const CopyModel model = copy_model(request);
  ZipWriter zip(local_date(request.at, request.offset_minutes),
                local_time(request.at, request.offset_minutes));
  zip.add("[Content_Types].xml", content_types());
  zip.add("_rels/.rels", package_relations());
  zip.add("docProps/core.xml", core_properties(model, request.at));
  zip.add("word/document.xml", document(model));
  zip.add("word/_rels/document.xml.rels", document_relations());
  zip.add("word/styles.xml", styles(model.language));
  zip.add("word/numbering.xml", numbering());
  zip.add("word/settings.xml", settings(model.language));
  zip.add("word/header1.xml", margin_part("hdr", run(model.title + '\t' + model.state)));
  zip.add("word/footer1.xml", margin_part("ftr", run(model.footer + '\t') + page_fields(model.words->page)));
  return zip.finish();
}

}  // namespace takestock::results
