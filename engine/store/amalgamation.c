/* SQLite's amalgamation, without what the store never uses (see build-scripts/sqlite.cmake for the options).
**
** The amalgamation's parser still knows ALTER TABLE, views, virtual tables and ANALYZE when they are left out. Here is what it calls then: each refuses
** the statement. They are a twentieth of the module's download. */
#include "sqlite3.c"

static void left_out(Parse *pParse) { sqlite3ErrorMsg(pParse, "this SQLite is built without ALTER TABLE, views, virtual tables and ANALYZE"); }

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
