# The module that the page's worker loads (takestock.js + takestock.wasm), the one of the fieldwork page (takestock-field.js + .wasm:
# the same and the commands of fieldwork), the one of the results page (takestock-results.js + .wasm: its commands only), the first for the
# engine benchmark with the wasm inside (takestock-bench.mjs), and the command-line program for node, so that replays and conformance runs pass in wasm too.
function(wasm_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE commands sqlite third_party_headers)
  target_link_options(${name} PRIVATE -sALLOW_MEMORY_GROWTH=1 -sTOTAL_STACK=1048576 -sWASM_BIGINT=1 -sJS_MATH=1 -sMALLOC=emmalloc ${ARG_LINK})
endfunction()

set(module_link --no-entry -sMODULARIZE=1 -sEXPORT_ES6=1 -sFILESYSTEM=0 -sINITIAL_MEMORY=4194304
    # What is inlined at link time only makes the module larger.
    -Wl,-mllvm,-inline-threshold=5
    # Large functions with one caller stay on their own: with their locals numbered from 0 they compress better.
    -sBINARYEN_EXTRA_PASSES=--one-caller-inline-max-function-size=200)

# The page brings the compiled module and needs nothing of Emscripten's ways to fetch one. npm's optimiser is newer than
# both Debians', which saves 1 byte in 250.
find_program(NODE node REQUIRED NO_CMAKE_FIND_ROOT_PATH)
set(wasm_opt ${CMAKE_SOURCE_DIR}/node_modules/binaryen/bin/wasm-opt)
set(order_functions ${CMAKE_SOURCE_DIR}/engine/wasm/order_functions.mjs)
function(page_module name export_name)  # further arguments: what else of the module the page is handed
  set(handed engine/wasm/exports.js ${ARGN})
  list(TRANSFORM handed PREPEND ${CMAKE_SOURCE_DIR}/ OUTPUT_VARIABLE handed)
  list(TRANSFORM handed PREPEND "SHELL:--post-js " OUTPUT_VARIABLE post_js)
  wasm_program(${name} SOURCES engine/wasm/module.cpp LINK ${module_link} -sEXPORT_NAME=${export_name} -sENVIRONMENT=worker -Oz -sMINIMAL_RUNTIME=1
               -sMINIMAL_RUNTIME_STREAMING_WASM_COMPILATION=1 ${post_js})
  set_property(TARGET ${name} APPEND PROPERTY LINK_DEPENDS ${order_functions} ${handed} ${wasm_opt})
  add_custom_command(TARGET ${name} POST_BUILD
    COMMAND ${NODE} ${wasm_opt} ${name}.wasm -o ${name}.wasm -Oz -Oz --one-caller-inline-max-function-size=200 --enable-exception-handling
            --enable-bulk-memory --enable-mutable-globals --enable-sign-ext --enable-nontrapping-float-to-int
    COMMAND ${NODE} ${order_functions} ${name}.wasm
    WORKING_DIRECTORY $<TARGET_FILE_DIR:${name}>)
endfunction()
page_module(takestock createTakestock)
page_module(takestock-field createTakestockField engine/wasm/field_exports.js)
target_compile_definitions(takestock-field PRIVATE TAKESTOCK_FIELDWORK)
page_module(takestock-results createTakestockResults engine/wasm/field_exports.js)
target_compile_definitions(takestock-results PRIVATE TAKESTOCK_RESULTS)
# The benchmark runs in Node too: with the wasm inside there is nothing to load, and the code for a page is enough.
wasm_program(takestock-bench SOURCES engine/wasm/module.cpp LINK ${module_link} -sEXPORT_NAME=createTakestock -sENVIRONMENT=web -sSINGLE_FILE=1 -Oz
             "-sEXPORTED_RUNTIME_METHODS=['HEAPU8','HEAPU32','HEAPF64']")
set_target_properties(takestock-bench PROPERTIES SUFFIX .mjs)

file(GLOB cli_sources CONFIGURE_DEPENDS engine/cli/*.cpp)
list(FILTER cli_sources EXCLUDE REGEX "/(export|export_files|hub|keys|rescue)\\.cpp$")
wasm_program(takestock-node SOURCES ${cli_sources} LINK -sENVIRONMENT=node -sNODERAWFS=1 -sWASM_ASYNC_COMPILATION=0 -sEXIT_RUNTIME=1 -O1
             --pre-js ${CMAKE_SOURCE_DIR}/engine/wasm/memory_files.js)
target_link_libraries(takestock-node PRIVATE report)
target_compile_options(takestock-node PRIVATE -fwasm-exceptions)
set_target_properties(takestock-node PROPERTIES SUFFIX .cjs)
