# Sealed files, in the native program only: the page seals with npm's build of the same library. libsodium is Debian's; the hub has it for
# passwords too.
find_path(SODIUM_INCLUDE sodium.h REQUIRED)
find_library(SODIUM_LIBRARY sodium REQUIRED)
engine_module(sealing USES base LINK ${SODIUM_LIBRARY})
target_include_directories(sealing SYSTEM PRIVATE ${SODIUM_INCLUDE})
