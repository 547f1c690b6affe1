/** Holds the folder in its first argument and says so, until it is killed. */
import { holdFolder } from "../../src/store/hold-folder.ts";

holdFolder(process.argv[2] ?? "");
process.stdout.write("held\n");
setInterval(() => undefined, 1000);
