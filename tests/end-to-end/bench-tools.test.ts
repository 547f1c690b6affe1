/** The tools of the bench at ports that are there: simulated readers, other programs, a daemon that dies. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, onTestFinished, test } from "vitest";
import { startSimulator } from "../../drivers/bio-rad/simulator/start-simulator.ts";
import { thisComputer } from "../../src/bench-tools/bench-computer.ts";
import { scanPorts } from "../../src/bench-tools/scan-ports.ts";
import { readSimulatedPlate } from "../../src/bench-tools/simulated-plate.ts";
import { freshFolder } from "../store/fresh-store.ts";
import { LAUNCH, runProgram } from "./run-program.ts";

const GOLDEN = "drivers/bio-rad/transcripts/680-identify.json";

/** A simulated 680 at a serial port of this name. */
async function plugIn(link: string) {
  const reader = await startSimulator({ model: "680", ptyLink: link });
  onTestFinished(() => reader.stop());
  return reader;
}

/** A process of the program, ended after the test, with the lines it prints. */
function launch(...args: string[]): {
  child: ChildProcess;
  line: (fits: RegExp) => Promise<string>;
} {
  const child = spawn(process.execPath, [LAUNCH, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout }).on("line", (text) => {
    lines.push(text);
    for (const look of waiting) look();
  });
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill();
      await once(child, "exit");
    }
  });
  return {
    child,
    line: (fits) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = lines.find((text) => fits.test(text));
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        child.once("exit", () =>
          reject(new Error(`it ended without ${fits}: ${lines.join("\n")}`)),
        );
        waiting.add(look);
        look();
      }),
  };
}

function configOf(folder: string, link: string): string {
  const file = join(folder, "platewarden.toml");
  const reader = `[[reader]]\nid = "bench-1"\ndriver = "bio-rad"\nport = "serial:${link}"\n`;
  writeFileSync(file, `schema = "platewarden-config/2"\ndata = "data"\n[web]\nport = 0\n${reader}`);
  return file;
}

describe("a port that another program holds", () => {
  test("is scanned without being opened, with that program's number and name", async () => {
    const link = join(freshFolder(), "reader");
    await plugIn(link);
    const holder = spawn(process.execPath, [
      "-e",
      `require("node:fs").openSync(${JSON.stringify(link)}, "r+"); console.log("open"); setInterval(() => {}, 1000)`,
    ]);
    onTestFinished(() => void holder.kill());
    await once(holder.stdout, "data");
    const configured = [{ id: "bench-1", port: `serial:${link}` }];
    const port = scanPorts(thisComputer(), configured, [link]).ports.find(
      (one) => one.spec === `serial:${link}`,
    );
    expect(port?.readerId).toBe("bench-1");
    expect(port?.holders).toContainEqual({
      pid: holder.pid,
      program: expect.stringContaining("openSync"),
      by: "open file",
    });
  });

  test("is not opened by a scan: the reader hears nothing, unless it is asked who it is", async () => {
    const link = join(freshFolder(), "reader");
    const reader = await plugIn(link);
    await runProgram("readers", "scan", link);
    expect(reader.events.filter(({ event }) => event === "command")).toEqual([]);
    const { code, out } = await runProgram("readers", "scan", link, "--ask", "bio-rad", "--json");
    expect(code).toBe(0);
    const { asked, suggestions } = JSON.parse(out);
    expect(asked).toMatchObject([{ outcome: "done", identity: { model: "Model 680" } }]);
    expect(suggestions.join("\n")).toContain(`driver = "bio-rad"\nport = "serial:${link}"`);
    const commands = reader.events.filter(({ event }) => event === "command");
    expect(commands.map(({ text }) => text)).toContain("EIA.READER ID");
    expect(commands.filter(({ text }) => /RPLATE/.test(String(text)))).toEqual([]);
  });
});

describe("record at a live port", () => {
  test("writes a golden transcript: the same bytes and the same expectation as the shipped one", async () => {
    const folder = freshFolder();
    const link = join(folder, "reader");
    await plugIn(link);
    const file = join(folder, "identify.json");
    const port = ["--port", `serial:${link}`, "--driver", "bio-rad"];
    const recorded = await runProgram("record", ...port, "--dialogue", "identify", "--out", file);
    expect([recorded.code, recorded.err]).toEqual([0, ""]);
    expect((await runProgram("transcript", "diff", GOLDEN, file)).code).toBe(0);
    const written = JSON.parse(readFileSync(file, "utf8"));
    expect(written.expected).toEqual(JSON.parse(readFileSync(GOLDEN, "utf8")).expected);
    expect(written.origin).toMatchObject({ port: `serial:${link}`, settings: { baudRate: 9600 } });
  });

  test("of a fault keeps the conversation, names the fault and ends with 1", async () => {
    const folder = freshFolder();
    const link = join(folder, "reader");
    const reader = await plugIn(link);
    await reader.fault("refuse", { on: "RP", code: "8011" });
    const file = join(folder, "read.json");
    const port = ["--port", `serial:${link}`, "--driver", "bio-rad"];
    const { code, out } = await runProgram(
      "record",
      ...port,
      "--dialogue",
      "readPlate",
      "--out",
      file,
    );
    expect(code).toBe(1);
    expect(out).toContain("READER_REFUSED");
    expect(JSON.parse(readFileSync(file, "utf8")).expected).toMatchObject({
      outcome: "fault",
      fault: { fault: "READER_REFUSED", readerCode: "8011" },
    });
  });

  test("without a dialogue listens, and keeps what comes in its time", async () => {
    const folder = freshFolder();
    const link = join(folder, "reader");
    const reader = await startSimulator({ model: "550", ptyLink: link });
    onTestFinished(() => reader.stop());
    await reader.insert(readSimulatedPlate("example"));
    const file = join(folder, "push.json");
    const options = ["--option", "filtersNm=[450,490,570,650]", "--driver", "bio-rad"];
    const { child } = launch(
      ...["record", "--port", `serial:${link}`, "--seconds", "4", ...options, "--out", file],
    );
    const whenOpen = (): boolean =>
      (scanPorts(thisComputer(), [], [link]).ports.at(-1)?.holders ?? []).some(
        ({ pid }) => pid === child.pid,
      );
    await expect.poll(whenOpen, { timeout: 20_000 }).toBe(true);
    await reader.pressStart(3, 4);
    await once(child, "exit");
    const written = JSON.parse(readFileSync(file, "utf8"));
    const text = written.items.map((item: { latin1: string }) => item.latin1).join("");
    expect(text).toContain("BIO-RAD MODEL 550");
    expect(written.dialogue).toBe("listen");
  });
});

describe("after a crash of the daemon", () => {
  test("doctor says so, and the last minutes are there with the conversation that was cut off", async () => {
    const folder = freshFolder();
    const link = join(folder, "reader");
    const reader = await plugIn(link);
    const config = configOf(folder, link);
    const daemon = launch("daemon", "--config", config);
    await daemon.line(/bench page/);
    await reader.waitFor(({ event, text }) => event === "command" && String(text).includes(" ID"));
    const healthy = await runProgram("doctor", "--config", config, "--json");
    const findings: { check: string; state: string }[] = JSON.parse(healthy.out).findings;
    // This bench has no backups, which the daemon tells of.
    expect(findings).toContainEqual(
      expect.objectContaining({
        check: "daemon",
        state: "attention",
        sentence: expect.stringMatching(/^The daemon runs.*No backups are made/s),
      }),
    );
    expect(findings).toContainEqual(
      expect.objectContaining({ check: "reader.bench-1.port", state: "ok" }),
    );
    daemon.child.kill("SIGKILL");
    await once(daemon.child, "exit");
    const crashed = await runProgram("doctor", "--config", config);
    expect(crashed.out).toContain("ended without tidying up");
    const file = join(folder, "incident.json");
    const written = await runProgram(
      ...["record", "--config", config, "--reader", "bench-1", "--out", file, "--json"],
    );
    expect(JSON.parse(written.out).transcripts).toBeGreaterThan(0);
    expect((await runProgram("transcript", "show", file)).out).toContain("EIA.READER");
  });
});

describe("simulate", () => {
  test("runs a reader that record can talk to, with its plate, until it is told to end", async () => {
    const folder = freshFolder();
    const link = join(folder, "reader");
    const plate = join(folder, "plate.csv");
    const row = Array.from({ length: 12 }, (_, column) => `0.${column + 10}5`).join(",");
    writeFileSync(plate, `${Array.from({ length: 8 }, () => row).join("\n")}\n`);
    const simulated = launch(
      ...[
        "simulate",
        "bio-rad",
        "--fast",
        "--pty",
        link,
        "--plate",
        plate,
        "--fault",
        "slow-bytes",
      ],
    );
    expect(await simulated.line(/^port = /)).toBe(`port = "serial:${link}"`);
    const file = join(folder, "read.json");
    const port = ["--port", `serial:${link}`, "--driver", "bio-rad", "--reference-nm", "none"];
    const { code } = await runProgram("record", ...port, "--dialogue", "readPlate", "--out", file);
    expect(code).toBe(0);
    await simulated.line(/^fault-shown: kind "slow-bytes"$/);
    await simulated.line(/^sent: plateId "plate.csv"$/);
    const { result } = JSON.parse(readFileSync(file, "utf8")).expected;
    expect(result.planes[0].values[7][11].trim()).toBe("0.215");
    simulated.child.kill("SIGINT");
    expect(await once(simulated.child, "exit")).toEqual([0, null]);
  });
});
