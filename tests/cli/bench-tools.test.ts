/** The tools of the bench as they are called; what stands behind them is tested in tests/bench-tools. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { databaseFile } from "../../src/daemon/config.ts";
import { openStore } from "../../src/store/open-store.ts";
import { freshFolder } from "../store/fresh-store.ts";
import { AT, insertTranscript } from "../store/store-rows.ts";
import { jsonOf, runCli } from "./run-cli.ts";

const GOLDEN = "drivers/bio-rad/transcripts/680-identify.json";
const OTHER = "drivers/bio-rad/transcripts/680-single.json";

/** A data folder with an ended transcript and one that a crash left open. */
function keptTalk(): { folder: string; ended: string; open: string } {
  const folder = freshFolder();
  const store = openStore(databaseFile(folder));
  const ended = insertTranscript(store, ["ERE 0000\r"]);
  store.transcripts.end(ended, "done", null, AT);
  const open = insertTranscript(store, ["ERE", " 80"]);
  store.close();
  return { folder, ended, open };
}

describe("transcript list", () => {
  test("names the newest first, and says which has no end", async () => {
    const { folder, ended, open } = keptTalk();
    expect(await jsonOf("transcript", "list", "--data", folder)).toMatchObject([
      { id: open, outcome: null, items: 2 },
      { id: ended, outcome: "done", items: 1 },
    ]);
    const { out } = await runCli("transcript", "list", "--data", folder, "--reader", "bench-1");
    expect(out).toMatch(/no end .*2 /);
  });
});

describe("transcript show", () => {
  test("shows a file and one of the store", async () => {
    const { out } = await runCli("transcript", "show", GOLDEN, "--no-hex");
    expect(out).toMatch(/EIA\.READER ID<CR>\n.* {20}ERE 0000 Model 680<CR>/);
    const { folder, open } = keptTalk();
    expect(await jsonOf("transcript", "show", open, "--data", folder)).toMatchObject([
      { name: open, outcome: null, items: [{ direction: "rx", hex: "455245" }, { text: " 80" }] },
    ]);
  });

  test.each([
    ["an id that is none", ["no-such-id"], "TRANSCRIPT_UNKNOWN"],
    ["a file that is not there", ["./none.json"], "FILE_UNREADABLE"],
    ["a number too high", [`${GOLDEN}#2`], "TRANSCRIPT_UNKNOWN"],
    ["a file of something else", ["package.json"], "TRANSCRIPT_INVALID"],
  ])("of %s is an error", async (_, names, code) => {
    const { folder } = keptTalk();
    const { code: exit, err } = await runCli("transcript", "show", ...names, "--data", folder);
    expect([exit, err]).toEqual([1, expect.stringContaining(code)]);
  });
});

describe("transcript diff", () => {
  test("of a file with itself ends with 0, with another one with 1 and the place", async () => {
    expect((await runCli("transcript", "diff", GOLDEN, GOLDEN)).code).toBe(0);
    const { code, out } = await runCli("transcript", "diff", GOLDEN, OTHER, "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ same: false, difference: { turn: 9, before: "tx" } });
  });
});

describe("record from the store", () => {
  test("writes the last minutes, which can be shown, and never over a file", async () => {
    const { folder, open } = keptTalk();
    const out = join(folder, "incident.json");
    const args = ["record", "--data", folder, "--reader", "bench-1", "--out", out];
    const span = ["--until", "2026-03-06T14:05:00Z", "--last-minutes", "10"];
    expect(await jsonOf(...args, ...span)).toMatchObject({
      transcripts: 2,
      items: 3,
      remarks: ["1 transcript without an end."],
    });
    expect((await runCli("transcript", "show", `${out}#2`)).out).toContain(open);
    const again = await runCli(...args, ...span);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining("FILE_NOT_WRITTEN")]);
  });

  test("writes one transcript for a driver's folder, and says when nothing can be expected of it", async () => {
    const { folder, ended } = keptTalk();
    const file = join(folder, "one.json");
    const { code, out } = await runCli(
      ...["record", "--data", folder, "--transcript", ended, "--out", file],
    );
    expect(code).toBe(0);
    expect(out).toContain("The file has no `expected`");
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
      items: [{ dir: "rx", latin1: "ERE 0000\r", atMs: 0 }],
      origin: { readerId: "bench-1", transcript: ended },
    });
  });

  test.each([
    ["no source", [], "say one of --port"],
    ["two sources", ["--reader", "a", "--transcript", "b"], "say one of --port"],
    ["a dialogue without a driver", ["--port", "tcp://a:1", "--dialogue", "identify"], "--driver"],
    ["a dialogue that is none", ["--port", "tcp://a:1", "--dialogue", "sing"], "one of identify"],
    ["line settings that are none", ["--port", "tcp://a:1", "--bits", "9X9"], "8N1"],
  ])("with %s ends with 2", async (_, args, words) => {
    const { code, err } = await runCli("record", "--out", "x.json", ...args);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  });

  test("with an unknown driver, or a port that is none, ends with 1", async () => {
    const port = ["record", "--out", "x.json", "--port"];
    const driver = await runCli(...port, "tcp://127.0.0.1:1", "--driver", "biorad");
    expect(driver.err).toMatch(/DRIVER_UNKNOWN.*bio-rad/);
    expect((await runCli(...port, "COM3")).err).toContain("PORT_SPEC_INVALID");
    expect((await runCli(...port, "tcp://127.0.0.1:1")).err).toContain("PORT_NOT_FOUND");
  });
});

describe("readers scan", () => {
  test("prints its own JSON, also beside a configuration that is not right yet", async () => {
    const file = join(freshFolder(), "platewarden.toml");
    writeFileSync(file, 'schema = "platewarden-config/2"\n');
    const scan = await jsonOf("readers", "scan", "--config", file, "--tcp", "127.0.0.1:1");
    expect(scan).toMatchObject({
      ports: expect.any(Array),
      servers: [{ spec: "tcp://127.0.0.1:1", state: "refuses" }],
      remarks: expect.arrayContaining([
        expect.objectContaining({ sentence: expect.stringContaining("not right") }),
      ]),
    });
  });

  test("asks no port that was not named", async () => {
    const { code, err } = await runCli("readers", "scan", "--ask", "bio-rad");
    expect([code, err]).toEqual([2, expect.stringContaining("no port that was not named")]);
  });
});

describe("simulate", () => {
  test("lists readers with their models and faults", async () => {
    const list = await jsonOf("simulate", "--list");
    expect(list).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          id: "bio-rad",
          models: ["680", "550"],
          faults: expect.arrayContaining(["drop-link", "wrong-checksum"]),
          push: true,
        }),
      ]),
    );
  });

  test("without a reader points to the list, and refuses an unknown one", async () => {
    expect((await runCli("simulate")).code).toBe(2);
    expect((await runCli("simulate", "biorad")).err).toMatch(/SIMULATOR_UNKNOWN.*bio-rad/);
    expect((await runCli("simulate", "byonoy", "--push")).err).toContain("at a panel");
  });
});

describe("doctor", () => {
  const config = (port: string): string => {
    const file = join(freshFolder(), "platewarden.toml");
    writeFileSync(
      file,
      `schema = "platewarden-config/2"\ndata = "data"\n[[reader]]\nid = "bench-1"\ndriver = "bio-rad"\nport = "${port}"\n`,
    );
    return file;
  };

  test("finds what is broken, says how to mend it, and ends with 1", async () => {
    const { code, out } = await runCli("doctor", "--config", config("serial:/dev/no-such-port"));
    expect(code).toBe(1);
    expect(out).toMatch(
      /broken {5}Reader bench-1: nothing is at serial:\/dev\/no-such-port\.\n.*→ /,
    );
    expect(out).toMatch(/\d+ ok, \d+ to look at, 1 broken\n$/);
  });

  test("gives programs the same with stable names", async () => {
    const { out } = await runCli("doctor", "--json", "--config", config("tcp://127.0.0.1:1"));
    const { ok, findings } = JSON.parse(out);
    expect(ok).toBe(false);
    expect(findings.map((one: { check: string }) => one.check)).toEqual(
      expect.arrayContaining([
        "configuration",
        "program.node",
        "data.folder",
        "data.free-space",
        "data.database",
        "daemon",
        "layouts",
        "reader.bench-1.port",
      ]),
    );
    for (const finding of findings)
      expect(Object.keys(finding).sort()).toEqual(["check", "remedy", "sentence", "state"]);
  });

  test("says of a configuration every problem, and still looks at the program", async () => {
    const { out } = await runCli("doctor", "--config", config("COM3"));
    expect(out).toMatch(/broken .*1 error[\s\S]*names no port/);
    expect(out).toContain("runs the program");
  });
});
