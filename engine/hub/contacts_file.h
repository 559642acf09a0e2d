// A table of contacts, as a spreadsheet or an address book saved it: what its columns mean, and whom it
// names.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace takestock::hub {

/// What a column can mean. A surname is put behind the name.
enum class ContactField : std::uint8_t { name, surname, email, organisation, role, council_type, region, id };
inline constexpr std::size_t kContactFields = 8;
const char* contact_field_name(ContactField field);

inline constexpr std::size_t kContactsBytes = 20 * 1024 * 1024, kContactRows = 100'000, kContactColumns = 200;

/// Column (from 0) of each field, -1 where there is none.
using ContactMapping = std::array<int, kContactFields>;
/// "name:0,email:1,id:6". Errors (bad_request): a field that is not known or named twice, two fields of one
/// column, a column of which there are only `columns`, neither name nor organisation nor e-mail.
Result<ContactMapping> read_mapping(std::string_view text, std::size_t columns);

/// What is kept of a person. Each is one line without blanks around it.
struct ContactDetails {
  std::string name, email, organisation, role, council_type, region;
};
/// What is wrong with it in words ("the e-mail address has no @"), "" if nothing is. At most 200 characters
/// each, an e-mail address 254 (RFC 5321), a council type and a region 100.
std::string contact_mistake(const ContactDetails& details);

/// Blanks and line breaks inside become one space, those around it go.
std::string one_line(std::string_view text);

struct NewContact {
  std::size_t row = 0;  ///< as a spreadsheet counts: the header is row 1
  ContactDetails details;
  /// What tells it from others of its round: "id:" and its id; or "email:" and the address in lower case; or
  /// "name:" and organisation, role and name in lower case.
  std::string source_key;
};

struct ContactProblem {
  std::size_t row = 0;
  std::string text;  ///< "Row 214: the e-mail address has no @."
};

struct ContactsFile {
  std::string encoding;  ///< "UTF-8" or "Windows-1252"
  char delimiter = ',';
  std::vector<std::string> columns;  ///< as the header names them
  ContactMapping mapping{};
  std::size_t rows = 0;                          ///< without the header and empty ones
  std::vector<std::vector<std::string>> sample;  ///< the first 5 of them
  std::vector<NewContact> contacts;              ///< without those that have a problem
  std::vector<ContactProblem> problems;          ///< by row
};

/// Reads all of it. An empty `mapping` is guessed from the header, and the e-mail address from what stands
/// beneath it. Errors: bad_text (results::open_csv, results::read_csv, no header), limit, and read_mapping's.
Result<ContactsFile> read_contacts(std::string bytes, std::string_view mapping);

}  // namespace takestock::hub
