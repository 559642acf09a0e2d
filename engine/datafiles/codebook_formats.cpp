#include "base/json_writer.h"
#include "datafiles/codebook_file.h"
#include "datafiles/workbook_parts.h"
#include "expression/expression.h"
#include "results/markup.h"

namespace takestock::datafiles {

using results::escaped;

namespace {

struct MissingCode {
  const char *what, *spss, *stata;
};
constexpr MissingCode kMissing[] = {
    {"No answer: asked, and left blank", "-9; lower, with its label, where answers are as low", ".a"},
    {"Not asked: passed over by routing, or not in that version",
     "-1; lower, with its label, where answers are as low", ".b"},
    {"Don't know and the like, where it is a choice", "-8 to -2", ".c and on"}};

std::string code_text(const CodebookChoice& choice) { return expression::number_text(choice.number); }

std::string in_languages(const Wording& wording) {
  std::string text;
  for (const auto& [language, words] : wording)
    text += (text.empty() ? "" : "\n") + (wording.size() > 1 ? language + ": " : "") + words;
  return text;
}

// --- CSV

class CsvCodebook {
 public:
  explicit CsvCodebook(const results::Sink& sink) : csv_(sink, {}) {}

  Status write(const std::vector<CodebookEntry>& entries) {
    constexpr const char* kHead[] = {"variable", "spss",    "stata",     "number",   "wording",
                                     "type",     "routing", "condition", "versions", "code",
                                     "choice",   "label",   "missing"};
    for (const char* name : kHead) csv_.text(name);
    Status done = csv_.end_row();
    for (const CodebookEntry& entry : entries)
      if (done) done = write(entry);
    return done ? csv_.finish() : done;
  }

 private:
  Status write(const CodebookEntry& entry) {
    write_question(entry);
    for (int i = 0; i < 4; ++i) csv_.blank();
    Status done = csv_.end_row();
    for (const CodebookChoice& choice : entry.choices) {
      if (!done) return done;
      write_question(entry);
      csv_.text(code_text(choice)), csv_.text(choice.name), csv_.text(in_languages(choice.label));
      csv_.text(choice.dont_know ? "don't know" : "");
      done = csv_.end_row();
    }
    return done;
  }

  void write_question(const CodebookEntry& entry) {
    std::string versions;
    for (const std::string& version : entry.versions) versions += (versions.empty() ? "" : "; ") + version;
    for (const std::string& text :
         {entry.variable, entry.spss, entry.stata, entry.number, in_languages(entry.wording),
          entry.type.empty() ? std::string(type_word(entry.values)) : entry.type, in_languages(entry.routing),
          entry.condition, versions})
      csv_.text(text);
  }

  results::CsvWriter csv_;
};

// --- JSON

class JsonCodebook {
 public:
  std::string write(const std::vector<CodebookEntry>& entries, const FileDescription& description) {
    out_ = "{\"title\":";
    json::append_string(out_, description.title);
    out_ += ",\"missing\":[";
    for (const MissingCode& code : kMissing) {
      out_ += &code == kMissing ? "{" : ",{";
      member("what", code.what), member("spss", code.spss), member("stata", code.stata);
      out_ += '}';
    }
    out_ += "],\"variables\":[";
    for (const CodebookEntry& entry : entries) {
      out_ += &entry == &entries.front() ? "\n{" : ",\n{";
      write(entry);
      out_ += '}';
    }
    return out_ + "\n]}\n";
  }

 private:
  void name(const char* member) {
    if (out_.back() != '{' && out_.back() != '[') out_ += ',';
    json::append_string(out_, member);
    out_ += ':';
  }

  void member(const char* member_name, const std::string& text) {
    name(member_name);
    json::append_string(out_, text);
  }

  void member(const char* member_name, const Wording& wording) {
    name(member_name);
    out_ += '{';
    for (const auto& [language, words] : wording) member(language.c_str(), words);
    out_ += '}';
  }

  void write(const CodebookEntry& entry) {
    member("variable", entry.variable), member("spss", entry.spss), member("stata", entry.stata);
    member("question", entry.question), member("number", entry.number), member("type", entry.type);
    member("values", type_word(entry.values)), member("wording", entry.wording), member("hint", entry.hint);
    member("routing", entry.routing), member("condition", entry.condition);
    name("versions");
    out_ += '[';
    for (const std::string& version : entry.versions) {
      if (&version != &entry.versions.front()) out_ += ',';
      json::append_string(out_, version);
    }
    out_ += ']';
    name("choices");
    out_ += '[';
    for (const CodebookChoice& choice : entry.choices) write(choice, &choice == &entry.choices.front());
    out_ += ']';
  }

  void write(const CodebookChoice& choice, bool first) {
    out_ += first ? "{" : ",{";
    name("code");
    out_ += code_text(choice);
    member("name", choice.name), member("label", choice.label);
    name("dont_know");
    out_ += choice.dont_know ? "true" : "false";
    out_ += '}';
  }

  std::string out_;
};

// --- HTML

constexpr char kStyle[] =
    "body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 "
    "1rem;color:#1a1a1a;background:#fff}"
    "h2{font-size:1.1rem;margin:2rem 0 .3rem;border-top:1px solid #999;padding-top:1rem}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:.5rem 0}dd{margin:0}"
    "table{border-collapse:collapse;margin:.5rem 0}th,td{border:1px solid #999;padding:.2rem "
    ".6rem;text-align:left;"
    "vertical-align:top}code{overflow-wrap:anywhere}@media "
    "print{h2{break-after:avoid}table{break-inside:avoid}}";

class HtmlCodebook {
 public:
  std::string write(const std::vector<CodebookEntry>& entries, const FileDescription& description) {
    const std::string title = escaped("Codebook: " + description.title);
    out_ = "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><title>" + title +
           "</title><meta name=\"viewport\" content=\"width=device-width\"><style>" + kStyle +
           "</style></head><body><main><h1>" + title + "</h1>";
    for (const std::string& note : description.notes) out_ += "<p>" + escaped(note) + "</p>";
    write_missing();
    for (const CodebookEntry& entry : entries) write(entry);
    return out_ + "</main></body></html>\n";
  }

 private:
  void write_missing() {
    out_ +=
        "<table><caption>Where there is no answer</caption><tr><th scope=\"col\">What it means</th>"
        "<th scope=\"col\">SPSS</th><th scope=\"col\">Stata</th></tr>";
    for (const MissingCode& code : kMissing)
      out_ += "<tr><th scope=\"row\">" + escaped(code.what) + "</th><td>" + escaped(code.spss) + "</td><td>" +
              escaped(code.stata) + "</td></tr>";
    out_ += "</table>";
  }

  void words(const char* tag, const Wording& wording) {
    for (const auto& [language, text] : wording) {
      out_ += std::string("<") + tag + (language.empty() ? "" : " lang=\"" + escaped(language) + "\"") + ">";
      out_ += escaped(text) + "</" + tag + ">";
    }
  }

  void fact(const char* what, const std::string& text) {
    if (!text.empty()) out_ += std::string("<dt>") + what + "</dt><dd>" + escaped(text) + "</dd>";
  }

  void write(const CodebookEntry& entry) {
    out_ += "<section><h2><code>" + escaped(entry.variable) + "</code></h2>";
    words("p", entry.wording), words("p", entry.hint);
    out_ += "<dl>";
    fact("Number", entry.number), fact("Choice", entry.choice), fact("Type", entry.type);
    fact("Values", type_word(entry.values)), fact("In SPSS", entry.spss), fact("In Stata", entry.stata);
    if (!entry.routing.empty()) out_ += "<dt>Routing</dt>", words("dd", entry.routing);
    if (!entry.condition.empty())
      out_ += "<dt>Condition</dt><dd><code>" + escaped(entry.condition) + "</code></dd>";
    std::string versions;
    for (const std::string& version : entry.versions) versions += (versions.empty() ? "" : ", ") + version;
    fact("Versions", versions);
    out_ += "</dl>";
    if (!entry.choices.empty()) write_choices(entry);
    out_ += "</section>\n";
  }

  void write_choices(const CodebookEntry& entry) {
    out_ +=
        "<table><tr><th scope=\"col\">Code</th><th scope=\"col\">Name</th><th scope=\"col\">Label</th></tr>";
    for (const CodebookChoice& choice : entry.choices) {
      out_ += "<tr><td>" + code_text(choice) + "</td><td>" + escaped(choice.name) + "</td><td>";
      words("div", choice.label);
      out_ += "</td></tr>";
    }
    out_ += "</table>";
  }

  std::string out_;
};

}  // namespace

Status write_codebook(const std::vector<CodebookEntry>& entries, const FileDescription& description,
                      CodebookFormat format, const results::Sink& sink) {
  if (format == CodebookFormat::csv) return CsvCodebook(sink).write(entries);
  if (format == CodebookFormat::json) return sink(JsonCodebook().write(entries, description));
  return sink(HtmlCodebook().write(entries, description));
}

}  // namespace takestock::datafiles
