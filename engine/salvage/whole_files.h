// Photos, sounds and signatures: whole, or not at all.
#pragma once

#include <cstddef>
#include <vector>

#include "salvage/tables.h"

namespace takestock::salvage {

/// Takes out of the rows of the table `attachment` those of which the parts do not give the file that their
/// digest is of, and out of those of `attachment_part` what belongs to none of the others. How many files
/// were taken out; what was not ended is none and goes without being counted.
std::size_t keep_whole_files(const Table& files, std::vector<Row>& file_rows, const Table& parts,
                             std::vector<Row>& part_rows);

}  // namespace takestock::salvage
