// Enhancement only: every page works without this file. No inline handlers, no eval.
import { startKeys } from "./keys.js";
import { startPage } from "./page.js";

startPage(document);
startKeys(document);
