#include "unit/datafiles/read_back.h"

#include <doctest/doctest.h>
#include <readstat.h>

#include <algorithm>
#include <cstring>

#include "expression/expression.h"

namespace read_back {

namespace {

struct Reading {
  const std::string& bytes;
  std::size_t at = 0;
  File file{};
};

Reading& reading(void* context) { return *static_cast<Reading*>(context); }

std::string value_text(readstat_value_t value) {
  if (readstat_value_is_tagged_missing(value)) return std::string(".") + readstat_value_tag(value);
  if (readstat_value_is_system_missing(value)) return ".";
  if (readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING) {
    const char* const text = readstat_string_value(value);
    return text ? text : "";
  }
  return takestock::expression::number_text(readstat_double_value(value));
}

int on_variable(int, readstat_variable_t* variable, const char* labels, void* context) {
  const auto text = [](const char* words) { return std::string(words ? words : ""); };
  Variable is{readstat_variable_get_name(variable),
              text(readstat_variable_get_label(variable)),
              text(readstat_variable_get_format(variable)),
              text(labels),
              {}};
  for (int i = 0; i < readstat_variable_get_missing_ranges_count(variable); ++i) {
    const std::string low = value_text(readstat_variable_get_missing_range_lo(variable, i));
    const std::string high = value_text(readstat_variable_get_missing_range_hi(variable, i));
    is.missing.push_back(low == high ? low : low + ".." + high);
  }
  reading(context).file.variables.push_back(is);
  return READSTAT_HANDLER_OK;
}

int on_value(int row, readstat_variable_t* variable, readstat_value_t value, void* context) {
  auto& rows = reading(context).file.rows;
  rows.resize(std::max(rows.size(), static_cast<std::size_t>(row) + 1));
  const bool declared = readstat_value_is_defined_missing(value, variable);
  rows[static_cast<std::size_t>(row)].push_back(value_text(value) + (declared ? "!" : ""));
  return READSTAT_HANDLER_OK;
}

int on_label(const char* set, readstat_value_t value, const char* label, void* context) {
  reading(context).file.labels[set][value_text(value)] = label;
  return READSTAT_HANDLER_OK;
}

int on_note(int, const char* note, void* context) {
  reading(context).file.notes.push_back(note);
  return READSTAT_HANDLER_OK;
}

int on_open(const char*, void*) { return 0; }
int on_close(void*) { return 0; }
readstat_off_t on_seek(readstat_off_t offset, readstat_io_flags_t from, void* context) {
  Reading& is = reading(context);
  const auto base = from == READSTAT_SEEK_SET ? 0 : from == READSTAT_SEEK_CUR ? is.at : is.bytes.size();
  is.at = base + static_cast<std::size_t>(offset);
  return static_cast<readstat_off_t>(is.at);
}
ssize_t on_read(void* out, std::size_t size, void* context) {
  Reading& is = reading(context);
  const std::size_t taken = std::min(size, is.bytes.size() - std::min(is.at, is.bytes.size()));
  std::memcpy(out, is.bytes.data() + is.at, taken);
  is.at += taken;
  return static_cast<ssize_t>(taken);
}

template <typename Parse>
File read(const std::string& bytes, const Parse& parse) {
  Reading is{bytes};
  readstat_parser_t* parser = readstat_parser_init();
  readstat_set_variable_handler(parser, on_variable);
  readstat_set_value_handler(parser, on_value);
  readstat_set_value_label_handler(parser, on_label);
  readstat_set_note_handler(parser, on_note);
  readstat_set_open_handler(parser, on_open);
  readstat_set_close_handler(parser, on_close);
  readstat_set_seek_handler(parser, on_seek);
  readstat_set_read_handler(parser, on_read);
  readstat_set_io_ctx(parser, &is);
  const readstat_error_t error = parse(parser, "memory", &is);
  if (error != READSTAT_OK) is.file.error = readstat_error_message(error);
  readstat_parser_free(parser);
  return is.file;
}

}  // namespace

const Variable& File::variable(const std::string& name) const {
  for (const Variable& is : variables)
    if (is.name == name) return is;
  FAIL("There is no variable " << name);
  return variables.front();
}

std::string File::cell(std::size_t row, const std::string& name) const {
  return rows.at(row).at(static_cast<std::size_t>(&variable(name) - variables.data()));
}

std::map<std::string, std::string> File::labels_of(const std::string& name) const {
  const auto found = labels.find(variable(name).label_set);
  return found == labels.end() ? std::map<std::string, std::string>() : found->second;
}

File sav(const std::string& bytes) { return read(bytes, readstat_parse_sav); }
File dta(const std::string& bytes) { return read(bytes, readstat_parse_dta); }

}  // namespace read_back
