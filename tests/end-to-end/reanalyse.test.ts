/** Re-analysis as a process of its own: killed, interrupted, beside a daemon; and a daemon with other settings. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { databaseFile } from "../../src/daemon/config.ts";
import { verifyStore } from "../../src/pipeline/verify-store.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { fillStore } from "../pipeline/many-plates.ts";
import { freshFolder } from "../store/fresh-store.ts";
import { benchFiles, startDaemonProcess } from "./daemon-process.ts";
import { LAUNCH, runProgram } from "./run-program.ts";

const PLATES = 120;

async function fill(data: string, plates = PLATES): Promise<void> {
  const store = openStore(databaseFile(data));
  await fillStore(store, { plates, platesPerSample: 1 });
  store.close();
}

function withStore<T>(data: string, work: (store: Store) => T): T {
  const store = openStore(databaseFile(data));
  try {
    return work(store);
  } finally {
    store.close();
  }
}

function results(data: string): readonly (string | undefined)[] {
  return withStore(data, (store) =>
    store.samples.all().map(({ id }) => store.analyses.current(id)?.result_sha256),
  );
}

/** Starts it and resolves at its first line of progress. */
async function startReanalysis(data: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [LAUNCH, "reanalyse", "--data", data], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  if (child.stderr === null) throw new Error("no standard error");
  await once(child.stderr, "data");
  return child;
}

describe("reanalyse", () => {
  test("killed in the middle goes on where it was and comes to the same bits", async () => {
    const [data, other] = [freshFolder(), freshFolder()];
    await fill(data);
    await fill(other);
    const child = await startReanalysis(data);
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
    const done = results(data).filter((one) => one !== undefined).length;
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(PLATES);
    expect(withStore(data, (store) => verifyStore(store).findings)).toEqual([]);
    const again = await runProgram("reanalyse", "--data", data, "--json");
    expect(again.code).toBe(0);
    expect(JSON.parse(again.out)).toMatchObject({ renewed: PLATES - done, upToDate: done });
    await runProgram("reanalyse", "--data", other, "--workers", "1");
    expect(results(data)).toEqual(results(other));
  });

  test("interrupted ends with a sentence; nothing is half written", async () => {
    const data = freshFolder();
    await fill(data);
    const child = await startReanalysis(data);
    let out = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.kill("SIGINT");
    const [code] = await once(child, "close");
    expect(code).toBe(130);
    expect(out).toContain("Stopped. Everything that was stored is whole; start it again to go on.");
    expect(withStore(data, (store) => verifyStore(store).findings)).toEqual([]);
  });
});

describe("a daemon", () => {
  test("started with other settings analyses everything anew and keeps what was", async () => {
    const files = benchFiles([{ id: "bench-1", port: "tcp://127.0.0.1:1" }]);
    await fill(files.data, 6);
    await runProgram("reanalyse", "--data", files.data);
    const before = results(files.data);
    writeFileSync(
      files.config,
      `${readFileSync(files.config, "utf8")}[settings]\ncompleteRelative = 95\n`,
    );
    const daemon = await startDaemonProcess(files);
    const isRenewed = (): boolean =>
      withStore(files.data, (store) =>
        store.samples.all().every(({ id }) => store.analyses.headsOf(id).length === 2),
      );
    await daemon.when(isRenewed);
    const shown = await runProgram("settings", "show", "--data", files.data, "--json");
    expect(JSON.parse(shown.out)).toMatchObject({
      label: "configuration@1",
      settings: { completeRelative: 95 },
    });
    const compared = await runProgram("compare", "S1", "--data", files.data);
    expect(compared.out).toContain("completeRelative: 70 → 95");
    // Others are put to use beside the running daemon.
    const used = ["--by", "ann", "--reason", "test", "--data", files.data];
    expect((await runProgram("settings", "use", "defaults", ...used)).code).toBe(0);
    expect(results(files.data)).toEqual(before);
    const blasts = ["sample", "blasts", "S1", "40", "--by", "ann", "--data", files.data];
    expect((await runProgram(...blasts)).code).toBe(0);
    const analyses = await runProgram("analyses", "S1", "--data", files.data, "--json");
    expect(JSON.parse(analyses.out)[0]).toMatchObject({ settings: "defaults@1", counts: true });
    expect(await daemon.stop()).toBe(0);
    // The configuration says what it said before, so the choice stands.
    const again = await startDaemonProcess(files);
    await again.stop();
    const still = await runProgram("settings", "show", "--data", files.data, "--json");
    expect(JSON.parse(still.out)).toMatchObject({ label: "defaults@1", inUse: true });
  });
});
