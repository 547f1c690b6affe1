/** `npm run -s gold -- DIR`: the numbers of R, SciPy and NIST against ours. */

import { judgeFolder } from "../../src/qualify/reference/judge-folder.ts";
import { GOLD_KINDS } from "./gold-kinds.ts";

const [folder, ...more] = process.argv.slice(2);
if (folder === undefined || more.length > 0) {
  process.stderr.write("Say one folder of gold files: npm run -s gold -- DIR\n");
  process.exitCode = 2;
} else {
  process.exitCode = judgeFolder(folder, GOLD_KINDS, (line) => process.stdout.write(`${line}\n`));
}
