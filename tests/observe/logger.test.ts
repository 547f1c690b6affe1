import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { logFile } from "../../src/observe/log-file.ts";
import { isForJournal, makeLogger } from "../../src/observe/logger.ts";
import { freshFolder } from "../store/fresh-store.ts";

function lines(parts: { level?: "error" | "info" | "debug"; forJournal?: boolean } = {}) {
  const written: string[] = [];
  const log = makeLogger({
    level: "info",
    to: { write: (line: string) => void written.push(line) },
    ...parts,
  });
  return { log, written };
}

describe("a line of the log", () => {
  test("is one JSON object with its ids, its level and the time in UTC", () => {
    const { log, written } = lines();
    log.warn({ reader: "bench-1", barcode: "PW-A-1" }, "a reading was given up");
    expect(written).toHaveLength(1);
    expect(JSON.parse(written[0] ?? "")).toMatchObject({
      level: 40,
      reader: "bench-1",
      barcode: "PW-A-1",
      msg: "a reading was given up",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
  });

  test("is not written below the level", () => {
    const { log, written } = lines({ level: "error" });
    log.warn("not this");
    log.error("this");
    expect(written).toHaveLength(1);
  });

  test.each(["password", "secret", "pin", "token", "authorization", "cookie"])(
    "never holds a %s, at the top or one below",
    (name) => {
      const { log, written } = lines();
      log.info({ [name]: "violet formazan", of: { [name]: "violet formazan" } }, "a mistake");
      expect(written.join("")).not.toContain("violet");
      expect(written.join("")).toContain("[not written]");
    },
  );

  test.each([
    ["fatal", "<2>"],
    ["error", "<3>"],
    ["warn", "<4>"],
    ["info", "<6>"],
    ["debug", "<7>"],
  ] as const)("for the journal has its priority in front: %s is %s", (level, prefix) => {
    const { log, written } = lines({ level: "debug", forJournal: true });
    log[level]("word");
    expect(written[0]?.slice(0, 4)).toBe(`${prefix}{`);
    log.child({ reader: "bench-1" })[level]("word");
    expect(written[1]?.slice(0, 4)).toBe(`${prefix}{`);
  });
});

test("the journal is known by the descriptor that systemd names", () => {
  expect(isForJournal({ JOURNAL_STREAM: "8:123456" })).toBe(true);
  expect(isForJournal({})).toBe(false);
  expect(isForJournal({ JOURNAL_STREAM: "" })).toBe(false);
});

describe("a log in a file", () => {
  test("is made with its folder, and goes on where it ended", () => {
    const file = join(freshFolder(), "log", "a.log");
    logFile(file).write("one\n");
    logFile(file).write("two\n");
    expect(readFileSync(file, "utf8")).toBe("one\ntwo\n");
  });

  test("begins anew when it has grown large, and the one before is kept", () => {
    const file = join(freshFolder(), "a.log");
    const log = logFile(file, 10);
    log.write("twelve bytes\n");
    log.write("new\n");
    expect(readFileSync(`${file}.1`, "utf8")).toBe("twelve bytes\n");
    expect(readFileSync(file, "utf8")).toBe("new\n");
  });
});
