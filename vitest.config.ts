import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** The folders whose tests start processes, ports or a browser; everything else is pure and quick. */
const slow = ["tests/browser/**", "tests/chaos/**", "tests/end-to-end/**"];

/** Readers that keep something back for ever, at drivers with short limits of time: nothing else may run beside them. */
const timed = ["tests/end-to-end/every-fault.test.ts"];

/** Processes that tests start find their compiled code here: half of a start is compiling. */
const compiled = join(tmpdir(), "platewarden-compiled-for-tests");

export default defineConfig({
  test: {
    env: { NODE_COMPILE_CACHE: compiled },
    // Of tests that run beside each other in one file: more would starve the readers they wait for.
    maxConcurrency: 2,
    projects: [
      {
        extends: true,
        test: { name: "architecture", include: ["tests/architecture/**/*.test.ts"] },
      },
      {
        extends: true,
        test: {
          name: "unit",
          // Pure and quick: starting a fresh process for each of some three hundred files would take longer than they do.
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/architecture/**", ...slow],
        },
      },
      {
        extends: true,
        test: {
          name: "end-to-end",
          include: slow.map((folder) => folder.replace("**", "**/*.test.ts")),
          exclude: timed,
          // Most of their time they wait; more at once would starve the readers' own time limits on two cores.
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "timed",
          include: timed,
          maxWorkers: 1,
          // They wait, nearly all of their time.
          maxConcurrency: 8,
          sequence: { groupOrder: 3 },
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
