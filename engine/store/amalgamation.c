/* SQLite's amalgamation, without what the store never uses (see build-scripts/sqlite.cmake for the options).
**
** The amalgamation's parser still knows ALTER TABLE, views, virtual tables and ANALYZE when they are left out, and in the page WITH, OVER, FILTER
** and REINDEX too. Here is what it calls then: each refuses the statement. They are a twelfth of the module's download. */
#include "sqlite3.c"

#ifdef SQLITE_OMIT_WINDOWFUNC
#define LEFT_OUT "ALTER TABLE, views, virtual tables, ANALYZE, REINDEX, WITH, OVER and FILTER"
#else
#define LEFT_OUT "ALTER TABLE, views, virtual tables and ANALYZE"
#endif

static void left_out(Parse *pParse) { sqlite3ErrorMsg(pParse, "this SQLite is built without " LEFT_OUT); }

SQLITE_PRIVATE void sqlite3AlterRenameTable(Parse *pParse, SrcList *pSrc, Token *pName) {
  (void)pName;
  sqlite3SrcListDelete(pParse->db, pSrc);
  left_out(pParse);
}
SQLITE_PRIVATE void sqlite3AlterRenameColumn(Parse *pParse, SrcList *pSrc, Token *pOld, Token *pNew) {
  (void)pOld, (void)pNew;
  sqlite3SrcListDelete(pParse->db, pSrc);
  left_out(pParse);
}
SQLITE_PRIVATE void sqlite3AlterBeginAddColumn(Parse *pParse, SrcList *pSrc) {
  sqlite3SrcListDelete(pParse->db, pSrc);
  left_out(pParse);
}
SQLITE_PRIVATE void sqlite3AlterFinishAddColumn(Parse *pParse, Token *pColumn) {
  (void)pColumn;
  left_out(pParse);
}
SQLITE_PRIVATE void sqlite3AlterDropColumn(Parse *pParse, SrcList *pSrc, const Token *pName) {
  (void)pName;
  sqlite3SrcListDelete(pParse->db, pSrc);
  left_out(pParse);
}
SQLITE_PRIVATE void sqlite3AlterDropConstraint(Parse *pParse, SrcList *pSrc, Token *pType, Token *pName) {
  (void)pType, (void)pName;
  sqlite3SrcListDelete(pParse->db, pSrc);
  left_out(pParse);
}
SQLITE_PRIVATE void sqlite3AlterSetNotNull(Parse *pParse, SrcList *pSrc, Token *pName, Token *pFirst) {
  (void)pName, (void)pFirst;
  sqlite3SrcListDelete(pParse->db, pSrc);
  left_out(pParse);
}
SQLITE_PRIVATE void sqlite3AlterAddConstraint(Parse *pParse, SrcList *pSrc, Token *pFirst, Token *pName, const char *zExpr, int nExpr, Expr *pExpr) {
  (void)pFirst, (void)pName, (void)zExpr, (void)nExpr;
  sqlite3SrcListDelete(pParse->db, pSrc);
  sqlite3ExprDelete(pParse->db, pExpr);
  left_out(pParse);
}
SQLITE_PRIVATE void sqlite3VtabArgInit(Parse *pParse) { (void)pParse; }
SQLITE_PRIVATE void sqlite3VtabArgExtend(Parse *pParse, Token *p) { (void)pParse, (void)p; }
SQLITE_PRIVATE void sqlite3VtabBeginParse(Parse *pParse, Token *pName1, Token *pName2, Token *pModule, int ifNotExists) {
  (void)pName1, (void)pName2, (void)pModule, (void)ifNotExists;
  left_out(pParse);
}
SQLITE_PRIVATE void sqlite3VtabFinishParse(Parse *pParse, Token *pEnd) {
  (void)pEnd;
  left_out(pParse);
}
#ifdef SQLITE_OMIT_VIEW
SQLITE_PRIVATE void sqlite3CreateView(Parse *pParse, Token *pBegin, Token *pName1, Token *pName2, ExprList *pCNames, Select *pSelect, int isTemp,
                                      int noErr) {
  (void)pBegin, (void)pName1, (void)pName2, (void)isTemp, (void)noErr;
  sqlite3ExprListDelete(pParse->db, pCNames);
  sqlite3SelectDelete(pParse->db, pSelect);
  left_out(pParse);
}
#endif
SQLITE_PRIVATE void sqlite3Analyze(Parse *pParse, Token *pName1, Token *pName2) {
  (void)pName1, (void)pName2;
  left_out(pParse);
}

#ifdef SQLITE_OMIT_REINDEX
SQLITE_PRIVATE void sqlite3Reindex(Parse *pParse, Token *pName1, Token *pName2) {
  (void)pName1, (void)pName2;
  left_out(pParse);
}
#endif

#ifdef SQLITE_OMIT_CTE
SQLITE_PRIVATE Cte *sqlite3CteNew(Parse *pParse, Token *pName, ExprList *pArglist, Select *pQuery, u8 eM10d) {
  (void)pName, (void)eM10d;
  sqlite3ExprListDelete(pParse->db, pArglist);
  sqlite3SelectDelete(pParse->db, pQuery);
  left_out(pParse);
  return 0;
}
SQLITE_PRIVATE With *sqlite3WithAdd(Parse *pParse, With *pWith, Cte *pCte) {
  (void)pParse, (void)pWith, (void)pCte;
  return 0;
}
#endif

#ifdef SQLITE_OMIT_WINDOWFUNC
SQLITE_PRIVATE void sqlite3WindowDelete(sqlite3 *db, Window *pWin) {
  if (!pWin) return;
  sqlite3ExprDelete(db, pWin->pFilter);
  sqlite3DbFree(db, pWin->zName);
  sqlite3DbFree(db, pWin);
}
SQLITE_PRIVATE void sqlite3WindowListDelete(sqlite3 *db, Window *pWin) {
  while (pWin) {
    Window *pNext = pWin->pNextWin;
    sqlite3WindowDelete(db, pWin);
    pWin = pNext;
  }
}
SQLITE_PRIVATE Window *sqlite3WindowAlloc(Parse *pParse, int eType, int eStart, Expr *pStart, int eEnd, Expr *pEnd, u8 eExclude) {
  (void)eType, (void)eStart, (void)eEnd, (void)eExclude;
  sqlite3ExprDelete(pParse->db, pStart);
  sqlite3ExprDelete(pParse->db, pEnd);
  left_out(pParse);
  return sqlite3DbMallocZero(pParse->db, sizeof(Window));
}
SQLITE_PRIVATE Window *sqlite3WindowAssemble(Parse *pParse, Window *pWin, ExprList *pPartition, ExprList *pOrderBy, Token *pBase) {
  (void)pBase;
  sqlite3ExprListDelete(pParse->db, pPartition);
  sqlite3ExprListDelete(pParse->db, pOrderBy);
  return pWin;
}
SQLITE_PRIVATE void sqlite3WindowChain(Parse *pParse, Window *pWin, Window *pList) { (void)pParse, (void)pWin, (void)pList; }
SQLITE_PRIVATE void sqlite3WindowAttach(Parse *pParse, Expr *p, Window *pWin) {
  (void)p;
  if (pWin) left_out(pParse);
  sqlite3WindowDelete(pParse->db, pWin);
}
#endif
