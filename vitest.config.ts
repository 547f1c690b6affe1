import { defineConfig } from "vitest/config";

/** The folders whose tests start processes, ports or a browser; everything else is pure and quick. */
const slow = ["tests/browser/**", "tests/chaos/**", "tests/end-to-end/**"];

export default defineConfig({
  test: {
    projects: [
      { test: { name: "architecture", include: ["tests/architecture/**/*.test.ts"] } },
      {
        test: {
          name: "unit",
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/architecture/**", ...slow],
        },
      },
      {
        test: {
          name: "end-to-end",
          include: slow.map((folder) => folder.replace("**", "**/*.test.ts")),
          // Most of their time they wait; more at once would starve the readers' own time limits on two cores.
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
