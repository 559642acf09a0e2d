#include "results/copy.h"
#include "results/copy_model.h"
#include "results/markup.h"

namespace takestock::results {

namespace {

constexpr char kStyle[] =
    "body{font:100%/1.5 Arial,'Liberation Sans',sans-serif;color:#0b0c0c;max-width:42em;margin:1.5em "
    "auto;padding:0 1em}"
    "h1{font-size:1.9em;line-height:1.2;margin:.3em 0}h2{font-size:1.4em;line-height:1.25;margin:1.8em 0 "
    ".4em}"
    "h3,h4{font-size:1.1em;line-height:1.35;margin:1.4em 0 .3em}"
    ".state{border:2px solid;padding:.4em .8em;font-weight:bold;display:inline-block;margin:0}"
    "dl{margin:1em 0}dl "
    "div{display:flex;flex-wrap:wrap;column-gap:.5em}dt{font-weight:bold}dt::after{content:':'}dd{margin:0;"
    "overflow-wrap:anywhere}"
    ".hint{color:#484949;margin:.2em 0}.label{margin:.5em 0 0}ul{margin:.1em 0 .3em;padding-left:1.4em}"
    ".label,h1,h2,h3,h4{break-after:avoid}.answer{border-left:4px solid "
    "#1d70b8;padding-left:.8em;margin:.3em 0;break-before:avoid;"
    "overflow-wrap:anywhere}.chosen{font-weight:bold}"
    ".answer.none{border-color:#b1b4b6}.answer p{margin:.3em 0;white-space:pre-wrap}"
    "p,li{orphans:2;widows:2}.options{break-inside:avoid}footer{border-top:1px solid "
    "#b1b4b6;margin-top:2em;font-size:.9em}"
    "@media print{body{font-size:11pt;max-width:none;margin:0;padding:0}.ask,.none{break-inside:avoid}"
    // Room for the first lines of the answer, kept with the question also where a browser does not know
    // break-before; the answer stands in it.
    ".ask::after{content:'';display:block;height:4.5em;margin-bottom:-4.5em}}";

class HtmlWriter {
 public:
  explicit HtmlWriter(const CopyModel& model) : model_(model) {}

  std::string write() {
    head();
    out_ += "<header><p class=\"state\">" + escaped(model_.state) + "</p>";
    element("h1", model_.title);
    facts(model_.facts);
    out_ += "</header>\n<main>\n";
    for (const CopyPart& part : model_.parts) write_part(part);
    not_asked();
    out_ += "</main>\n<footer>";
    element("h2", model_.words->about);
    facts(model_.about);
    out_ += "</footer>\n</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  void element(const char* tag, const std::string& text, const char* kind = nullptr) {
    out_ += '<' + std::string(tag) + (kind ? " class=\"" + std::string(kind) + '"' : "") + '>';
    lines(text);
    out_ += "</" + std::string(tag) + ">\n";
  }

  void lines(const std::string& text) {
    bool first = true;
    for (const auto& paragraph : paragraphs(text)) {
      for (const std::string& line : paragraph) {
        if (!first) out_ += "<br>";
        append_escaped(out_, line);
        first = false;
      }
    }
  }

  void text_block(const std::string& text, const char* kind = nullptr) {
    for (const auto& paragraph : paragraphs(text)) {
      std::string joined;
      for (const std::string& line : paragraph) joined += (joined.empty() ? "" : "\n") + line;
      element("p", joined, kind);
    }
  }

  /// A text inside a CSS string: everything but letters, digits and plain punctuation as a numbered escape.
  static std::string css_string(const std::string& text) {
    constexpr char kHex[] = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      const bool plain = byte >= 0x80 || (byte >= 0x20 && c != '"' && c != '\\' && c != '<' && c != '&');
      if (plain) {
        out += c;
      } else {
        out += '\\';
        out += kHex[byte >> 4];
        out += kHex[byte & 15];
        out += ' ';
      }
    }
    return out + '"';
  }

  /// "Page {1} of {2}" as the value of a CSS content property.
  std::string page_counter() const {
    std::string out;
    std::string_view rest = model_.words->page;
    for (std::size_t at = rest.find('{'); at != std::string_view::npos; at = rest.find('{')) {
      out += css_string(std::string(rest.substr(0, at)));
      out += rest[at + 1] == '1' ? " counter(page) " : " counter(pages) ";
      rest.remove_prefix(at + 3);
    }
    return out + css_string(std::string(rest));
  }

  void head() {
    out_ = "<!DOCTYPE html>\n<html lang=\"" + escaped(model_.language) +
           "\">\n<head>\n<meta charset=\"utf-8\">\n";
    out_ +=
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta "
        "http-equiv=\"Content-Security-Policy\" "
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>" +
        escaped(model_.title) + " - " + escaped(model_.state) + "</title>\n<style>" + kStyle;
    out_ += "@page{size:A4;margin:18mm 18mm 22mm;@top-right{font:9pt Arial,sans-serif;content:" +
            css_string(model_.state) +
            "}@bottom-left{font:9pt Arial,sans-serif;content:" + css_string(model_.footer) +
            "}@bottom-right{font:9pt Arial,sans-serif;white-space:nowrap;content:" + page_counter() + "}}";
    out_ += "</style>\n</head>\n<body>\n";
  }

  void facts(const CopyFacts& list) {
    out_ += "<dl>";
    for (const auto& fact : list) {
      out_ += "<div><dt>" + escaped(fact.first) + "</dt><dd>" + escaped(fact.second) + "</dd></div>";
    }
    out_ += "</dl>\n";
  }

  void write_part(const CopyPart& part) {
    switch (part.kind) {
      case CopyPart::Kind::section:
        return element(heading_tag(part.level), part.text);
      case CopyPart::Kind::background:
        return text_block(part.text);
      case CopyPart::Kind::question:
        return write_question(part);
    }
  }

  static const char* heading_tag(int level) { return level == 2 ? "h2" : level == 3 ? "h3" : "h4"; }

  void write_question(const CopyPart& part) {
    const CopyQuestion& question = part.question;
    out_ += "<div class=\"ask\">";
    element(heading_tag(part.level), question.heading);
    for (const std::string& hint : question.hints) text_block(hint, "hint");
    if (!question.options_title.empty()) element("p", question.options_title, "label");
    if (!question.options.empty()) list(question.options, "options");
    element("p", model_.words->response, "label");
    out_ += "</div>\n";
    answer(question);
  }

  void list(const std::vector<std::string>& items, const char* kind) {
    out_ += "<ul class=\"" + std::string(kind) + "\">";
    for (const std::string& item : items) element("li", item);
    out_ += "</ul>\n";
  }

  void answer(const CopyQuestion& question) {
    const std::vector<std::string>& answers = question.answer;
    const char* kind = answers.empty() ? "answer none" : question.chosen ? "answer chosen" : "answer";
    out_ += "<div class=\"" + std::string(kind) + "\">";
    if (answers.empty()) element("p", model_.words->no_response);
    if (answers.size() == 1) text_block(answers.front());
    if (answers.size() > 1) list(answers, "several");
    out_ += "</div>\n";
  }

  void not_asked() {
    if (model_.not_asked.empty()) return;
    element("h2", model_.words->not_asked);
    out_ += "<ul>";
    for (const CopyNotAsked& item : model_.not_asked) {
      out_ += "<li>";
      lines(item.heading);
      out_ += "<br>" + escaped(item.reason);
      if (item.kept) out_ += ' ' + escaped(model_.words->kept);
      out_ += "</li>\n";
    }
    out_ += "</ul>\n";
  }

  const CopyModel& model_;
  std::string out_;
};

}  // namespace

std::string copy_html(const CopyRequest& request) { return HtmlWriter(copy_model(request)).write(); }

}  // namespace takestock::results
