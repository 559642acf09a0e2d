# One test program of all rooms, native or wasm (run under node); its folders mirror engine/.
file(GLOB_RECURSE test_sources CONFIGURE_DEPENDS tests/unit/*.cpp tests/faults/*.cpp
     tests/merge/*.cpp tests/simulator/*.cpp)
if(EMSCRIPTEN)
  list(FILTER test_sources EXCLUDE REGEX "/tests/(unit/(datafiles|hub|salvage|sealing)|simulator)/")  # of the native program
endif()
if(test_sources)
  # Under the sanitizers what is quick is not optimised, which takes a third of the time to compile; what makes thousands of cases is.
  set(quick_sources ${test_sources})
  list(FILTER quick_sources INCLUDE REGEX "/tests/unit/(hub|commands|results|survey)/")
  list(REMOVE_ITEM test_sources ${quick_sources})
  add_library(quick-tests OBJECT ${quick_sources})
  target_compile_options(quick-tests PRIVATE ${WATCHED_ONLY})
  add_executable(takestock-tests ${test_sources} $<TARGET_OBJECTS:quick-tests>)
  foreach(part quick-tests takestock-tests)
    target_include_directories(${part} PRIVATE tests)
    target_link_libraries(${part} PRIVATE commands disclosure statistics tabulation sqlite third_party_headers $<$<NOT:$<BOOL:${EMSCRIPTEN}>>:datafiles$<SEMICOLON>hub$<SEMICOLON>salvage$<SEMICOLON>sealing>)
    target_link_libraries(${part} PRIVATE report)
    target_compile_definitions(${part} PRIVATE TAKESTOCK_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    # GCC 12 takes a std::string's own buffer for too small when strings are joined in an assertion (GCC bug 105329).
    target_compile_options(${part} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds>)
    # Most of what a test file takes to compile are these two.
    target_precompile_headers(${part} PRIVATE <doctest/doctest.h> <nlohmann/json.hpp>)
    if(EMSCRIPTEN)
      target_compile_options(${part} PRIVATE -fwasm-exceptions)
    endif()
  endforeach()
  set_source_files_properties(tests/unit/main.cpp PROPERTIES SKIP_PRECOMPILE_HEADERS ON)  # it is doctest's implementation
  if(EMSCRIPTEN)
    set_target_properties(takestock-tests PROPERTIES SUFFIX .cjs)
    target_link_options(takestock-tests PRIVATE -sALLOW_MEMORY_GROWTH=1 -sTOTAL_STACK=1048576 -sWASM_BIGINT=1 -sENVIRONMENT=node
      -sNODERAWFS=1 -sWASM_ASYNC_COMPILATION=0 -sEXIT_RUNTIME=1 -O1
      --pre-js ${CMAKE_SOURCE_DIR}/engine/wasm/memory_files.js)
  endif()
endif()

# The simulator of sync and the lost power at every write, optimised: ten times as much as under the sanitizers in the same time.
if(NOT EMSCRIPTEN)
  file(GLOB simulator_sources CONFIGURE_DEPENDS tests/simulator/*.cpp tests/faults/*.cpp)
  add_executable(takestock-simulator EXCLUDE_FROM_ALL tests/unit/main.cpp ${simulator_sources})
  target_include_directories(takestock-simulator PRIVATE tests)
  target_link_libraries(takestock-simulator PRIVATE commands hub sqlite third_party_headers)
endif()

if(TAKESTOCK_BENCHMARKS AND NOT EMSCRIPTEN)
  add_executable(expression-bench tests/bench/expression_bench.cpp)
  target_link_libraries(expression-bench PRIVATE expression)
  add_executable(response-bench tests/bench/response_bench.cpp)
  target_link_libraries(response-bench PRIVATE response)
  add_executable(export-bench tests/bench/export_bench.cpp)
  target_link_libraries(export-bench PRIVATE results)
  target_compile_definitions(export-bench PRIVATE TAKESTOCK_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  add_executable(disclosure-bench tests/bench/disclosure_bench.cpp tests/unit/disclosure/attacker.cpp tests/unit/disclosure/surveys.cpp)
  target_include_directories(disclosure-bench PRIVATE tests)
  target_link_libraries(disclosure-bench PRIVATE disclosure third_party_headers)
  add_executable(results-bench tests/bench/results_bench.cpp)
  target_link_libraries(results-bench PRIVATE tabulation)
  add_executable(datafiles-bench tests/bench/datafiles_bench.cpp)
  target_link_libraries(datafiles-bench PRIVATE datafiles)
  add_executable(contacts-bench tests/bench/contacts_bench.cpp)
  target_link_libraries(contacts-bench PRIVATE hub)
endif()
