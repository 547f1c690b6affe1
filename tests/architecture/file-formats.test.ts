/** The guides to layout files, plans and the configuration: every key is explained, and every example works. */
import { describe, expect, test } from "vitest";
import { DRIVERS } from "../../drivers/index.ts";
import { KNOWN_DRIVERS } from "../../src/cli/interpreters.ts";
import { checkConfig, initialConfig } from "../../src/daemon/config.ts";
import { PORT_PLACEHOLDER } from "../../src/daemon/config-findings.ts";
import { configSchema } from "../../src/daemon/config-schema.ts";
import { ROLES } from "../../src/domain/layout.ts";
import { UNIT_NAMES } from "../../src/domain/quantity.ts";
import { checkLayoutText } from "../../src/layout/check-layout-text.ts";
import { WAIVABLE_CHECKS } from "../../src/layout/layout-check.ts";
import { LAYOUT_TABLES } from "../../src/layout/layout-schema.ts";
import { loadLayouts } from "../../src/layout/load-layouts.ts";
import { checkPlan } from "../../src/layout/plan-file.ts";
import { PLAN_TABLES } from "../../src/layout/plan-schema.ts";
import { codeBlocks, codeSpans, sections, tableRows } from "./markdown.ts";
import { ROOT, readText } from "./source-files.ts";

const LAYOUT_GUIDE = readText("docs/layout-files.md");
const PLAN_GUIDE = readText("docs/plan-files.md");
const README = readText("README.md");

/** `[axis.*.series]` as people write it. */
function tableName(at: readonly string[]): string {
  return at.length === 0 ? "top of the file" : `\`${at.filter((part) => part !== "*").join(".")}\``;
}

/** Table and key of each row that explains a key. */
function documentedKeys(guide: string): string[] {
  return tableRows(guide, "where").flatMap(([where = "", keys = ""]) =>
    codeSpans(keys).map((key) => `${where} ${key}`),
  );
}

function keysOf(tables: readonly { at: readonly string[]; keys: readonly string[] }[]): string[] {
  return tables.flatMap(({ at, keys }) => keys.map((key) => `${tableName(at)} ${key}`));
}

describe("layout files", () => {
  test("each key is explained, and no other", () => {
    expect(documentedKeys(LAYOUT_GUIDE).sort()).toEqual(keysOf(LAYOUT_TABLES).sort());
  });

  test("each role is explained, and no other", () => {
    const roles = tableRows(LAYOUT_GUIDE, "role").flatMap(([role = ""]) => codeSpans(role));
    expect(roles.sort()).toEqual([...ROLES].sort());
  });

  test("each unit is named", () => {
    const spans = codeSpans(LAYOUT_GUIDE);
    expect(UNIT_NAMES.filter((unit) => !spans.includes(unit))).toEqual([]);
  });

  test("each check that can be waived is explained as the program does", () => {
    const checks = tableRows(LAYOUT_GUIDE, "check").map(([name = "", asks]) => [
      codeSpans(name)[0],
      asks,
    ]);
    expect(Object.fromEntries(checks)).toEqual(WAIVABLE_CHECKS);
  });

  test("each example passes its check without a warning", () => {
    const examples = codeBlocks(LAYOUT_GUIDE, "toml");
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(checkLayoutText(example).problems).toEqual([]);
  });
});

describe("plan files", () => {
  test("each key is explained, and no other", () => {
    expect(documentedKeys(PLAN_GUIDE).sort()).toEqual(keysOf(PLAN_TABLES).sort());
  });

  test("each example passes its check without a warning", () => {
    const { layouts } = loadLayouts(`${ROOT}/plate-layouts`);
    const examples = [...codeBlocks(PLAN_GUIDE, "toml"), readText("docs/examples/plan.toml")];
    expect(examples.length).toBeGreaterThan(1);
    for (const example of examples) expect(checkPlan(example, layouts).problems).toEqual([]);
  });
});

describe("configuration", () => {
  test("what `config init` writes is valid once the port is named", () => {
    const text = initialConfig().replace(PORT_PLACEHOLDER, "usb-1");
    expect(checkConfig(text, ROOT, KNOWN_DRIVERS).problems).toEqual([]);
  });

  test("each example of the README is valid, and it names every section", () => {
    const examples = codeBlocks(README, "toml");
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples)
      expect(checkConfig(example, ROOT, KNOWN_DRIVERS).problems).toEqual([]);
    const sections = Object.keys(configSchema.shape);
    expect(sections.filter((name) => !examples.join("\n").includes(name))).toEqual([]);
  });

  describe("options of drivers", () => {
    const guide = sections(readText("docs/driver-notes.md"));
    /** A section names its drivers in a line that begins with “Driver”. */
    const sectionOf = (id: string): string | undefined =>
      guide.find((section) => codeSpans(/^Drivers? .*$/m.exec(section)?.[0] ?? "").includes(id));

    test.each(DRIVERS.map(({ id }) => id))("those of %s are explained, and no others", (id) => {
      const section = sectionOf(id) ?? "";
      const named = tableRows(section, "option").flatMap(([name = ""]) => codeSpans(name));
      const drivers = DRIVERS.filter((driver) => sectionOf(driver.id) === section);
      const options = drivers.flatMap((driver) => Object.keys(driver.options.parse({}) ?? {}));
      expect(named.sort()).toEqual([...new Set(options)].sort());
    });
  });
});
