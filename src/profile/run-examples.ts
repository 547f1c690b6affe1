/** Plays the example conversations of a profile, and its faults, and compares what comes out with what it says. */
import type { Profile } from "../../drivers/profile/profile-schema.ts";
import {
  type ConversationItem,
  parseConversation,
} from "../../drivers/profile/simulator/conversation.ts";
import { createScriptedReader } from "../../drivers/profile/simulator/scripted-reader.ts";
import type { PlateReading, WellValue } from "../domain/reading.ts";
import type { Dialogue, Driver, DriverReport } from "../instrument/contract.ts";
import { replayDialogue } from "../instrument/replay-dialogue.ts";
import { advance } from "../instrument/run-dialogue.ts";
import type { Finding, Path } from "../layout/problem.ts";

type Example = Profile["simulation"]["example"][number];
type Fault = Profile["simulation"]["fault"][number];

/** Two planes with all retransmissions are 12 kB; a dialogue that asks for far more never ends. */
const MOST_REQUESTS = 100_000;

/** One finding for each example and each fault that does not come out as the profile says. */
export function exampleFindings(profile: Profile, driver: Driver): Finding[] {
  const { example, fault } = profile.simulation;
  return [
    ...example.flatMap((one, index) => checkExample(driver, one, ["simulation", "example", index])),
    ...fault.flatMap((one, index) => {
      const hit = example.find(({ title }) => title === one.example);
      return hit === undefined ? [] : checkFault(driver, hit, one, ["simulation", "fault", index]);
    }),
  ];
}

function problem(path: Path, message: string): Finding {
  const remedy = "Correct the profile, or the example where it is not what the reader sends.";
  return { severity: "error", check: "example", path, message, remedy };
}

/** The dialogue an example is of. */
export function startExample(driver: Driver, example: Example): Dialogue<unknown> {
  const { identify, readPlate, lastPlate, release, listen } = driver.dialogues;
  const options = driver.options.parse(example.options);
  switch (example.dialogue) {
    case "identify":
      return identify(options);
    case "readPlate": {
      const { measurement_nm = 570, reference_nm = null } = example;
      return readPlate({ measurementNm: measurement_nm, referenceNm: reference_nm }, options);
    }
    case "lastPlate":
      if (lastPlate === null) throw new Error("the profile has no `retransmit`");
      return lastPlate(options, { readMayBeUnderWay: true });
    case "release":
      return release(options);
    case "listen":
      return listen(options);
  }
}

function checkExample(driver: Driver, example: Example, path: Path): Finding[] {
  const prepared = prepare(driver, example);
  if (typeof prepared === "string")
    return [problem(path, `example “${example.title}”: ${prepared}`)];
  const { dialogue, items } = prepared;
  const outcome = replayDialogue(dialogue, items, driver.framing, "silence");
  const unsent = items.slice(outcome.played).some((item) => item.direction === "tx");
  const wrong =
    outcome.kind === "mismatch"
      ? [outcome.message]
      : compare(example.expect, summarise(outcome), rejectedIn(outcome.reports));
  const late = unsent ? ["not everything was sent that stands in the conversation"] : [];
  const all = wrong.length === 0 ? late : wrong;
  return all.map((what) => problem(path, `example “${example.title}”: ${what}`));
}

function prepare(
  driver: Driver,
  example: Example,
): { readonly dialogue: Dialogue<unknown>; readonly items: ConversationItem[] } | string {
  try {
    return {
      dialogue: startExample(driver, example),
      items: parseConversation(example.conversation),
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

interface Summary {
  readonly outcome: string;
  readonly fault: string | null;
  readonly detail: string;
  readonly model: string | null;
  readonly plate: PlateReading | null;
}

type Ended =
  | { readonly kind: "done"; readonly result: unknown }
  | { readonly kind: "fault"; readonly fault: { readonly fault: string; readonly message: string } }
  | { readonly kind: "bug"; readonly error: unknown }
  | { readonly kind: "interrupted" | "endless" };

function summarise(outcome: Ended): Summary {
  const nothing = { fault: null, detail: "", model: null, plate: null };
  if (outcome.kind === "fault") {
    const { fault, message } = outcome.fault;
    return { ...nothing, outcome: "fault", fault, detail: message };
  }
  if (outcome.kind === "bug") return { ...nothing, outcome: "bug", detail: String(outcome.error) };
  if (outcome.kind !== "done") return { ...nothing, outcome: outcome.kind };
  const { result } = outcome;
  const plate = plateIn(result);
  const isIdentity = typeof result === "object" && result !== null && "model" in result;
  const model = isIdentity ? String(result.model) : (plate?.readerModel ?? null);
  return { ...nothing, outcome: "done", model, plate };
}

function plateIn(result: unknown): PlateReading | null {
  if (typeof result !== "object" || result === null) return null;
  const candidate = "plate" in result ? result.plate : result;
  return isReading(candidate) ? candidate : null;
}

function isReading(value: unknown): value is PlateReading {
  return typeof value === "object" && value !== null && "planes" in value;
}

function rejectedIn(reports: readonly DriverReport[]): number {
  return reports.filter((report) => report.kind === "rejected").length;
}

/** Each thing that differs, in words. What an example does not say is not compared. */
function compare(expect: Example["expect"], found: Summary, rejected: number): string[] {
  if (found.outcome !== expect.outcome || (expect.fault ?? found.fault) !== found.fault) {
    const wanted = [expect.outcome, expect.fault ?? ""].join(" ").trim();
    const came = [found.outcome, found.fault ?? "", found.detail].join(" ").trim();
    return [`expected ${wanted}, but it ended as ${came}`];
  }
  const { plate } = found;
  const role = (name: string) => plate?.planes.find((plane) => plane.role === name)?.values;
  const pairs: [string, unknown, unknown][] = [
    ["model", expect.model, found.model],
    ["subtracted", expect.subtracted, plate?.referenceSubtracted],
    ["temperature_c", expect.temperature_c, plate?.temperatureC],
    ["barcode", expect.barcode, plate?.plateBarcode],
    ["clock", expect.clock, plate?.readerClock],
    ["measurement", expect.measurement, rowsOf(role("measurement"))],
    ["reference", expect.reference, rowsOf(role("reference"))],
    ["warnings", expect.warnings, plate?.warnings.map((warning) => warning.code)],
    ["rejected", expect.rejected, rejected],
  ];
  return pairs
    .filter(([, wanted, came]) => wanted !== undefined && normal(wanted) !== normal(came))
    .map(([name, wanted, came]) => `\`${name}\` is ${normal(came)}, expected ${normal(wanted)}`);
}

/** Blanks between tokens do not count. */
function normal(value: unknown): string {
  return (JSON.stringify(value) ?? "nothing").replace(/\s+/g, " ");
}

function rowsOf(values: readonly WellValue[] | undefined): string[] | undefined {
  if (values === undefined) return undefined;
  return Array.from({ length: 8 }, (_, row) =>
    values
      .slice(row * 12, row * 12 + 12)
      .map((value) => value.token)
      .join(" "),
  );
}

function checkFault(driver: Driver, example: Example, fault: Fault, path: Path): Finding[] {
  const name = `${fault.kind} at item ${fault.item} of “${fault.example}”`;
  const prepared = prepare(driver, example);
  if (typeof prepared === "string") return [];
  const received = prepared.items.filter((item) => item.direction === "rx").length;
  if (fault.item > received)
    return [problem(path, `${name}: there are ${received} received items`)];
  const found = summarise(playFault(prepared.dialogue, prepared.items, fault));
  const expected = {
    outcome: fault.outcome,
    fault: fault.fault,
    warnings: fault.warnings,
    rejected: 0,
  };
  return compare(expected, found, 0).map((what) => problem(path, `${name}: ${what}`));
}

/** Plays the reader's side from the script, byte by byte; where it has nothing to say there is silence. */
function playFault(
  dialogue: Dialogue<unknown>,
  items: readonly ConversationItem[],
  fault: Fault,
): Ended {
  const reader = createScriptedReader(items);
  reader.arm(fault);
  const waiting = [...Buffer.concat(reader.unasked()).toString("latin1")];
  let step = advance(dialogue, { kind: "done" });
  for (let count = 0; count < MOST_REQUESTS; count += 1) {
    if (step.kind !== "asks") return step;
    const { request } = step;
    if (request.kind === "send") {
      waiting.push(...Buffer.concat(reader.receive(request.bytes)).toString("latin1"));
    }
    const text = request.kind === "receive" ? waiting.shift() : undefined;
    if (text !== undefined) {
      step = advance(dialogue, { kind: "frame", frame: { text, terminated: true } });
    } else step = advance(dialogue, { kind: request.kind === "receive" ? "silence" : "done" });
  }
  return { kind: "endless" };
}
