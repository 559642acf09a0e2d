import { ResultsPage } from "./results.ts";

void new ResultsPage().begin();
