import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { freshFolder } from "../store/fresh-store.ts";
import { runCli } from "./run-cli.ts";

const GOOD = `schema = "platewarden-config/1"
data = "data"
[[reader]]
id = "bench-1"
driver = "bio-rad"
port = "tcp://127.0.0.1:4001"
`;

function fileOf(text: string): string {
  const file = join(freshFolder(), "platewarden.toml");
  writeFileSync(file, text);
  return file;
}

async function check(text: string) {
  const file = fileOf(text);
  const result = await runCli("config", "check", file);
  return { ...result, file };
}

describe("config init", () => {
  test("writes a file that is fine as it stands, and never over another one", async () => {
    const file = join(freshFolder(), "new.toml");
    expect((await runCli("config", "init", file)).code).toBe(0);
    const checked = await runCli("config", "check", file);
    expect([checked.code, checked.out]).toEqual([0, expect.stringContaining("fine: 1 reader")]);
    const before = readFileSync(file, "utf8");
    const again = await runCli("config", "init", file);
    expect(again.code).toBe(1);
    expect(again.err).toContain("FILE_NOT_WRITTEN");
    expect(readFileSync(file, "utf8")).toBe(before);
  });
});

describe("config check", () => {
  test("is content with a good file and says where the data go", async () => {
    const { code, out } = await check(GOOD);
    expect(code).toBe(0);
    expect(out).toMatch(/fine: 1 reader.*data in \/.*\/data/);
  });

  test.each([
    ["what is no TOML", `${GOOD}\nport = = 3`, /:8:/],
    ["an unknown key", GOOD.replace("data =", "dat ="), /dat/],
    ["an unknown schema", GOOD.replace("config/1", "config/9"), /schema/],
    ["an unknown driver", GOOD.replace("bio-rad", "biorad"), /there is no driver biorad/],
    ["a port that is none", GOOD.replace("tcp://127.0.0.1:4001", "COM3"), /names no port/],
    ["no reader at all", GOOD.slice(0, GOOD.indexOf("[[reader]]")), /reader/],
    ["an option that is none", `${GOOD}options = { mixSeconds = -1 }`, /mixSeconds|>=0/],
    ["an unknown option", `${GOOD}options = { colour = "blue" }`, /colour/],
    [
      "a threshold that is absurd",
      GOOD.replace("[[reader]]", "[settings]\nalpha = 3\n[[reader]]"),
      /alpha/,
    ],
    [
      "a wavelength that is none",
      GOOD.replace("[[reader]]", "[assay]\nmeasurement_nm = 57\n[[reader]]"),
      /measurement_nm|300/,
    ],
    [
      "a web port that is none",
      GOOD.replace("[[reader]]", "[web]\nport = 99999\n[[reader]]"),
      /port|65535/,
    ],
  ])("names %s with line and column, and ends with 1", async (_, text, words) => {
    const { code, out, file } = await check(text);
    expect(code).toBe(1);
    expect(out).toMatch(words);
    expect(out).toMatch(new RegExp(`${file}:\\d+:\\d+`));
  });

  test("names two readers on one port and of one name, both at once", async () => {
    const reader = GOOD.slice(GOOD.indexOf("[[reader]]"));
    const { out } = await check(GOOD + reader);
    expect(out).toContain("two readers are called bench-1");
    expect(out).toContain("two readers are on tcp://127.0.0.1:4001");
    expect(out).toMatch(/:8:6: .*\n.*\n.*:10:8: /);
  });

  test("of a file that is not there is an error", async () => {
    const { code, err } = await runCli("config", "check", "/no/such.toml");
    expect(code).toBe(1);
    expect(err).toContain("CONFIG_NOT_FOUND");
  });

  test("gives programs every problem with its place", async () => {
    const { out } = await runCli("config", "check", fileOf(GOOD.replace("bio-rad", "x")), "--json");
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      problems: [{ severity: "error", check: "driver", line: 5 }],
    });
  });
});

describe("the daemon", () => {
  test("does not start with a configuration that is not right, and lists what is wrong", async () => {
    const { code, err } = await runCli("daemon", "--config", fileOf(GOOD.replace("bio-rad", "x")));
    expect(code).toBe(1);
    expect(err).toContain("CONFIG_INVALID");
    expect(err).toContain("there is no driver x");
  });
});
