import {
  chmodSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parse } from "smol-toml";
import { describe, expect, test } from "vitest";
import { KNOWN_DRIVERS } from "../../../src/cli/interpreters.ts";
import { checkConfig, initialConfig, loadConfig } from "../../../src/daemon/config.ts";
import { applyUpgrade } from "../../../src/daemon/config-upgrade/apply-upgrade.ts";
import { lineDiff, renderDiff } from "../../../src/daemon/config-upgrade/line-diff.ts";
import {
  CONFIG_STEPS,
  configAge,
  OLDEST_CONFIG,
  PRESENT_CONFIG,
  upgradeConfig,
} from "../../../src/daemon/config-upgrade/upgrade-config.ts";
import { codeOf, freshFolder } from "../../store/fresh-store.ts";

const FIRST = `# Ours, since March.
schema = "platewarden-config/1"   # do not touch

data = "data"

[web]
port = 8481  # 8480 is taken

[[reader]]
id = "bench-1"
driver = "bio-rad"
port = "tcp://127.0.0.1:1"
`;

function written(text: string): string {
  const file = join(freshFolder(), "platewarden.toml");
  writeFileSync(file, text);
  return file;
}

describe("the steps", () => {
  test("follow each other without a gap, up to what `config init` writes", () => {
    let at = OLDEST_CONFIG;
    for (const step of CONFIG_STEPS) {
      expect([step.from, step.to]).toEqual([at, at + 1]);
      at = step.to;
    }
    expect(configAge(parse(initialConfig()))).toEqual({ kind: "present" });
    expect(initialConfig()).toContain(`platewarden-config/${PRESENT_CONFIG}`);
  });

  test("keep comments, order and spaces, and the result is a configuration of today that says the same", () => {
    const { text, from, to, steps } = upgradeConfig(FIRST, "platewarden.toml");
    expect([from, to, steps.length]).toEqual([1, 2, 1]);
    expect(renderDiff(lineDiff(FIRST.trimEnd(), text.trimEnd()))).toMatchInlineSnapshot(`
      " # Ours, since March.
      -schema = "platewarden-config/1"   # do not touch
      +schema = "platewarden-config/2"   # do not touch
       
       data = "data"
      …
       driver = "bio-rad"
       port = "tcp://127.0.0.1:1"
      +
      +# Backups are made as soon as a folder is named for them, on another disk or a share. Take the marks away:
      +# [backup]
      +# folder = "/srv/backup/platewarden""
    `);
    const { config, problems } = checkConfig(text, "/somewhere", KNOWN_DRIVERS);
    expect(problems).toEqual([]);
    expect(config).toMatchObject({ web: { port: 8481 }, readers: [{ id: "bench-1" }] });
  });

  test("done on what is of today already change nothing", () => {
    const { text } = upgradeConfig(FIRST, "platewarden.toml");
    expect(upgradeConfig(text, "platewarden.toml")).toMatchObject({ steps: [], text });
    for (const step of CONFIG_STEPS) expect(step.change(text)).toBe(text);
  });

  test("keep the ends of lines and the mark of byte order that a file has", () => {
    const dos = `\uFEFF${FIRST.replaceAll("\n", "\r\n")}`;
    const { text } = upgradeConfig(dos, "platewarden.toml");
    expect(text.startsWith("\uFEFF# Ours")).toBe(true);
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(checkConfig(text, "/somewhere", KNOWN_DRIVERS).problems).toEqual([]);
  });

  test("change no value but the name of the form, whatever else stands in the file", () => {
    const key = fc.stringMatching(/^[a-z]{1,8}$/);
    const value = fc.oneof(fc.integer(), fc.boolean(), fc.string());
    const comment = fc.stringMatching(/^[ -~]{0,20}$/);
    const table = fc.tuple(key, fc.dictionary(key, value, { maxKeys: 4 }), comment);
    fc.assert(
      fc.property(fc.uniqueArray(table, { selector: ([name]) => name, maxLength: 5 }), (tables) => {
        const body = tables
          .filter(([name]) => name !== "schema")
          .map(([name, values, said]) => {
            const lines = Object.entries(values).map(([k, v]) => `${k} = ${JSON.stringify(v)}`);
            return [`# ${said}`, `[${name}]`, ...lines].join("\n");
          });
        const before = `schema = 'platewarden-config/1'\n${body.join("\n\n")}\n`;
        // JSON writes some characters otherwise than TOML reads them.
        if (!isToml(before)) return;
        const { text } = upgradeConfig(before, "x");
        expect({ ...parse(text), schema: "" }).toEqual({ ...parse(before), schema: "" });
        for (const [, , said] of tables.filter(([name]) => name !== "schema")) {
          expect(text).toContain(`# ${said}`);
        }
      }),
    );
  });
});

function isToml(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("a configuration of another form", () => {
  test("that is older is refused with the command that upgrades it", () => {
    const file = written(FIRST);
    expect(codeOf(() => loadConfig(file, KNOWN_DRIVERS))).toBe("CONFIG_OLDER");
    expect(() => loadConfig(file, KNOWN_DRIVERS)).toThrow(`platewarden config upgrade ${file}`);
    expect(checkConfig(FIRST, "/somewhere", KNOWN_DRIVERS).problems).toMatchObject([
      { line: 2, remedy: expect.stringContaining("platewarden config upgrade") },
    ]);
  });

  test("that is newer is refused, whatever stands in it", () => {
    const file = written(
      FIRST.replace("config/1", `config/${PRESENT_CONFIG + 1}`).replace("[web]", "[later]"),
    );
    expect(codeOf(() => loadConfig(file, KNOWN_DRIVERS))).toBe("CONFIG_NEWER");
    expect(codeOf(() => upgradeConfig(readFileSync(file, "utf8"), file))).toBe("CONFIG_NEWER");
  });

  test.each(["", 'schema = "other/1"', "schema = 2", "no toml ["])("%j is none of ours", (text) => {
    expect(codeOf(() => upgradeConfig(text, "x"))).toBe("CONFIG_INVALID");
    expect(codeOf(() => loadConfig(written(text), KNOWN_DRIVERS))).toBe("CONFIG_INVALID");
  });
});

describe("what is applied", () => {
  const texts = { before: FIRST, after: "new", to: 2 };

  test("keeps the old file beside it, both with the rights of the old one, and leaves nothing else", () => {
    const file = written(FIRST);
    chmodSync(file, 0o640);
    expect(applyUpgrade(file, texts)).toBe(`${file}.before-2`);
    expect(readFileSync(file, "utf8")).toBe("new");
    expect(readFileSync(`${file}.before-2`, "utf8")).toBe(FIRST);
    expect([statSync(file).mode & 0o777, statSync(`${file}.before-2`).mode & 0o777]).toEqual([
      0o640, 0o640,
    ]);
    expect(readdirSync(join(file, "..")).sort()).toEqual([
      "platewarden.toml",
      "platewarden.toml.before-2",
    ]);
  });

  test("never takes the place of another kept file, and keeps the same one once", () => {
    const file = written(FIRST);
    writeFileSync(`${file}.before-2`, "an earlier one");
    expect(applyUpgrade(file, texts)).toBe(`${file}.before-2.2`);
    writeFileSync(file, FIRST);
    expect(applyUpgrade(file, texts)).toBe(`${file}.before-2.2`);
    expect(readFileSync(`${file}.before-2`, "utf8")).toBe("an earlier one");
  });

  test("is refused when the file was changed meanwhile", () => {
    const file = written("changed");
    expect(codeOf(() => applyUpgrade(file, texts))).toBe("FILE_NOT_WRITTEN");
    expect(readFileSync(file, "utf8")).toBe("changed");
  });

  test("goes to the file that a link leads to", () => {
    const file = written(FIRST);
    const link = join(freshFolder(), "link.toml");
    symlinkSync(file, link);
    applyUpgrade(link, texts);
    expect(readFileSync(file, "utf8")).toBe("new");
    expect(readFileSync(link, "utf8")).toBe("new");
  });
});

test("the difference of two texts leads from one to the other", () => {
  const lines = fc.array(fc.constantFrom("a", "b", "c", ""), { maxLength: 12 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const diff = lineDiff(before.join("\n"), after.join("\n"));
      const of = (kind: "gone" | "new"): string =>
        diff
          .filter((line) => line.kind === kind || line.kind === "kept")
          .map(({ text }) => text)
          .join("\n");
      expect(of("gone")).toBe(before.join("\n"));
      expect(of("new")).toBe(after.join("\n"));
    }),
  );
});
