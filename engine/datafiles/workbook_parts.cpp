#include "datafiles/workbook_parts.h"

#include "base/civil.h"
#include "results/markup.h"

namespace takestock::datafiles {

namespace {

constexpr char kXml[] = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
#define MAIN_NAMESPACE "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATIONSHIPS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define MEDIA_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml."

/// In the order of CellStyle. 49 is "@": what is typed into such a cell stays a text.
constexpr char kStyles[] =
    "<styleSheet xmlns=\"" MAIN_NAMESPACE
    "\"><numFmts count=\"3\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/>"
    "<numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss\"/>"
    "<numFmt numFmtId=\"166\" formatCode=\"hh:mm:ss\"/></numFmts>"
    "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
    "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
    "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
    "<cellXfs count=\"7\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
    "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" "
    "applyFont=\"1\"/>"
    "<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"165\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"166\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" "
    "applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf></cellXfs>"
    "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" "
    "builtinId=\"0\"/></cellStyles></styleSheet>";

constexpr char kPackage[] =
    "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"rId1\" Type=\"" RELATIONSHIPS
    "/officeDocument\" Target=\"xl/workbook.xml\"/><Relationship Id=\"rId2\" Type=\"" PACKAGE
    "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>";

std::string numbered(std::size_t number) { return std::to_string(number); }

std::string content_types(std::size_t sheets) {
  std::string xml = "<Types xmlns=\"" PACKAGE
                    "content-types\"><Default Extension=\"rels\" "
                    "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                    "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" MEDIA_TYPE
                    "sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"" MEDIA_TYPE
                    "styles+xml\"/><Override PartName=\"/docProps/core.xml\" "
                    "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>";
  for (std::size_t i = 1; i <= sheets; ++i)
    xml += "<Override PartName=\"/" + sheet_entry(i) + "\" ContentType=\"" MEDIA_TYPE "worksheet+xml\"/>";
  return xml + "</Types>";
}

std::string workbook(const std::vector<std::string>& sheets) {
  std::string xml = "<workbook xmlns=\"" MAIN_NAMESPACE "\" xmlns:r=\"" RELATIONSHIPS
                    "\"><bookViews><workbookView/></bookViews><sheets>";
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    const std::string number = numbered(i + 1);
    xml += "<sheet name=\"" + results::escaped(sheets[i]) + "\" sheetId=\"" + number + "\" r:id=\"rId" +
           number + "\"/>";
  }
  return xml + "</sheets></workbook>";
}

std::string workbook_relationships(std::size_t sheets) {
  std::string xml = "<Relationships xmlns=\"" PACKAGE "relationships\">";
  for (std::size_t i = 1; i <= sheets; ++i)
    xml += "<Relationship Id=\"rId" + numbered(i) +
           "\" Type=\"" RELATIONSHIPS "/worksheet\" Target=\"worksheets/sheet" + numbered(i) + ".xml\"/>";
  return xml + "<Relationship Id=\"rId" + numbered(sheets + 1) +
         "\" Type=\"" RELATIONSHIPS "/styles\" Target=\"styles.xml\"/></Relationships>";
}

std::string core_properties(const FileDescription& description) {
  const std::string made = date_text(local_date(description.made_at, 0)) + "T" +
                           time_text(local_time(description.made_at, 0)).substr(0, 8) + "Z";
  return "<cp:coreProperties xmlns:cp=\"" PACKAGE
         "metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
         "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
         "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
         "<dc:title>" +
         results::escaped(description.title) + "</dc:title><dcterms:created xsi:type=\"dcterms:W3CDTF\">" +
         made + "</dcterms:created></cp:coreProperties>";
}

}  // namespace

std::string sheet_entry(std::size_t number) { return "xl/worksheets/sheet" + numbered(number) + ".xml"; }

std::string sheet_head(const std::vector<int>& widths) {
  std::string xml = std::string(kXml) +
                    "<worksheet xmlns=\"" MAIN_NAMESPACE
                    "\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" "
                    "activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>";
  if (widths.empty()) return xml + "<sheetFormatPr defaultRowHeight=\"15\"/><sheetData>";
  xml += "<sheetFormatPr defaultRowHeight=\"15\"/><cols>";
  for (std::size_t i = 0; i < widths.size(); ++i)
    xml += "<col min=\"" + numbered(i + 1) + "\" max=\"" + numbered(i + 1) + "\" width=\"" +
           std::to_string(widths[i]) + "\" customWidth=\"1\"/>";
  return xml + "</cols><sheetData>";
}

std::vector<Part> workbook_parts(const std::vector<std::string>& sheets, const FileDescription& description) {
  return {{"[Content_Types].xml", kXml + content_types(sheets.size())},
          {"_rels/.rels", std::string(kXml) + kPackage},
          {"docProps/core.xml", kXml + core_properties(description)},
          {"xl/workbook.xml", kXml + workbook(sheets)},
          {"xl/_rels/workbook.xml.rels", kXml + workbook_relationships(sheets.size())},
          {"xl/styles.xml", std::string(kXml) + kStyles}};
}

const char* type_word(Type type) {
  constexpr const char* kWords[] = {"code", "number", "date", "time", "date and time", "text"};
  return kWords[static_cast<std::size_t>(type)];
}

}  // namespace takestock::datafiles
