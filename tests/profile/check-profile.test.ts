/** Every problem of a profile is found, all at once, at its line and column. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkProfile } from "../../src/profile/check-profile.ts";
import { driverFromProfile, loadProfile } from "../../src/profile/load-profile.ts";
import { profileText } from "../drivers/profile/play-profile.ts";
import { profileText as shippedText } from "../drivers/profile/shipped-profiles.ts";

/** Message of each error, and where its text stands. */
function errorsOf(text: string): { message: string; at: string }[] {
  const lines = text.split("\n");
  return checkProfile(text)
    .problems.filter(({ severity }) => severity === "error")
    .map(({ message, line, column }) => ({
      message,
      at: (lines[(line ?? 0) - 1] ?? "").slice((column ?? 1) - 1),
    }));
}

const COMMAND = "moves_hardware = false\n";

describe("a problem and its place", () => {
  test.each<[string, string, string, string]>([
    ["a pattern RE2 refuses", "[status]\nok = '(?=x)'", "the pattern cannot be used", "'(?=x)'"],
    ["a back reference", "[status]\nok = '(a)\\1'", "the pattern cannot be used", "'(a)\\1'"],
    [
      "a pattern without its group",
      "[status]\nerror = 'E'",
      "the pattern names no group `code`",
      "'E'",
    ],
    [
      "an unknown key",
      "[port]\nbaudrate = 9600",
      "`baudrate` is unknown in [port]",
      "baudrate = 9600",
    ],
    ["a wrong value", '[port]\nparity = "none?"', "`parity` cannot be", '"none?"'],
    [
      "a broken placeholder",
      `[commands.identify]\nsend = "{"\n${COMMAND}`,
      "`{` is no placeholder",
      '"{"',
    ],
    [
      "an unknown placeholder",
      `[commands.identify]\nsend = "ID {who}"\n${COMMAND}`,
      "{who} is neither",
      '"ID {who}"',
    ],
    [
      "a character that is no byte",
      `[commands.identify]\nsend = "ID \u20ac"\n${COMMAND}`,
      "`send` cannot be",
      '"ID \u20ac"',
    ],
    [
      "a command without its main promise",
      '[commands.identify]\nsend = "ID"',
      "`moves_hardware` is missing",
      "commands.identify]",
    ],
    [
      "a start that moves nothing",
      `[commands.start]\nsend = "GO"\n${COMMAND}`,
      "`start` moves hardware",
      "false",
    ],
    [
      "retries of what may do more",
      `[commands.identify]\nsend = "ID"\nretries = 1\n${COMMAND}`,
      "`identify` is sent again",
      "1",
    ],
    [
      "a hidden move",
      '[commands.start]\nsend = "GO {nm}"\nmoves_hardware = true\n[commands.identify]\nsend = "GO WHO"\nmoves_hardware = false',
      "`identify` begins like a command that moves hardware",
      '"GO WHO"',
    ],
    [
      "a move behind a placeholder",
      '[commands.start]\nsend = "{nm} GO"\nmoves_hardware = true',
      "`start` begins with a placeholder",
      '"{nm} GO"',
    ],
    [
      "a move while identifying",
      '[commands.open]\nsend = "OPEN"\nmoves_hardware = true\n[sequences]\nidentify = ["open"]',
      "`open` moves hardware and would be sent",
      '"open"]',
    ],
    [
      "a sequence of unknown commands",
      '[sequences]\nread = ["go"]',
      "there is no command `go`",
      '"go"]',
    ],
    ["a lock that is no command", '[turns]\nlock = "grab"', "there is no command `grab`", '"grab"'],
    [
      "a question while a plate is read",
      '[commands.start]\nsend = "GO"\nmoves_hardware = true\n[commands.look]\nsend = "L"\nmoves_hardware = false\n[commands.fetch]\nsend = "F"\nmoves_hardware = false\n[sequences]\nread = ["start", "look", "fetch"]',
      "`look` is sent while a plate is read",
      '["start", "look", "fetch"]',
    ],
    [
      "progress without an end",
      `[commands.progress]\nsend = "P"\n${COMMAND}`,
      "`progress` has no `done`",
      "commands.progress]",
    ],
    [
      "a prompt mode without a prompt",
      '[framing]\nmode = "prompt"',
      "mode `prompt` needs `prompt`",
      '"prompt"',
    ],
    [
      "frames without marks",
      '[framing]\nmode = "framed"',
      "mode `framed` needs `start` and `end`",
      '"framed"',
    ],
    [
      "an enquiry without frames",
      '[turns]\nenquiry = "\\u0005"',
      "`enquiry` has a meaning only where",
      '"\\u0005"',
    ],
    [
      "a checksum nowhere",
      '[checksum]\nkind = "xor"',
      "nothing says where the checksum stands",
      '"xor"',
    ],
    [
      "filters nobody can read",
      `[commands.filters]\nsend = "F"\n${COMMAND}`,
      "nothing says how its list is read",
      "commands.filters]",
    ],
    [
      "a range upside down",
      "[wavelengths]\nmin_nm = 800\nmax_nm = 400",
      "`min_nm` is not below `max_nm`",
      "800",
    ],
    [
      "a default outside its choices",
      '[options]\nspeed = { default = 3, choices = [1, 2], description = "x" }',
      "the default of `speed`",
      "3, choices",
    ],
    [
      "a time-out by an unknown option",
      '[time_outs]\nread_shake_option = "shake"',
      "there is no option `shake`",
      '"shake"',
    ],
    [
      "the same code twice",
      '[status]\nerror = \'(?P<code>.)\'\n[[status.codes]]\ncode = "1"\ntext = "a"\n[[status.codes]]\ncode = "1"\ntext = "b"',
      "the code 1 stands there twice",
      '"1"',
    ],
  ])("%s", (_, more, message, at) => {
    const errors = errorsOf(profileText(more));
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toContain(message);
    expect(errors[0]?.at.startsWith(at)).toBe(true);
  });

  test.each<[string, string, string]>([
    ["two ways to cut a line", 'separator = ";"\ncell_width = 6', "both say how a line is cut"],
    ["lines that do not fill a plate", "cells_per_line = 7", "7 cells a line do not fill 96 wells"],
    ["too few widths", "cell_widths = [5, 5]", "there are 2 widths for 12 cells"],
    ["triplets without a pattern", 'order = "triplets"', "order `triplets` needs `triplet`"],
    ["blocks that name no filter", 'tie = "header"', "no block says which wavelength it is of"],
  ])("%s", (_, plate, message) => {
    const errors = errorsOf(profileText("", plate));
    expect(errors.map((error) => error.message).join()).toContain(message);
  });

  test("a proof on no reader", () => {
    const text = profileText("").replace("evidence", 'verification = "bench"\nevidence');
    const [error] = errorsOf(text);
    expect(error?.message).toContain("names no reader it was tested on");
    expect(error?.at).toBe('"bench"');
  });

  test("no way for a plate to come", () => {
    const errors = errorsOf(profileText("", "", false));
    expect(errors.map((error) => error.message)).toEqual([
      "no plate can come: nothing is commanded, nothing is pushed",
    ]);
  });
});

describe("checking", () => {
  test("says all problems at once, in the order of the file", () => {
    const text = profileText("[port]\nparity = \"x\"\n[status]\nok = '('\n");
    expect(errorsOf(text).map(({ message }) => message.slice(0, 16))).toEqual([
      "`parity` cannot ",
      "the pattern cann",
    ]);
  });

  test("a profile without examples is warned of, and works", () => {
    const { driver, problems } = checkProfile(profileText(""));
    expect(problems.map(({ severity }) => severity)).toEqual(["warning"]);
    expect(driver?.id).toBe("profile-tested");
  });

  test("an example that comes out otherwise is a problem at its place", () => {
    const text = shippedText("bio-rad-680.toml").replace('"0.100 0.180', '"0.101 0.180');
    const { problems } = checkProfile(text);
    expect(problems.map(({ check, message }) => [check, message.slice(0, 50)])).toEqual([
      ["example", "example “A plate at 570 and 650 nm”: `measurement`"],
    ]);
    expect(text.split("\n")[(problems[0]?.line ?? 0) - 1]).toBe("[[simulation.example]]");
  });

  test("an example whose host's side differs in one byte is a problem", () => {
    const text = shippedText("bio-rad-680.toml").replace(
      "H> EIA.READER RPLATE 2 5 M 4 6",
      "H> EIA.READER RPLATE 2 5 M 4 7",
    );
    const { problems } = checkProfile(text);
    expect(problems[0]?.message).toContain("RPLATE 2 5 M 4 7");
  });

  test("text that is no TOML is one problem, and none of any text is thrown", () => {
    expect(checkProfile("= what").problems).toHaveLength(1);
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(checkProfile(text).problems.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe("loading", () => {
  test("the version changes with every change of the text", () => {
    const before = driverFromProfile(profileText(""), "a.toml").version;
    const after = driverFromProfile(`${profileText("")}# a word\n`, "a.toml").version;
    expect(before).toMatch(/^3\+[0-9a-f]{12}$/);
    expect(after).not.toBe(before);
  });

  test("what is wrong is in the message, with file, line and column", () => {
    expect(() => loadProfile("x = 1", "lab.toml")).toThrow(/lab\.toml:1:1: error \[unknown-key\]/);
  });

  test("options of a profile are validated and have their defaults", () => {
    const { driver } = loadProfile(shippedText("bio-rad-680.toml"), "a.toml");
    expect(driver.options.parse({})).toEqual({
      filtersNm: null,
      mixSeconds: 5,
      mixSpeed: "M",
      speed: 2,
    });
    expect(driver.options.safeParse({ mixSeconds: 1000 }).success).toBe(false);
    expect(driver.options.safeParse({ speed: 3 }).success).toBe(false);
    expect(driver.options.parse({ filtersNm: [450, "empty"] })).toMatchObject({
      filtersNm: [450, null],
    });
  });

  test("results that a reader calculated are called so", () => {
    const { driver } = loadProfile(shippedText("astm-lis.toml"), "a.toml");
    expect(driver.evidence).toContain("not raw data");
  });

  test("every baud rate is a port to be tried, in order", () => {
    const { driver } = loadProfile(
      profileText("[port]\nbaud = [19200, 9600]\nrts = false"),
      "a.toml",
    );
    expect(driver.ports.map(({ baudRate, rts }) => [baudRate, rts])).toEqual([
      [19_200, false],
      [9600, false],
    ]);
  });
});
