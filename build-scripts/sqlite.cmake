# The target `sqlite`: the amalgamation, the same file and options natively and in wasm.
set(SQLITE_SHA256 75a4760a7b9727a4c4c877aec92eacf39e52a8f2921ce00bd33be6d3a8e8e254)
if(NOT EXISTS ${SQLITE_DIR}/sqlite3.c)
  message(FATAL_ERROR "SQLite's source is not there yet: run build-scripts/test or build-scripts/run, which install it.")
endif()
file(SHA256 ${SQLITE_DIR}/sqlite3.c sqlite_found)
if(NOT sqlite_found STREQUAL SQLITE_SHA256)
  message(FATAL_ERROR "${SQLITE_DIR}/sqlite3.c is not the SQLite this project was tested with: "
                      "its SHA-256 is ${sqlite_found}, expected ${SQLITE_SHA256}.")
endif()

add_library(sqlite STATIC engine/store/amalgamation.c)
target_include_directories(sqlite SYSTEM PUBLIC ${SQLITE_DIR})
# Unoptimised it does not link: its unreachable code calls what is left out below.
target_compile_options(sqlite PRIVATE -w $<$<NOT:$<CONFIG:Release,RelWithDebInfo>>:-O1>)
if(TAKESTOCK_SANITIZE)
  target_compile_options(sqlite PRIVATE -fno-sanitize=undefined)  # what it reads of ours is watched; its own arithmetic is its makers' to test
endif()
# Durable and strict without being asked. What the store never uses is left out, as far as the amalgamation can do without it: that and the
# optimisations of queries that it does not make save a seventh of the module's download.
target_compile_definitions(sqlite PRIVATE
  SQLITE_DEFAULT_SYNCHRONOUS=2 SQLITE_DEFAULT_WAL_SYNCHRONOUS=2 SQLITE_DEFAULT_FOREIGN_KEYS=1 SQLITE_DEFAULT_MEMSTATUS=0
  SQLITE_DQS=0 SQLITE_SECURE_DELETE SQLITE_TRUSTED_SCHEMA=0 SQLITE_TEMP_STORE=3 SQLITE_MAX_MMAP_SIZE=0
  SQLITE_LIKE_DOESNT_MATCH_BLOBS
  SQLITE_OMIT_AUTHORIZATION SQLITE_OMIT_COMPLETE SQLITE_OMIT_DECLTYPE SQLITE_OMIT_DEPRECATED SQLITE_OMIT_DESERIALIZE
  SQLITE_OMIT_GET_TABLE SQLITE_OMIT_INCRBLOB SQLITE_OMIT_JSON SQLITE_OMIT_LOAD_EXTENSION SQLITE_OMIT_PROGRESS_CALLBACK
  SQLITE_OMIT_SHARED_CACHE SQLITE_OMIT_TCL_VARIABLE SQLITE_OMIT_TRACE SQLITE_OMIT_UTF16
  SQLITE_OMIT_ANALYZE SQLITE_OMIT_AUTOMATIC_INDEX SQLITE_OMIT_AUTOVACUUM SQLITE_OMIT_BETWEEN_OPTIMIZATION SQLITE_OMIT_COMPILEOPTION_DIAGS
  SQLITE_OMIT_GENERATED_COLUMNS SQLITE_OMIT_EXPLAIN SQLITE_OMIT_LIKE_OPTIMIZATION SQLITE_OMIT_LOCALTIME SQLITE_OMIT_LOOKASIDE
  SQLITE_OMIT_OR_OPTIMIZATION SQLITE_OMIT_VIRTUALTABLE SQLITE_OMIT_XFER_OPT SQLITE_UNTESTABLE)
if(EMSCRIPTEN)
  # No operating system: engine/wasm/opfs_vfs.cpp is the whole of it, there as in the tests under node.
  add_library(opfs_vfs STATIC ${CMAKE_SOURCE_DIR}/engine/wasm/opfs_vfs.cpp)
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/rooms/wasm)
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/engine/wasm ${CMAKE_BINARY_DIR}/rooms/wasm/wasm SYMBOLIC)
  target_include_directories(opfs_vfs PUBLIC ${CMAKE_BINARY_DIR}/rooms/wasm)
  target_link_libraries(opfs_vfs PRIVATE sqlite base)
  target_compile_definitions(sqlite PRIVATE SQLITE_OS_OTHER=1 SQLITE_THREADSAFE=0 SQLITE_OMIT_VIEW)  # the hub has a view
  include(build-scripts/sqlite-reduced.cmake)
  target_link_libraries(sqlite PUBLIC opfs_vfs)
else()
  # One connection per thread: several threads may each have a database of their own.
  find_package(Threads REQUIRED)
  target_compile_definitions(sqlite PRIVATE SQLITE_THREADSAFE=2)
  target_link_libraries(sqlite PUBLIC Threads::Threads)
endif()
