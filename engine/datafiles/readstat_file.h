// ReadStat's writer with what SPSS and Stata files have in common. Private to the room.
#pragma once

#include <readstat.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "datafiles/names.h"
#include "datafiles/statistics_files.h"

namespace takestock::datafiles {

/// A variable of the file: one of the source's, or whether a text was asked for.
struct FileVariable {
  std::size_t source;
  bool asked;  ///< the second kind
  std::string name, label;
};
/// In the file's order, with valid names.
std::vector<FileVariable> file_variables(const std::vector<Variable>& variables, NameRule rule);

inline constexpr char kSkippedLabel[] = "No answer", kNotAskedLabel[] = "Not asked", kAskedLabel[] = "Asked";

class ReadstatFile {
 public:
  ReadstatFile(const results::Sink& sink, const FileDescription& description);

  readstat_writer_t* writer() { return writer_.get(); }
  Status check(readstat_error_t error) const;
  /// Text of a label or name, shortened; where that took something away, `whole` is noted for add_notes().
  std::string label(const std::string& name, const std::string& whole, std::size_t bytes);
  /// Lines of at most `bytes`.
  void add_notes(const std::vector<std::string>& notes, std::size_t bytes);
  /// As ReadStat wants a text: ends with NUL, at most `bytes`; valid until the next call.
  const char* text(std::string_view text, std::size_t bytes);
  std::size_t cut_texts() const { return cut_texts_; }
  /// SPSS files name variables twice: in 8 bytes, and in a record of "SHORT=long" parted by TAB. ReadStat
  /// makes the short ones from the long ones, and those of a long text's segments so that "q1" has a segment
  /// "Q10", which a question q10 is called, too; readers then mix them up. Here the writer knows the short
  /// ones only, and `record` takes the place of its own.
  void set_long_names(std::string record) { long_names_ = std::move(record); }
  Status finish();

 private:
  struct Free {
    void operator()(readstat_writer_t* writer) const { readstat_writer_free(writer); }
  };
  static ssize_t take(const void* bytes, std::size_t size, void* file);
  bool take_long_names(std::string_view bytes);
  Status flush();
  const results::Sink& sink_;
  std::unique_ptr<readstat_writer_t, Free> writer_;
  std::string buffer_, scratch_, long_names_;
  std::size_t passed_over_ = 0;  ///< bytes of ReadStat's own record that are still to come
  std::vector<std::string> whole_labels_;
  std::optional<Error> error_;
  std::size_t cut_texts_ = 0;
};

}  // namespace takestock::datafiles
