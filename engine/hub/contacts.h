// Contacts of a round: taken in from a file, listed, corrected.
#pragma once

#include <string>

#include "base/result.h"
#include "hub/contacts_file.h"
#include "hub/job.h"

namespace takestock::hub {

struct ImportedContacts {
  std::size_t added = 0, present = 0;
};
/// Adds those whose source key the round does not have; those it has stay as they are. Within the job's
/// transaction: all or none. The database's errors.
Result<ImportedContacts> import_contacts(Desk& desk, const std::string& round, const ContactsFile& file);
/// The same without adding: how many would be.
Result<ImportedContacts> count_contacts(Desk& desk, const std::string& round, const ContactsFile& file);

}  // namespace takestock::hub
