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

engine_module(hub USES commands sealing LINK ZLIB::ZLIB CURL::libcurl PostgreSQL::PostgreSQL Threads::Threads ${SODIUM_LIBRARY} ${OATH_LIBRARY} third_party_headers)
target_compile_options(hub PRIVATE ${WATCHED_ONLY})
target_include_directories(hub SYSTEM PRIVATE ${Boost_INCLUDE_DIRS} ${SODIUM_INCLUDE} ${OATH_INCLUDE})
# The headers of every answer: one list for the hub and for whoever else serves the page, and what is different for the fieldwork page.
foreach(list headers field-headers)
  set(file ${CMAKE_SOURCE_DIR}/build-scripts/${list}.json)
  file(READ ${file} SECURITY_HEADERS)
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/hub-${list}.inc CONTENT "R\"json(@SECURITY_HEADERS@)json\"\n" @ONLY)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
endforeach()
target_include_directories(hub PRIVATE ${CMAKE_BINARY_DIR}/generated)
target_compile_definitions(hub PRIVATE TAKESTOCK_VERSION="${PROJECT_VERSION}")
