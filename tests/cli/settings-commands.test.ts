import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { databaseFile } from "../../src/daemon/config.ts";
import { openStore } from "../../src/store/open-store.ts";
import { fillStore } from "../pipeline/many-plates.ts";
import { dropTriggers, freshFolder, withDatabase } from "../store/fresh-store.ts";
import { jsonOf, runCli } from "./run-cli.ts";

/** Threads have to be started, on a machine that may be busy. */
const SLOW = { timeout: 30_000 };

let data = "";

beforeEach(async () => {
  data = freshFolder();
  const store = openStore(databaseFile(data));
  await fillStore(store, { plates: 4, platesPerSample: 2 });
  store.close();
});

function file(name: string, text: string): string {
  const path = join(data, name);
  writeFileSync(path, text);
  return path;
}

const run = (...words: string[]) => runCli(...words, "--data", data);
const json = (...words: string[]) => jsonOf(...words, "--data", data);
const SAID = ["--by", "ann", "--reason", "validated"];
const save = (path: string) => run("settings", "save", "lab", "--from", path, ...SAID);

describe("settings", SLOW, () => {
  test("are saved from TOML and JSON, listed, shown and compared", async () => {
    expect((await save(file("a.toml", "blastsMin = 80\n"))).out).toBe(
      "saved as lab@1; to work with it: platewarden settings use lab@1\n",
    );
    expect((await save(file("b.json", '{"blastsMin": 80}'))).out).toBe(
      "nothing saved: lab@1 says the same\n",
    );
    expect((await save(file("c.json", '{"blastsMin": 85, "alpha": 0.01}'))).code).toBe(0);
    expect(await json("settings", "list")).toMatchObject([
      { name: "lab", version: 1, inUse: false, by: "ann", reason: "validated" },
      { name: "lab", version: 2, inUse: false },
    ]);
    expect(await json("settings", "show", "lab@2")).toMatchObject({
      label: "lab@2",
      settings: { blastsMin: 85, alpha: 0.01, effectPoints: 20 },
    });
    const { out } = await run("settings", "show", "lab");
    expect(out).toMatch(/^lab@2\nsaved by ann at .*: validated\nSHA-256 [0-9a-f]{64}\n/);
    expect(out).toMatch(/^blastsMin +85 +70$/m);
    expect(await json("settings", "diff", "lab@1", "lab")).toMatchObject({
      differing: [
        { setting: "blastsMin", before: 80, after: 85 },
        { setting: "alpha", before: 0.05, after: 0.01 },
      ],
    });
    expect((await run("settings", "diff", "lab", "lab@2")).out).toBe(
      "lab@2 and lab@2 say the same.\n",
    );
  });

  test("that are wrong are refused with every problem, its line and column, and nothing is kept", async () => {
    const path = file("bad.toml", "blastMin = 1\neffectPoints = 999\n");
    const { code, err } = await save(path);
    expect(code).toBe(1);
    expect(err).toContain("error SETTINGS_INVALID");
    expect(err).toContain("bad.toml:1:1: error [settings] `blastMin` is unknown");
    expect(err).toContain("Did you mean `blastsMin`?");
    expect(err).toContain("bad.toml:2:16: error [settings] `effectPoints` must be at most 100");
    expect(await json("settings", "list")).toEqual([]);
  });

  test.each([
    ["bad.json", "{", /this is not JSON/],
    ["list.json", "[1]", /SETTINGS_INVALID/],
    ["bad.toml", "blastsMin = ", /bad\.toml:1:/],
    ["order.toml", "zPrimeFail = 0.9", /must not be greater than zPrimeWarn/],
  ])("in %s are refused", async (name, text, message) => {
    const { code, err } = await save(file(name, text));
    expect(code).toBe(1);
    expect(err).toMatch(message);
  });

  test("put to use make new analyses; compare lists exactly what changed", async () => {
    expect((await run("reanalyse", "--quiet")).code).toBe(0);
    const before = (await json("analyses", "S0")) as { id: string; settings: string }[];
    expect(before).toMatchObject([{ counts: true, settings: "defaults" }]);
    await save(file("lab.toml", "completeRelative = 95\n"));
    const trial = await run("compare", "defaults", "lab");
    expect(trial.code).toBe(0);
    expect(trial.out).toContain("computed for this comparison, not stored");
    const { out } = await run("settings", "use", "lab", ...SAID, "--quiet", "--workers", "2");
    expect(out).toMatch(/2 samples: 2 analysed anew, .* settings lab@1\)\nEverything is analysed/);
    expect(await json("analyses", "S0")).toMatchObject([
      { counts: true, settings: "lab@1" },
      { id: before[0]?.id, counts: false },
    ]);
    const compared = await run("compare", "S0");
    expect(compared.out).toContain("why: setting completeRelative: 70 → 95");
    expect(compared.out).toContain(
      "comparisons.class: complete → partial  (completeRelative alone)",
    );
    expect((await run("settings", "use", "lab@1", ...SAID, "--quiet")).out).toContain(
      "0 analysed anew, 2 up to date already",
    );
    expect((await run("compare", "lab@1", "lab")).out).toBe(
      "No verdict changed.\n\n2 samples compared, 0 changed: 0 changes of verdicts, 0 of other values.\n",
    );
    const all = await json("reanalyse", "--all");
    expect(all).toMatchObject({ identical: 2, differing: [], ended: "complete" });
  });

  test("compare ends with 1 when something changed and nothing it rests on did", async () => {
    await run("reanalyse", "--quiet");
    await run("sample", "close", "S0", "--by", "ann");
    expect((await run("compare", "S0")).code).toBe(0);
    withDatabase(databaseFile(data), (db) => {
      dropTriggers(db);
      db.exec(
        "UPDATE analysis SET result = replace(result, 'complete', 'none') WHERE provisional = 0",
      );
    });
    const { code, out } = await run("compare", "S0");
    expect(code).toBe(1);
    expect(out).toContain("NOTHING THAT IT RESTS ON DIFFERS");
    expect((await run("reanalyse", "--all", "--quiet")).code).toBe(1);
  });

  test("that nobody saved, and analyses that nobody made, are told so", async () => {
    const told = async (...words: string[]) => (await run(...words)).err.split(":")[0];
    expect(await told("settings", "show", "lab@3")).toBe("error SETTINGS_UNKNOWN");
    expect(await told("settings", "use", "lab", ...SAID)).toBe("error SETTINGS_UNKNOWN");
    expect(await told("compare", "lab", "defaults")).toBe("error SETTINGS_UNKNOWN");
    expect(await told("compare", "S0")).toBe("error ANALYSIS_UNKNOWN");
    expect(await told("compare", "nothing")).toBe("error ANALYSIS_UNKNOWN");
    expect(await told("analyses", "nobody")).toBe("error SAMPLE_UNKNOWN");
  });
});
