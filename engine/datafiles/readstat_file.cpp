#include "datafiles/readstat_file.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace takestock::datafiles {

namespace {

constexpr std::size_t kBufferBytes = 256 * 1024;

/// The beginning of an extension record of a .sav (PSPP developer's guide, "Long Variable Names Record").
struct InfoRecord {
  std::int32_t type = 0, subtype = 0, size = 0, count = 0;
};
constexpr std::int32_t kInfoRecord = 7, kLongNames = 13;

/// Parts of at most `bytes`, at blanks where there are any.
std::vector<std::string> lines_of(std::string_view text, std::size_t bytes) {
  std::vector<std::string> lines;
  while (text.size() > bytes) {
    std::size_t end = text.substr(0, bytes + 1).rfind(' ');
    const bool blank = end != std::string_view::npos && end > 0;
    if (!blank) end = whole_characters(text, bytes);
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end + (blank ? 1 : 0));
  }
  lines.emplace_back(text);
  return lines;
}

}  // namespace

std::vector<FileVariable> file_variables(const std::vector<Variable>& variables, NameRule rule) {
  std::vector<FileVariable> out;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < variables.size(); ++i) {
    const Variable& variable = variables[i];
    out.push_back({i, false, "", variable.label});
    names.push_back(variable.name);
    if (variable.type != Type::text || !variable.routed) continue;
    out.push_back({i, true, "", "Asked: " + variable.label});
    names.push_back(variable.name + "_asked");
  }
  names = valid_names(names, rule);
  for (std::size_t i = 0; i < out.size(); ++i) out[i].name = std::move(names[i]);
  return out;
}

ReadstatFile::ReadstatFile(const results::Sink& sink, const FileDescription& description)
    : sink_(sink), writer_(readstat_writer_init()) {
  readstat_set_data_writer(writer(), &ReadstatFile::take);
  readstat_writer_set_file_timestamp(writer(), description.made_at / 1000);
}

ssize_t ReadstatFile::take(const void* bytes, std::size_t size, void* context) {
  ReadstatFile& file = *static_cast<ReadstatFile*>(context);
  const std::string_view text(static_cast<const char*>(bytes), size);
  if (!file.take_long_names(text)) file.buffer_ += text;
  if (file.buffer_.size() < kBufferBytes) return static_cast<ssize_t>(size);
  const Status flushed = file.flush();
  if (flushed) return static_cast<ssize_t>(size);
  file.error_ = flushed.error();
  return 0;
}

/// True: these bytes are of the record of long names, which was written instead.
bool ReadstatFile::take_long_names(std::string_view bytes) {
  if (passed_over_ > 0) {
    passed_over_ -= std::min(passed_over_, bytes.size());
    return true;
  }
  InfoRecord record;
  if (long_names_.empty() || bytes.size() != sizeof record) return false;
  std::memcpy(&record, bytes.data(), sizeof record);
  if (record.type != kInfoRecord || record.subtype != kLongNames) return false;
  passed_over_ = static_cast<std::size_t>(record.count);
  record.count = static_cast<std::int32_t>(long_names_.size());
  buffer_.append(reinterpret_cast<const char*>(&record), sizeof record);
  buffer_ += std::exchange(long_names_, {});
  return true;
}

Status ReadstatFile::flush() {
  Status status = sink_(buffer_);
  buffer_.clear();
  return status;
}

Status ReadstatFile::check(readstat_error_t error) const {
  if (error == READSTAT_OK) return Done{};
  if (error_) return *error_;
  const bool limit =
      error == READSTAT_ERROR_NUMERIC_VALUE_IS_OUT_OF_RANGE || error == READSTAT_ERROR_TOO_MANY_COLUMNS;
  return Error{limit ? Code::limit : Code::internal,
               std::string("The file cannot hold this: ") + readstat_error_message(error) + ".", ""};
}

std::string ReadstatFile::label(const std::string& name, const std::string& whole, std::size_t bytes) {
  std::string label = shortened(whole, bytes);
  std::replace(label.begin(), label.end(), '\0', ' ');
  if (label.size() < whole.size() || label != whole) whole_labels_.push_back(name + ": " + whole);
  return label;
}

void ReadstatFile::add_notes(const std::vector<std::string>& notes, std::size_t bytes) {
  const auto add = [&](std::string note) {
    for (char& c : note)
      if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    for (const std::string& line : lines_of(note, bytes)) readstat_add_note(writer(), line.c_str());
  };
  for (const std::string& note : notes) add(note);
  for (const std::string& whole : whole_labels_) add(whole);
}

const char* ReadstatFile::text(std::string_view text, std::size_t bytes) {
  const std::size_t kept = whole_characters(text, bytes);
  if (kept < text.size()) ++cut_texts_;
  scratch_.assign(text.substr(0, kept));
  std::replace(scratch_.begin(), scratch_.end(), '\0', ' ');
  return scratch_.c_str();
}

Status ReadstatFile::finish() {
  if (Status ended = check(readstat_end_writing(writer())); !ended) return ended;
  return flush();
}

}  // namespace takestock::datafiles
