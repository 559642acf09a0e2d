#include "results/copy.h"

#include <doctest/doctest.h>

#include "results/copy_model.h"
#include "results/markup.h"
#include "results/routing.h"
#include "results/zip.h"
#include "samples.h"

using namespace takestock;
using results::CopyRequest;

namespace {

constexpr Millis kAt = 1'425'427'200'000;  // 4 March 2015, 00:00 UTC

struct Filled {
  explicit Filled(const std::string& record, const std::string& json = samples::kSurvey)
      : definition(samples::definition(json)) {
    auto made = response::Response::make(definition, clock, random);
    REQUIRE(made.ok());
    response = std::move(*made);
    const auto restored = response->restore(record);
    REQUIRE_MESSAGE(restored.ok(), (restored.ok() ? "" : restored.error().message));
    REQUIRE(restored->unknown.empty());
  }
  CopyRequest request(bool finished) const {
    CopyRequest out{*definition, *response};
    out.finished = finished, out.reference = "7K4M-2Q9X-3F", out.at = kAt, out.offset_minutes = 60,
    out.revision = 17;
    return out;
  }
  FixedClock clock;
  SeededRandom random{1};
  std::shared_ptr<const survey::Definition> definition;
  std::unique_ptr<response::Response> response;
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

/// The bytes of a stored entry.
std::string entry(const std::string& zip, const std::string& name) {
  const auto number = [&](std::size_t at, int bytes) {
    std::size_t value = 0;
    for (int i = bytes - 1; i >= 0; --i)
      value = value << 8 | static_cast<unsigned char>(zip[at + static_cast<std::size_t>(i)]);
    return value;
  };
  for (std::size_t at = 0; at + 30 < zip.size() && number(at, 4) == 0x04034b50;) {
    const std::size_t size = number(at + 18, 4), length = number(at + 26, 2);
    if (zip.substr(at + 30, length) == name) {
      const std::string bytes = zip.substr(at + 30 + length, size);
      CHECK(number(at + 14, 4) == results::crc32(bytes));
      return bytes;
    }
    at += 30 + length + size;
  }
  FAIL("no entry ", name);
  return {};
}

const std::string kYes =
    "{\"first\":{\"q1\":\"yes\",\"q2\":[\"walk\",\"play\"],\"q4\":2.5},\"second\":{\"q5\":\"First "
    "<b>.\\n\\nSecond & last\\u0001.\",\"q6\":\"2015-03-13\"}}";

}  // namespace

TEST_CASE("a copy has every question with number, exact wording, options and the answer") {
  const std::string html = results::copy_html(Filled(kYes).request(false));
  CHECK(has(html, "<h3>1. Do you know a park?</h3>"));
  CHECK(has(html, "<p class=\"hint\">Any park.</p>"));
  CHECK(has(html, "<li>Walking</li>\n<li>Playing; games</li>\n<li>None of these</li>"));
  CHECK(has(html, "<ul class=\"several\"><li>Walking</li>\n<li>Playing; games</li>\n</ul>"));
  CHECK(has(html, "<h2>Your park</h2>"));
  CHECK(has(html, "<p>Some background.</p>\n<p>Second paragraph.</p>"));
  CHECK(has(html, "<p>13 March 2015</p>"));
  CHECK(has(html, "<p>2.5</p>"));
  CHECK(has(html, "<h3>3. How often?</h3>"));
}

TEST_CASE("a question without an answer says so in these words") {
  const std::string html = results::copy_html(Filled("{}").request(false));
  CHECK(has(html, "<p>No response.</p>"));
  const std::string docx = results::copy_docx(Filled("{}").request(false));
  CHECK(has(entry(docx, "word/document.xml"), ">No response.</w:t>"));
}

TEST_CASE("questions that routing passed over are listed once with the reason") {
  const std::string html = results::copy_html(Filled("{\"first\":{\"q1\":\"no\",\"q4\":1}}").request(true));
  CHECK(count(html, "What for?") == 1);
  CHECK(has(html, "2. What for?<br>Not asked, because of the answer to question 1."));
  CHECK(has(html, "3. How often?<br>Not asked, because of the answer to question 1."));
  // The section hangs on a calculation, and that on question 4.
  CHECK(has(html, "5. What should change?<br>Not asked, because of the answer to question 4."));
  CHECK(!has(html, "What you think"));
}

TEST_CASE("an answer that is kept but no longer asked is told, and not shown as a response") {
  const std::string html =
      results::copy_html(Filled("{\"first\":{\"q1\":\"no\",\"q3\":12345}}").request(false));
  CHECK(has(
      html,
      "3. How often?<br>Not asked, because of the answer to question 1. An answer given earlier is kept"));
  CHECK(!has(html, "12345"));
}

TEST_CASE("the questions that decide are found through what was itself not asked") {
  const std::string json =
      R"json({"takestock": 1, "id": "chain", "version": "1", "title": "T", "default_language": "en", "languages": ["en"],
    "choices": {"yn": [{"name": "yes", "label": "Yes"}, {"name": "no", "label": "No"}]},
    "survey": [{"type": "select_one yn", "name": "a", "number": "13", "label": "A"},
               {"type": "select_one yn", "name": "b", "number": "15", "label": "B", "relevant": "${a} = 'yes'"},
               {"type": "text", "name": "c", "number": "16", "label": "C", "relevant": "${b} = 'yes'"},
               {"type": "text", "name": "d", "label": "D", "relevant": "1 = 2"}]})json";
  const Filled filled("{\"a\":\"no\"}", json);
  const auto deciding = [&](const char* name) {
    std::string out;
    for (const survey::Slot slot :
         results::deciding_questions(*filled.response, filled.response->node_at(name)))
      out += std::string(filled.definition->node(slot).name) + " ";
    return out;
  };
  CHECK(deciding("c") == "a ");
  CHECK(deciding("b") == "a ");
  CHECK(deciding("d") == "");
  CHECK(deciding("a") == "");
  CHECK(has(results::copy_html(filled.request(false)), "D<br>Not asked, because of other answers."));
}

TEST_CASE("a draft says what it is on every page, a finished copy its reference and time") {
  const std::string draft = results::copy_html(Filled(kYes).request(false));
  CHECK(has(draft, "<p class=\"state\">DRAFT - NOT SENT</p>"));
  CHECK(has(draft, "@top-right{font:9pt Arial,sans-serif;content:\"DRAFT - NOT SENT\"}"));
  CHECK(!has(draft, "7K4M"));
  const std::string done = results::copy_html(Filled(kYes).request(true));
  CHECK(has(done, "<dt>Finished</dt><dd>4 March 2015, 01:00</dd>"));
  CHECK(has(done, "<dt>Reference</dt><dd>7K4M-2Q9X-3F</dd>"));
  CHECK(!has(done, "DRAFT"));
  CHECK(has(done, "<p class=\"state\">FINISHED - NOT SENT</p>"));
  CHECK(has(done, "content:\"FINISHED - NOT SENT\"}"));
}

TEST_CASE("a finished copy of a response that came from another device does not say that it is not sent") {
  const Filled filled(kYes);
  CopyRequest request = filled.request(true);
  request.received = true;
  CHECK(has(results::copy_html(request), "<p class=\"state\">FINISHED</p>"));
}

TEST_CASE("organisation and closing date come from the round, version and revision stand in the footer") {
  const Filled filled(kYes);
  CopyRequest request = filled.request(false);
  request.round.emplace();
  request.round->organisation = "Local <Government> Association";
  request.round->closes = kAt;
  const std::string html = results::copy_html(request);
  CHECK(has(html, "<dt>Consultation by</dt><dd>Local &lt;Government&gt; Association</dd>"));
  CHECK(has(html, "<dt>Closes</dt><dd>4 March 2015, 00:00</dd>"));
  const std::string footer =
      "Survey parks, version 2 (" + filled.definition->digest().substr(0, 12) + "), revision 17";
  CHECK(has(html, "@bottom-left{font:9pt Arial,sans-serif;content:\"" + footer + "\"}"));
  CHECK(has(html, filled.definition->digest()));
  CHECK(has(entry(results::copy_docx(request), "word/footer1.xml"), footer));
}

TEST_CASE("HTML stands alone: no script, nothing from elsewhere, a language, one main heading") {
  const std::string html = results::copy_html(Filled(kYes).request(true));
  CHECK(html.find("<!DOCTYPE html>\n<html lang=\"en-GB\">") == 0);
  CHECK(count(html, "<h1>") == 1);
  for (const char* absent : {"<script", "http:", "https:", "src=", "url(", "@import"})
    CHECK(!has(html, absent));
}

TEST_CASE("what people typed stays text in both formats, and control characters cannot break the file") {
  const std::string html = results::copy_html(Filled(kYes).request(true));
  CHECK(has(html, "<p>First &lt;b&gt;.</p>\n<p>Second &amp; last\xEF\xBF\xBD.</p>"));
  CHECK(has(html, "<h1>Parks &amp; &lt;gardens&gt;</h1>"));
  const std::string document = entry(results::copy_docx(Filled(kYes).request(true)), "word/document.xml");
  CHECK(has(document, "First &lt;b&gt;."));
  CHECK(has(document, "Second &amp; last\xEF\xBF\xBD."));
}

TEST_CASE("a Word copy has its parts, real headings, a language, and keeps a question with its answer") {
  const std::string docx = results::copy_docx(Filled(kYes).request(false));
  const std::string document = entry(docx, "word/document.xml");
  CHECK(has(document, "<w:pStyle w:val=\"Heading1\"/>"));
  CHECK(has(document,
            "<w:pStyle w:val=\"Heading3\"/></w:pPr><w:r><w:t xml:space=\"preserve\">1. Do you know a park?"));
  const std::string styles = entry(docx, "word/styles.xml");
  CHECK(has(styles, "<w:lang w:val=\"en-GB\"/>"));
  CHECK(has(styles,
            "w:styleId=\"Label\"><w:name w:val=\"Label\"/><w:basedOn "
            "w:val=\"Normal\"/><w:qFormat/><w:pPr><w:keepNext/>"));
  CHECK(has(entry(docx, "docProps/core.xml"),
            "<dc:title>Parks &amp; &lt;gardens&gt; - DRAFT - NOT SENT</dc:title>"));
  CHECK(has(entry(docx, "docProps/core.xml"), "<dc:language>en-GB</dc:language>"));
  CHECK(has(entry(docx, "word/footer1.xml"), " NUMPAGES "));
  CHECK(has(entry(docx, "word/header1.xml"), "DRAFT - NOT SENT"));
  for (const char* part : {"[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels",
                           "word/numbering.xml", "word/settings.xml"})
    CHECK(!entry(docx, part).empty());
}

TEST_CASE("the same request gives the same bytes") {
  CHECK(results::copy_docx(Filled(kYes).request(true)) == results::copy_docx(Filled(kYes).request(true)));
  CHECK(results::copy_html(Filled(kYes).request(true)) == results::copy_html(Filled(kYes).request(true)));
}

TEST_CASE("an answer that is not of the form asked for is shown as typed, and marked") {
  const Filled filled("{}");
  response::Changes changes;
  REQUIRE(filled.response->set(filled.response->node_at("q6"), "some time in spring", changes).ok());
  CHECK(has(results::copy_html(filled.request(false)),
            "some time in spring (as typed; not of the form that was asked for)"));
}

TEST_CASE("a list too long to print is counted instead") {
  std::string choices;
  for (int i = 0; i < 41; ++i)
    choices += std::string(i ? "," : "") + "{\"name\":\"c" + std::to_string(i) + "\",\"label\":\"Council " +
               std::to_string(i) + "\"}";
  const std::string json =
      "{\"takestock\":1,\"id\":\"long\",\"version\":\"1\",\"title\":\"T\",\"default_language\":\"en\","
      "\"languages\":[\"en\"],\"choices\":{\"all\":[" +
      choices + "]},\"survey\":[{\"type\":\"select_one all\",\"name\":\"council\",\"label\":\"Which?\"}]}";
  const std::string html = results::copy_html(Filled("{\"council\":\"c7\"}", json).request(true));
  CHECK(has(html, "41 options were offered."));
  CHECK(has(html, "<p>Council 7</p>"));
  CHECK(!has(html, "Council 8"));
}

TEST_CASE("a text is parted into paragraphs at blank lines and into lines at line ends") {
  using Lines = std::vector<std::vector<std::string>>;
  CHECK(results::paragraphs("a\nb\r\n\r\n \nc") == Lines{{"a", "b"}, {"c"}});
  CHECK(results::paragraphs("") == Lines{});
}

TEST_CASE("CRC-32 of the check text is what the standard says") {
  CHECK(results::crc32("123456789") == 0xCBF43926u);
  CHECK(results::crc32("") == 0u);
}

TEST_CASE("what XML cannot hold becomes the replacement character") {
  CHECK(results::escaped("a<b>&\"\t\n") == "a&lt;b&gt;&amp;&quot;\t\n");
  CHECK(results::escaped(std::string("\0\x1F\xEF\xBF\xBE\xFF", 6)) ==
        "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}
