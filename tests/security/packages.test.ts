/** What is installed beside this program: known to the byte, allowed to be passed on, and never run while installing. */
import { describe, expect, test } from "vitest";
import description from "../../package.json" with { type: "json" };
import accepted from "./accepted-findings.json" with { type: "json" };
import { judgeAudit } from "./judge-audit.ts";
import { ALLOWED_LICENCES, READ_LICENCES, runtimePackages } from "./runtime-packages.ts";

const packages = runtimePackages();

describe("every package that runs at the bench", () => {
  test("has a version and the hash of what is installed", () => {
    expect(packages.length).toBeGreaterThan(100);
    const loose = packages.filter(
      ({ version, integrity }) => version === "" || !integrity?.startsWith("sha512-"),
    );
    expect(loose.map(({ name }) => name)).toEqual([]);
  });

  test("has a licence under which it can be passed on", () => {
    const strange = packages
      .filter(
        ({ name, licence }) => !ALLOWED_LICENCES.has(licence ?? "") && !(name in READ_LICENCES),
      )
      .map(({ name, licence }) => `${name}: ${licence}`);
    expect(strange).toEqual([]);
    const needless = Object.keys(READ_LICENCES).filter(
      (name) =>
        !packages.some((one) => one.name === name && !ALLOWED_LICENCES.has(one.licence ?? "")),
    );
    expect(needless).toEqual([]);
  });

  test("runs nothing while it is installed, or is named in package.json with what it may", () => {
    const running = packages.filter(({ hasInstallScript }) => hasInstallScript);
    const unnamed = running.filter(({ name }) => !Object.hasOwn(description.allowScripts, name));
    expect(unnamed.map(({ name }) => name)).toEqual([]);
    expect(Object.values(description.allowScripts)).not.toContain(true);
  });
});

describe("what `npm run audit` finds", () => {
  const report = (severity: string, id = 1093): unknown => ({
    auditReportVersion: 2,
    vulnerabilities: {
      lodash: {
        name: "lodash",
        severity,
        via: [{ source: id, title: "Prototype pollution", url: "https://example.org/a", severity }],
      },
      above: { name: "above", severity, via: ["lodash"] },
    },
  });

  test("is a failure from `high` on", () => {
    expect(judgeAudit(report("high"), []).failures).toEqual([
      "lodash: Prototype pollution (high, 1093, https://example.org/a)",
    ]);
    expect(judgeAudit(report("critical"), []).failures).toHaveLength(1);
    expect(judgeAudit(report("moderate"), [])).toEqual({ answered: true, failures: [] });
  });

  test("is none where it is listed with a reason", () => {
    const one = { id: 1093, package: "lodash", reason: "is never given what others send" };
    expect(judgeAudit(report("high"), [one]).failures).toEqual([]);
    expect(judgeAudit(report("high", 1094), [one]).failures).toHaveLength(1);
  });

  test.each([{ message: "405 Method Not Allowed" }, { error: { code: "ENOTFOUND" } }, null, "x"])(
    "is not known where nobody answers: %j",
    (answer) => {
      expect(judgeAudit(answer, [])).toEqual({ answered: false, failures: [] });
    },
  );

  test("is accepted only with a reason and the package", () => {
    for (const one of accepted as { id: unknown; package: unknown; reason: string }[]) {
      expect(one).toEqual({
        id: expect.any(Number),
        package: expect.any(String),
        reason: expect.stringMatching(/.{20}/),
      });
    }
  });
});
