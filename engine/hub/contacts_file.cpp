#include "hub/contacts_file.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/utf8.h"
#include "results/csv.h"

namespace takestock::hub {
namespace {

constexpr std::size_t kSampleRows = 5;

/// How a field is called in requests and replies, in sentences, and in the headers of lists.
struct FieldNames {
  const char* name;
  const char* words;
  std::size_t characters;
  std::vector<std::string_view> headers;  ///< small letters and digits only, likeliest first
};

const std::array<FieldNames, kContactFields>& fields() {
  static const std::array<FieldNames, kContactFields> kFields = {{
      {"name",
       "name",
       200,
       {"name", "fullname", "contactname", "contact", "displayname", "firstname", "forename", "givenname"}},
      {"surname", "surname", 200, {"surname", "lastname", "familyname"}},
      {"email", "e-mail address", 254, {"email", "emailaddress", "mail", "contactemail", "emailid"}},
      {"organisation",
       "organisation",
       200,
       {"organisation", "organization", "council", "authority", "localauthority", "councilname",
        "authorityname", "company", "employer"}},
      {"role", "role", 200, {"role", "jobtitle", "position", "job", "post"}},
      {"council_type",
       "council type",
       100,
       {"counciltype", "authoritytype", "typeofcouncil", "typeofauthority", "type", "tier"}},
      {"region", "region", 100, {"region", "area"}},
      {"id", "id", 100, {"id", "contactid", "reference", "ref", "uniqueid", "key"}},
  }};
  return kFields;
}

std::size_t index(ContactField field) { return static_cast<std::size_t>(field); }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower(std::string text) {
  for (char& c : text) c = lower(c);
  return text;
}

/// "E-mail address" -> "emailaddress"
std::string letters_of(std::string_view header) {
  std::string out;
  for (const char c : header) {
    const char small = lower(c);
    if ((small >= 'a' && small <= 'z') || (small >= '0' && small <= '9')) out += small;
  }
  return out;
}

bool is_blank(char32_t c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0xA0 || c == 0xFEFF ||
         (c >= 0x2000 && c <= 0x200B) || c == 0x202F || c == 0x3000;
}

bool has_control(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = utf8_next(text, at);
    if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFFFD) return true;
  }
  return false;
}

bool plain_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

/// A domain as mail servers take it: letters, digits and hyphens between dots.
bool is_domain(std::string_view domain) {
  std::size_t label = 0, labels = 1;
  for (const char c : domain) {
    const char small = lower(c);
    if (c == '.' && label == 0) return false;
    if (c == '.') ++labels;
    if (c != '.' && c != '-' && !(small >= 'a' && small <= 'z') && !(c >= '0' && c <= '9')) return false;
    label = c == '.' ? 0 : label + 1;
  }
  return label > 0 && labels > 1;
}

std::string email_mistake(const std::string& email) {
  if (email.empty()) return "";
  const std::size_t at = email.find('@');
  if (at == std::string::npos) return "the e-mail address has no @";
  if (email.find('@', at + 1) != std::string::npos)
    return "there is more than one e-mail address, or an @ too many";
  if (email.find(' ') != std::string::npos) return "the e-mail address has a space in it";
  if (!plain_ascii(email)) return "the e-mail address has a letter that e-mail addresses cannot have";
  if (email.find_first_of("()<>[]:;,\\\"") != std::string::npos)
    return "the e-mail address has a sign that e-mail addresses cannot have";
  if (at == 0 || at > 64) return "the part of the e-mail address before the @ is missing or too long";
  if (!is_domain(std::string_view(email).substr(at + 1)))
    return "what stands behind the @ of the e-mail address is no domain, such as example.org";
  return "";
}

std::string text_mistake(ContactField field, const std::string& value) {
  const FieldNames& names = fields()[index(field)];
  const std::size_t characters = utf8_length(value);
  if (characters > names.characters) {
    return std::string("the ") + names.words + " is " + std::to_string(characters) +
           " characters long; at most " + std::to_string(names.characters) + " can be kept";
  }
  if (has_control(value)) return std::string("the ") + names.words + " has a character that cannot be read";
  return "";
}

std::string key_of(const ContactDetails& details, const std::string& id) {
  if (!id.empty()) return "id:" + id;
  if (!details.email.empty()) return "email:" + lower(details.email);
  return "name:" + lower(details.organisation + "\n" + details.role + "\n" + details.name);
}

Error limit(const std::string& sentence) { return {Code::limit, sentence, ""}; }

/// Reads the records one after the other.
class ContactsReader {
 public:
  ContactsReader(ContactsFile& file, std::string_view mapping) : file_(file), wanted_(mapping) {}

  Status record(std::size_t line, std::vector<std::string>& cells) {
    row_ += line - next_line_ + 1;  // a spreadsheet shows blank lines as rows
    next_line_ = line + 1;
    for (const std::string& cell : cells)
      next_line_ += static_cast<std::size_t>(std::count(cell.begin(), cell.end(), '\n'));
    if (std::all_of(cells.begin(), cells.end(),
                    [](const std::string& cell) { return one_line(cell).empty(); }))
      return Done{};
    if (cells.size() > kContactColumns && file_.columns.empty())
      return limit("This file has " + std::to_string(cells.size()) + " columns; at most 200 can be read.");
    if (file_.columns.empty()) return header(cells);
    if (++file_.rows > kContactRows) return limit("This file has more than 100,000 rows.");
    if (file_.sample.size() < kSampleRows) file_.sample.push_back(cells);
    return contact(cells);
  }

  Status finish() {
    if (file_.columns.empty()) return Error{Code::bad_text, "This file has no header row.", ""};
    return mapped_ ? Status(Done{}) : settle_mapping({});
  }

 private:
  Status header(const std::vector<std::string>& cells) {
    for (const std::string& cell : cells) file_.columns.push_back(one_line(cell));
    return Done{};
  }

  Status contact(const std::vector<std::string>& cells) {
    if (!mapped_) {
      if (Status settled = settle_mapping(cells); !settled) return settled;
    }
    NewContact made;
    made.row = row_;
    std::string mistake = surplus(cells);
    if (mistake.empty()) mistake = take(cells, made);
    if (!mistake.empty())
      file_.problems.push_back({row_, "Row " + std::to_string(row_) + ": " + mistake + "."});
    else
      file_.contacts.push_back(std::move(made));
    return Done{};
  }

  Status settle_mapping(const std::vector<std::string>& first) {
    mapped_ = true;
    if (wanted_.empty()) {
      guess(first);
      return Done{};
    }
    Result<ContactMapping> mapping = read_mapping(wanted_, file_.columns.size());
    if (!mapping) return mapping.error();
    file_.mapping = *mapping;
    return Done{};
  }

  void guess(const std::vector<std::string>& first) {
    std::vector<std::string> headers;
    for (const std::string& column : file_.columns) headers.push_back(letters_of(column));
    for (std::size_t field = 0; field < kContactFields; ++field) {
      file_.mapping[field] = -1;
      for (const std::string_view known : fields()[field].headers) {
        const auto found = std::find(headers.begin(), headers.end(), known);
        if (found == headers.end()) continue;
        file_.mapping[field] = static_cast<int>(found - headers.begin());
        found->clear();
        break;
      }
    }
    int& email = file_.mapping[index(ContactField::email)];
    for (std::size_t i = 0; email < 0 && i < std::min(first.size(), headers.size()); ++i) {
      if (!headers[i].empty() && first[i].find('@') != std::string::npos) email = static_cast<int>(i);
    }
  }

  std::string surplus(const std::vector<std::string>& cells) const {
    for (std::size_t i = file_.columns.size(); i < cells.size(); ++i) {
      if (!cells[i].empty())
        return "it has " + std::to_string(cells.size()) + " cells, the header has " +
               std::to_string(file_.columns.size());
    }
    return "";
  }

  std::string value(const std::vector<std::string>& cells, ContactField field) const {
    const int column = file_.mapping[index(field)];
    return column < 0 || static_cast<std::size_t>(column) >= cells.size()
               ? ""
               : one_line(cells[static_cast<std::size_t>(column)]);
  }

  /// What is wrong with the row, or "" and the contact.
  std::string take(const std::vector<std::string>& cells, NewContact& made) {
    ContactDetails& details = made.details;
    const std::string surname = value(cells, ContactField::surname), id = value(cells, ContactField::id);
    details.name = value(cells, ContactField::name);
    if (!surname.empty()) details.name += (details.name.empty() ? "" : " ") + surname;
    details.email = value(cells, ContactField::email);
    details.organisation = value(cells, ContactField::organisation);
    details.role = value(cells, ContactField::role);
    details.council_type = value(cells, ContactField::council_type);
    details.region = value(cells, ContactField::region);
    std::string mistake = contact_mistake(details);
    if (mistake.empty()) mistake = text_mistake(ContactField::id, id);
    if (!mistake.empty()) return mistake;
    made.source_key = key_of(details, id);
    return twice(made, id);
  }

  std::string twice(const NewContact& made, const std::string& id) {
    const auto [known, fresh] = keys_.emplace(made.source_key, row_);
    if (fresh) return "";
    const std::string other = " as row " + std::to_string(known->second);
    if (!id.empty()) return "it has the same id" + other;
    if (made.details.email.empty()) return "it has the same organisation, role and name" + other;
    return "it has the same e-mail address" + other +
           "; if these are two people, add a column with an id for each";
  }

  ContactsFile& file_;
  const std::string_view wanted_;
  bool mapped_ = false;
  std::size_t row_ = 0, next_line_ = 1;
  std::map<std::string, std::size_t> keys_;  ///< source key -> row
};

std::optional<ContactField> field_named(std::string_view name) {
  for (std::size_t i = 0; i < kContactFields; ++i) {
    if (fields()[i].name == name) return static_cast<ContactField>(i);
  }
  return std::nullopt;
}

Error wrong_mapping(const std::string& sentence) { return {Code::bad_request, sentence, "mapping"}; }

/// One "name:0".
Status read_entry(std::string_view entry, std::size_t columns, ContactMapping& mapping) {
  const std::size_t colon = std::min(entry.find(':'), entry.size());
  const std::string name(entry.substr(0, colon));
  const std::string number(entry.substr(std::min(colon + 1, entry.size())));
  const std::optional<ContactField> field = field_named(name);
  if (!field) return wrong_mapping("There is no field “" + name + "” of a contact.");
  const bool digits = !number.empty() && number.size() <= 3 &&
                      std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || std::stoul(number) >= columns)
    return wrong_mapping("There is no column “" + number + "” for “" + name +
                         "”; columns are counted from 0.");
  const int column = std::stoi(number);
  if (mapping[index(*field)] >= 0) return wrong_mapping("“" + name + "” is named twice.");
  if (std::find(mapping.begin(), mapping.end(), column) != mapping.end())
    return wrong_mapping("Column " + number + " is taken for two fields.");
  mapping[index(*field)] = column;
  return Done{};
}

}  // namespace

const char* contact_field_name(ContactField field) { return fields()[index(field)].name; }

Result<ContactMapping> read_mapping(std::string_view text, std::size_t columns) {
  ContactMapping mapping;
  mapping.fill(-1);
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    if (Status read = read_entry(text.substr(0, comma), columns, mapping); !read) return read.error();
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  const auto mapped = [&](ContactField field) { return mapping[index(field)] >= 0; };
  if (!mapped(ContactField::name) && !mapped(ContactField::organisation) && !mapped(ContactField::email))
    return wrong_mapping("A column for the name, the organisation or the e-mail address is needed.");
  return mapping;
}

std::string one_line(std::string_view text) {
  std::string out;
  bool gap = false;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = utf8_next(text, at);
    if (is_blank(c)) {
      gap = !out.empty();
      continue;
    }
    if (gap) out += ' ';
    gap = false;
    utf8_append(out, c);
  }
  return out;
}

std::string contact_mistake(const ContactDetails& details) {
  const std::pair<ContactField, const std::string*> values[] = {
      {ContactField::name, &details.name},
      {ContactField::email, &details.email},
      {ContactField::organisation, &details.organisation},
      {ContactField::role, &details.role},
      {ContactField::council_type, &details.council_type},
      {ContactField::region, &details.region}};
  for (const auto& one : values) {
    if (std::string mistake = text_mistake(one.first, *one.second); !mistake.empty()) return mistake;
  }
  if (details.name.empty() && details.organisation.empty() && details.email.empty())
    return "there is no name, no organisation and no e-mail address";
  return email_mistake(details.email);
}

Result<ContactsFile> read_contacts(std::string bytes, std::string_view mapping) {
  if (bytes.size() > kContactsBytes) return limit("This file is larger than 20 MB.");
  Result<results::CsvFile> opened = results::open_csv(std::move(bytes));
  if (!opened) return opened.error();
  ContactsFile file;
  file.encoding = opened->encoding;
  file.delimiter = opened->delimiter;
  file.mapping.fill(-1);
  ContactsReader reader(file, mapping);
  Status read = results::read_csv(
      opened->text,
      [&](std::size_t line, std::vector<std::string>& cells) { return reader.record(line, cells); },
      opened->delimiter);
  if (read) read = reader.finish();
  if (!read) return read.error();
  return file;
}

}  // namespace takestock::hub
