# The hub's room, only in the native program. Its libraries are Debian's: Boost.Beast (headers) for HTTP, zlib for gzip, libsodium for passwords
# (Argon2id), liboath for the second factor (TOTP), libcurl for SMTP, libpq for PostgreSQL.
find_package(Boost 1.74 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(CURL REQUIRED)
find_package(PostgreSQL REQUIRED)
find_package(Threads REQUIRED)
find_path(SODIUM_INCLUDE sodium.h REQUIRED)
find_library(SODIUM_LIBRARY sodium REQUIRED)
find_path(OATH_INCLUDE liboath/oath.h REQUIRED)
find_library(OATH_LIBRARY oath REQUIRED)

engine_module(hub USES commands LINK ZLIB::ZLIB CURL::libcurl PostgreSQL::PostgreSQL Threads::Threads ${SODIUM_LIBRARY} ${OATH_LIBRARY} third_party_headers)
target_include_directories(hub SYSTEM PRIVATE ${Boost_INCLUDE_DIRS} ${SODIUM_INCLUDE} ${OATH_INCLUDE})
