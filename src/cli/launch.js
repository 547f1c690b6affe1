#!/usr/bin/env node
import { fileURLToPath } from "node:url";

// Plain JavaScript, so that an older Node can still say what is wrong.
const WANTED = 24;
const major = Number(process.versions.node.split(".")[0]);
if (major < WANTED) {
  console.error(
    `Platewarden needs Node ${WANTED} and was started under ${process.version}.\n` +
      "Start it with `npx platewarden …` or `npm start` in its own folder: `npm ci` has put the right Node there.",
  );
  process.exit(1);
}
// Half of a start is compiling. The cache is the installation's own, and goes with it; where it cannot be written, nothing is lost.
const { enableCompileCache } = await import("node:module");
enableCompileCache(
  fileURLToPath(new URL("../../node_modules/.cache/platewarden", import.meta.url)),
);
const { main } = await import("./main.ts");
await main(process.argv);
