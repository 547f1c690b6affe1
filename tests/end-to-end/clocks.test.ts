/** The daemon on a clock that was wrong: nothing is lost or sorted wrongly, nobody signs by it, and people are told. */
import { spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ClockReport } from "../../src/pipeline/clocks/clock-report.ts";
import { openStore } from "../../src/store/open-store.ts";
import { benchFiles, startDaemonProcess } from "./daemon-process.ts";
import { LAUNCH, runProgram } from "./run-program.ts";

const hasFaketime = spawnSync("faketime", ["--version"]).status === 0;
const why = hasFaketime ? "" : " (skipped: the program faketime is not installed)";

/** Runs the program as if it were that time. */
async function runAt(time: string, ...args: string[]): Promise<string> {
  const words = ["--exclude-monotonic", time, process.execPath, LAUNCH, ...args];
  const child = spawn("faketime", words, { stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
  }
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(out);
  return out;
}

async function clocksOf(data: string): Promise<ClockReport> {
  const { out, err } = await runProgram("clocks", "--data", data, "--json");
  if (out === "") throw new Error(err);
  return JSON.parse(out) as ClockReport;
}

describe("a data folder that was worked on ten years ahead", () => {
  test.skipIf(!hasFaketime)(
    `is doubted until a person confirms the clock, and what came later counts${why}`,
    async () => {
      const files = benchFiles([{ id: "bench-1", port: "tcp://127.0.0.1:1" }]);
      const said = ["--config", files.config, "--by", "E. Lind", "--reason", "test"];
      openStore(join(files.data, "platewarden.sqlite")).close();
      const thresholds = join(files.folder, "early.toml");
      writeFileSync(thresholds, "blastsMin = 75\n");
      await runAt(
        "2036-01-01 00:00:00",
        "settings",
        "save",
        "early",
        "--from",
        thresholds,
        ...said,
      );
      await runAt("2036-01-01 00:01:00", "settings", "use", "early", ...said);

      const doubting = await startDaemonProcess(files);
      const doubted = await clocksOf(files.data);
      expect(doubted.standing).toHaveLength(1);
      expect(doubted.observations.map(({ kind }) => kind)).toContain("behind");
      await doubting.stop();

      const words = ["--by", "E. Lind", "--reason", "asked the time of the house"];
      const confirmed = await runProgram("clocks", "confirm", "--data", files.data, ...words);
      expect(confirmed.code).toBe(0);
      const trusting = await startDaemonProcess(files);
      await trusting.stop();

      const store = openStore(join(files.data, "platewarden.sqlite"));
      expect(store.clocks.newest(2).map(({ kind }) => kind)).not.toContain("behind");
      // The daemon put the settings of its configuration to use, ten years earlier and later than the command.
      expect(store.settings.chosen()?.name).toBe("configuration");
      expect(store.settings.allChoices()[0]?.name).toBe("early");
      expect(store.journal.brokenAudit()).toBeNull();
      store.close();
    },
  );
});
