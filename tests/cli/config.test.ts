import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { freshFolder } from "../store/fresh-store.ts";
import { runCli } from "./run-cli.ts";

const GOOD = `schema = "platewarden-config/2"
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
  test("writes a file that is fine once its port is named, and never over another one", async () => {
    const file = join(freshFolder(), "new.toml");
    expect((await runCli("config", "init", file)).code).toBe(0);
    const fresh = await runCli("config", "check", file);
    expect(fresh.code).toBe(1);
    expect(fresh.out).toMatch(/`port` still holds CHANGE-ME.*\n.*by-id.*\n.*: 1 error\n$/);
    writeFileSync(file, readFileSync(file, "utf8").replace("CHANGE-ME", "usb-1"));
    const named = await runCli("config", "check", "--config", file);
    expect([named.code, named.out]).toEqual([0, expect.stringContaining("fine: 1 reader, data")]);
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
    ["an unknown schema", GOOD.replace("config/2", "config/9"), /schema|newer/],
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
      /:4:8: .*`port` cannot be 99999\.\n {4}The port of the bench page/,
    ],
    [
      "a web address that others reach",
      GOOD.replace("[[reader]]", '[web]\nhost = "0.0.0.0"\n[[reader]]'),
      /:4:8: .*passwords travel to the page unencrypted, so it is served on this computer only/,
    ],
    ["a port number that is too large", GOOD.replace("4001", "99999"), /99999, which is too large/],
    [
      "a reference that is the measurement",
      GOOD.replace("[[reader]]", "[assay]\nreference_nm = 570\n[[reader]]"),
      /:4:16: .*`reference_nm` is the same as `measurement_nm`, 570 nm/,
    ],
    [
      "a number where an option is a text",
      `${GOOD}options = { model = 680 }`,
      /`model` must be a text in quotes: "550", "680" or "auto", not 680/,
    ],
    [
      "an option out of its limits",
      `${GOOD}options = { mixSeconds = 1000 }`,
      /`mixSeconds` must be at most 999, not 1000/,
    ],
    [
      "one of a list that is none",
      `${GOOD}options = { filtersNm = [405, "x"] }`,
      /:7:31: .*`filtersNm` number 2 must be a number or "empty", not "x"/,
    ],
    [
      "a threshold with a slip, at its own place",
      GOOD.replace("[[reader]]", "[settings]\ncvWarn = 10\nblastMin = 3\n[[reader]]"),
      /:5:1: .*`blastMin` is unknown.*\n {4}Did you mean `blastsMin`\?/,
    ],
    [
      "a threshold out of its limits, at its own place",
      GOOD.replace("[[reader]]", "[settings]\ncvWarn = 10\nlcLevel = 100\n[[reader]]"),
      /:5:11: .*`lcLevel` must be less than 100, not 100/,
    ],
  ])("names %s with line and column, and ends with 1", async (_, text, words) => {
    const { code, out, file } = await check(text);
    expect(code).toBe(1);
    expect(out).toMatch(words);
    expect(out).toMatch(new RegExp(`${file}:\\d+:\\d+`));
  });

  test.each([
    { what: "the data folder", folders: ["."], says: "the daemon's own data" },
    {
      what: "a folder in the data folder",
      folders: ["data/exports"],
      says: "the daemon's own data",
    },
    { what: "a folder in another one", folders: ["x", "x/y"], says: "another one that is watched" },
  ])("refuses to watch $what", async ({ folders, says }) => {
    const sections = folders.map((path, n) => `[[folder]]\nid = "f${n}"\npath = "${path}"\n`);
    const { code, out } = await check(`${GOOD}\n${sections.join("")}`);
    expect(code).toBe(1);
    expect(out).toContain(says);
  });

  test("names two readers on one port and of one name, both at once", async () => {
    const reader = GOOD.slice(GOOD.indexOf("[[reader]]"));
    const { out } = await check(GOOD + reader);
    expect(out).toContain("two readers or folders are called bench-1");
    expect(out).toContain("two readers are on tcp://127.0.0.1:4001");
    expect(out).toMatch(/:8:6: .*\n.*\n.*:10:8: /);
  });

  test.each(["127.0.0.1", "::1", "localhost"])("takes %s as host", async (host) => {
    const { code } = await check(GOOD.replace("[[reader]]", `[web]\nhost = "${host}"\n[[reader]]`));
    expect(code).toBe(0);
  });

  test.each(["127.0.0.256", "127.0.0.1.example.org", "::", "192.168.0.2", ""])(
    "refuses %j as host",
    async (host) => {
      const { out } = await check(
        GOOD.replace("[[reader]]", `[web]\nhost = "${host}"\n[[reader]]`),
      );
      expect(out).toContain("served on this computer only");
    },
  );

  test("lists what is wrong with every part that can be read, whatever else is wrong", async () => {
    const reader = GOOD.slice(GOOD.indexOf("[[reader]]"));
    const { out } = await check(
      `schema = 1\n[web]\nport = "x"\n[settings]\nalpha = 3\n${reader}options = { colour = 1 }\n${reader.replace("bio-rad", "biorad")}`,
    );
    const lines = [...out.matchAll(/:(\d+):\d+: error/g)].map((match) => Number(match[1]));
    expect(lines).toEqual([1, 1, 3, 5, 10, 12, 13, 14]);
    expect(out).toMatch(/: 8 errors\n$/);
  });

  test("of a folder says that it is one", async () => {
    const { code, err } = await runCli("config", "check", freshFolder());
    expect(code).toBe(1);
    expect(err).toContain("it is a folder, not a file");
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
