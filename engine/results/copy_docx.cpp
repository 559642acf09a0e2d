#include "results/copy.h"
#include "results/copy_model.h"
#include "results/docx.h"

namespace takestock::results {

namespace {

std::string copy_styles() {
  const std::string bar = "<w:pBdr><w:left w:val=\"single\" w:sz=\"24\" w:space=\"8\" w:color=\"";
  return docx_style("State", "State", "<w:keepNext/>",
                    "<w:b/><w:sz w:val=\"26\"/><w:bdr w:val=\"single\" w:sz=\"12\" w:space=\"4\"/>") +
         docx_style("Hint", "Hint", "<w:keepNext/><w:keepLines/>", "<w:color w:val=\"484949\"/>") +
         docx_style("Option", "Option",
                    "<w:keepNext/><w:numPr><w:numId w:val=\"1\"/></w:numPr><w:spacing w:after=\"20\"/>", "") +
         docx_style("Answer", "Answer", (bar + "1D70B8\"/></w:pBdr><w:ind w:left=\"240\"/>").c_str(), "") +
         docx_style("Chosen", "Chosen answer", (bar + "1D70B8\"/></w:pBdr><w:ind w:left=\"240\"/>").c_str(),
                    "<w:b/>") +
         docx_style("NoAnswer", "No answer", (bar + "B1B4B6\"/></w:pBdr><w:ind w:left=\"240\"/>").c_str(),
                    "");
}

std::string facts(const CopyFacts& list) {
  std::string out;
  for (const auto& fact : list) {
    out += docx_paragraph("Normal",
                          docx_run(fact.first + ": ", "<w:rPr><w:b/></w:rPr>") + docx_run(fact.second));
  }
  return out;
}

std::string answer(const CopyQuestion& question, const Words& words) {
  const std::vector<std::string>& answers = question.answer;
  if (answers.empty()) return docx_text("NoAnswer", words.no_response);
  if (answers.size() == 1) return docx_text(question.chosen ? "Chosen" : "Answer", answers.front());
  std::string out;
  for (const std::string& one : answers)
    out += docx_text("Chosen", one, "<w:numPr><w:numId w:val=\"1\"/></w:numPr>");
  return out;
}

std::string question_part(const CopyPart& part, const Words& words) {
  const CopyQuestion& question = part.question;
  std::string out = docx_heading(part.level, question.heading);
  for (const std::string& hint : question.hints) out += docx_text("Hint", hint);
  if (!question.options_title.empty()) out += docx_text("Label", question.options_title);
  for (const std::string& option : question.options) out += docx_text("Option", option);
  return out + docx_text("Label", words.response) + answer(question, words);
}

std::string any_part(const CopyPart& one, const Words& words) {
  switch (one.kind) {
    case CopyPart::Kind::section:
      return docx_heading(one.level, one.text);
    case CopyPart::Kind::background:
      return docx_text("Normal", one.text);
    case CopyPart::Kind::question:
      return question_part(one, words);
  }
  return {};
}

std::string not_asked(const CopyModel& model) {
  if (model.not_asked.empty()) return {};
  std::string out = docx_heading(2, model.words->not_asked);
  for (const CopyNotAsked& item : model.not_asked) {
    std::string reason = item.reason;
    if (item.kept) reason += ' ' + std::string(model.words->kept);
    out += docx_text("Normal", item.heading, "<w:keepNext/>") +
           docx_text("Normal", reason, "<w:ind w:left=\"240\"/><w:spacing w:after=\"200\"/>");
  }
  return out;
}

std::string body(const CopyModel& model) {
  std::string out =
      docx_paragraph("State", docx_run(model.state)) + docx_heading(1, model.title) + facts(model.facts);
  for (const CopyPart& one : model.parts) out += any_part(one, *model.words);
  return out + not_asked(model) + docx_heading(2, model.words->about) + facts(model.about);
}

}  // namespace

std::string copy_docx(const CopyRequest& request) {
  const CopyModel model = copy_model(request);
  Docx docx;
  docx.title = model.title + " - " + model.state, docx.subject = model.footer;
  docx.language = model.language, docx.at = request.at, docx.offset_minutes = request.offset_minutes;
  docx.styles = copy_styles(), docx.body = body(model);
  docx.header = docx_run(model.title + '\t' + model.state);
  docx.footer = docx_run(model.footer + '\t') + docx_page_fields(model.words->page);
  return docx_file(docx);
}

}  // namespace takestock::results
