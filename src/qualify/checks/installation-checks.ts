/** IQ: the right program is here, whole, on a computer that it is made for. */
import { readFileSync, statSync } from "node:fs";
import { arch, cpus, platform, release, totalmem } from "node:os";
import { dirname, resolve } from "node:path";
import { DEFAULT_SETTINGS } from "../../analysis/settings.ts";
import { thisComputer } from "../../bench-tools/bench-computer.ts";
import type { CheckFinding } from "../../bench-tools/check-finding.ts";
import { checkProgram } from "../../bench-tools/check-program.ts";
import { KNOWN_DRIVERS } from "../../cli/interpreters.ts";
import { type Config, checkConfig, SHIPPED_LAYOUTS } from "../../daemon/config.ts";
import { canonicalJson, sha256 } from "../../domain/canonical.ts";
import { loadLayouts } from "../../layout/load-layouts.ts";
import { PROGRAM_VERSION } from "../../pipeline/program-version.ts";
import { type Check, type CheckResult, result, type Surroundings } from "../check.ts";
import {
  changedFiles,
  presentProgramFiles,
  programFingerprint,
  readProgramFiles,
} from "../program-files.ts";

const CHAPTER = "Installation";

async function programFindings(prefix: string): Promise<CheckResult> {
  const findings = (await checkProgram(thisComputer(), new Date())).filter(({ check }) =>
    check.startsWith(prefix),
  );
  const broken = findings.filter(({ state }) => state === "broken");
  const evidence = Object.fromEntries(
    findings.map(({ check, state, sentence }: CheckFinding) => [check, `${state}: ${sentence}`]),
  );
  return result(
    "nothing is broken",
    broken.length === 0 ? "nothing is broken" : broken.map(({ sentence }) => sentence).join(" "),
    findings.length > 0 && broken.length === 0,
    evidence,
  );
}

function checkFiles({ programFiles }: Surroundings): CheckResult {
  const now = presentProgramFiles();
  const then = readProgramFiles(programFiles);
  const evidence = { files: String(Object.keys(now).length), fingerprint: programFingerprint(now) };
  const expected = "every file is as it was installed";
  if (then === null) {
    const found = `there is no list of the installed files (${programFiles}); install the program again with \`npm ci\``;
    return result(expected, found, false, evidence);
  }
  const changed = changedFiles(then, now);
  const shown = changed.slice(0, 10).join("; ");
  const found = changed.length === 0 ? expected : `${changed.length} files differ: ${shown}`;
  return result(expected, found, changed.length === 0, evidence);
}

function readConfig(file: string): {
  readonly config: Config | null;
  readonly text: string;
  readonly problems: readonly string[];
} {
  const text = readFileSync(file, "utf8");
  const { config, problems } = checkConfig(text, dirname(resolve(file)), KNOWN_DRIVERS);
  return { config, text, problems: problems.map(({ message }) => message) };
}

function checkConfiguration({ configFile }: Surroundings): CheckResult {
  const expected = "the laboratory's configuration can be used as it is";
  if (configFile === null) {
    const found = "no configuration was named; name it with --config";
    return result("a configuration, where the laboratory has one", found, true);
  }
  const { text, problems } = readConfig(configFile);
  return result(
    expected,
    problems.length === 0 ? expected : problems.join("; "),
    problems.length === 0,
    {
      file: resolve(configFile),
      sha256: sha256(text),
      changed: statSync(configFile).mtime.toISOString(),
    },
  );
}

function checkLayouts({ configFile }: Surroundings): CheckResult {
  const own = configFile === null ? null : (readConfig(configFile).config?.layoutsFolder ?? null);
  const folder = own ?? SHIPPED_LAYOUTS;
  const { files, layouts } = loadLayouts(folder);
  const faulty = files.filter(({ layout }) => layout === null).map(({ fileName }) => fileName);
  return result(
    "every layout file can be used",
    faulty.length === 0
      ? `${layouts.length} layouts can be used`
      : `not usable: ${faulty.join(", ")}`,
    layouts.length > 0 && faulty.length === 0,
    Object.fromEntries(layouts.map(({ id, revision, sha256 }) => [`${id} r${revision}`, sha256])),
  );
}

function checkSettings({ configFile }: Surroundings): CheckResult {
  const config = configFile === null ? null : readConfig(configFile).config;
  const settings = config?.settings ?? DEFAULT_SETTINGS;
  const standard = new Map<string, unknown>(Object.entries(DEFAULT_SETTINGS));
  const other = Object.entries(settings).filter(
    ([name, value]) => canonicalJson(standard.get(name)) !== canonicalJson(value),
  );
  const shown = other.map(([name, value]) => `${name} = ${JSON.stringify(value)}`).join(", ");
  return result(
    "the thresholds are known, and those that are not the standard ones are named",
    other.length === 0 ? "all thresholds are the standard ones" : `not standard: ${shown}`,
    true,
    { sha256: sha256(canonicalJson(settings)) },
  );
}

function describeComputer(): CheckResult {
  const known = platform() === "linux" && ["x64", "arm64"].includes(arch());
  return result("Linux on x64 or arm64", `${platform()} ${release()} on ${arch()}`, known, {
    processors: `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}`,
    "memory, GB": (totalmem() / 2 ** 30).toFixed(1),
    "time zone": Intl.DateTimeFormat().resolvedOptions().timeZone,
    Node: process.versions.node,
    program: PROGRAM_VERSION,
  });
}

const VALIDATED = "compliance 21: P11 11.10(a), A11 4 (the system is fit for its purpose)";

export const INSTALLATION_CHECKS: readonly Check[] = [
  {
    id: "IQ-01",
    title: "The computer, and what runs the program",
    traces: VALIDATED,
    run: describeComputer,
  },
  {
    id: "IQ-02",
    title: "Every file of the program is as it was installed",
    traces: "compliance 20: A11 10, P11 11.10(k) (changes of the system are controlled)",
    run: checkFiles,
  },
  {
    id: "IQ-03",
    title: "Node and the native parts work",
    traces: VALIDATED,
    run: () => programFindings("program.n"),
  },
  {
    id: "IQ-04",
    title: "The clock of the computer",
    traces: "compliance 16: FDA guidance on time stamps",
    run: () => programFindings("program.clock"),
  },
  {
    id: "IQ-05",
    title: "The configuration",
    traces: "compliance 20: A11 10",
    run: checkConfiguration,
  },
  {
    id: "IQ-06",
    title: "The layouts",
    traces: "compliance 20: A11 10",
    run: checkLayouts,
  },
  {
    id: "IQ-07",
    title: "The thresholds of the analysis",
    traces: "compliance 20: A11 10",
    run: checkSettings,
  },
].map((check) => ({ ...check, part: "IQ" as const, chapter: CHAPTER }));
