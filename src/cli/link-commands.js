// Runs at the end of `npm ci`, under whatever Node is there: plain JavaScript. Links this package's own command, which
// npm does for dependencies only, and the pinned Node where the npm at hand leaves a command of that name out.
import { existsSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";

const commands = join(import.meta.dirname ?? "src/cli", "../../node_modules/.bin");

function link(name, target) {
  rmSync(join(commands, name), { force: true });
  symlinkSync(target, join(commands, name));
}

link("platewarden", "../../src/cli/launch.js");
const pinnedNode = `../node-linux-${process.arch}/bin/node`;
if (existsSync(join(commands, pinnedNode))) link("node", pinnedNode);
