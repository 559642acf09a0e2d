# The page's SQLite: without what only the queries of a server need. Options alone leave some of it half done, so a copy of the source is
# compiled with changes: every omission is an error in SQL, none is passed over in silence. It is a tenth of the module's download.
set(reduced_dir ${CMAKE_BINARY_DIR}/sqlite)
target_include_directories(sqlite BEFORE PRIVATE ${reduced_dir})
target_compile_definitions(sqlite PRIVATE
  SQLITE_OMIT_AUTOINCREMENT SQLITE_OMIT_CTE SQLITE_OMIT_DATETIME_FUNCS SQLITE_OMIT_REINDEX SQLITE_OMIT_SCHEMA_PRAGMAS SQLITE_OMIT_WINDOWFUNC)
file(READ ${SQLITE_DIR}/sqlite3.c sqlite_source)

function(instead_of text replacement)
  string(FIND "${sqlite_source}" "${text}" found)
  string(FIND "${sqlite_source}" "${text}" last REVERSE)
  if(found EQUAL -1 OR NOT found EQUAL last)
    message(FATAL_ERROR "SQLite's source should contain this once:\n${text}")
  endif()
  string(REPLACE "${text}" "${replacement}" sqlite_source "${sqlite_source}")
  set(sqlite_source "${sqlite_source}" PARENT_SCOPE)
endfunction()

# The parser would drop these clauses and go on. Declared all the same, they are refused by engine/store/amalgamation.c.
instead_of("#ifndef SQLITE_OMIT_WINDOWFUNC\nSQLITE_PRIVATE void sqlite3WindowDelete" "SQLITE_PRIVATE void sqlite3WindowDelete")
instead_of("#else\n# define sqlite3WindowDelete(a,b)\n# define sqlite3WindowFunctions()\n# define sqlite3WindowAttach(a,b,c)\n"
           "#ifdef SQLITE_OMIT_WINDOWFUNC\n# define sqlite3WindowFunctions()\n")
instead_of("    yymsp[-9].minor.yy555->pWinDefn = yymsp[-2].minor.yy211;\n  }else{\n" "  }\n  {\n")
instead_of("#ifndef SQLITE_OMIT_CTE\nSQLITE_PRIVATE   Cte *sqlite3CteNew" "SQLITE_PRIVATE   Cte *sqlite3CteNew")
instead_of("#else\n# define sqlite3CteNew(P,T,E,S)   ((void*)0)\n" "#ifdef SQLITE_OMIT_CTE\n")

# Compound queries that would have to be sorted together.
set(no_merge "    sqlite3ErrorMsg(pParse, \"this SQLite is built without UNION, EXCEPT, INTERSECT and sorted compounds\");\n    goto multi_select_end;\n")
instead_of("    ** algorithm. */\n    return multiSelectByMerge(pParse, p, pDest);\n" "    */\n${no_merge}")
instead_of("    p->pOrderBy->a[0].u.x.iOrderByCol = 1;\n    return multiSelectByMerge(pParse, p, pDest);\n" "${no_merge}")

instead_of("    pTab->tabFlags |= autoInc*TF_Autoincrement;\n"
           "    if( autoInc ) sqlite3ErrorMsg(pParse, \"this SQLite is built without AUTOINCREMENT\");\n")

# The name of a file is that and no URI.
instead_of("  if( ((flags & SQLITE_OPEN_URI)                     /* IMP: R-48725-32206 */\n       || AtomicLoad(&sqlite3GlobalConfig.bOpenUri)) /* IMP: R-51689-46548 */\n   && nUri>=5"
           "  if( 0 && nUri>=5")

# An unknown pragma does nothing otherwise.
instead_of("  if( pPragma==0 ){\n    /* IMP: R-43042-22504"
           "  if( pPragma==0 ){\n    sqlite3ErrorMsg(pParse, \"no such pragma: %s\", zLeft);\n    /* IMP: R-43042-22504")

# Functions that have no entry are dropped by the compiler; calling one is the error "no such function".
string(CONCAT unused_functions
  "char|concat|concat_ws|current_[a-z]*|format|group_concat|hex|instr|ltrim|octet_length|printf|randomblob|replace|round|rtrim|sqlite_log|"
  "sqlite_source_id|string_agg|substr|substring|subtype|trim|unhex|unicode|unistr|unistr_quote|zeroblob")
foreach(table aBuiltinFunc aDateTimeFuncs)
  string(REGEX MATCH "static FuncDef ${table}\\[\\] = {[^}]*}" entries "${sqlite_source}")
  string(REGEX REPLACE "[A-Z0-9_]+\\((${unused_functions}),[^)]*\\)," "" kept "${entries}")
  instead_of("${entries}" "${kept}")
endforeach()

set(reduced ${reduced_dir}/sqlite3.c)
file(WRITE ${reduced}.new "${sqlite_source}")
file(COPY_FILE ${reduced}.new ${reduced} ONLY_IF_DIFFERENT)
unset(sqlite_source)
