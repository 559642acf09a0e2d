# The files of SPSS, Stata and Excel, in the native program only. ReadStat is Debian's: those formats have traps that it knows (segments of
# long strings, extended missing values). Excel's is a few XML texts, written as they are made and compressed by zlib: Debian's libxlsxwriter
# (tried: 1.8 s for 100,000 rows of 27 cells, this takes 0.4) writes each sheet to two files first and does not notice when these are cut short.
find_path(READSTAT_INCLUDE readstat.h REQUIRED)
find_library(READSTAT_LIBRARY readstat REQUIRED)
find_package(ZLIB REQUIRED)
engine_module(datafiles USES tabulation LINK ${READSTAT_LIBRARY} ZLIB::ZLIB)
target_include_directories(datafiles SYSTEM PRIVATE ${READSTAT_INCLUDE})
