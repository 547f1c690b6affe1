/** OQ: what goes wrong at a bench, and what must come of it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Check, type CheckResult, result, type Surroundings } from "../check.ts";
import { LAYOUT, type ScratchBench, until } from "../scratch-bench.ts";
import { plateDifferences, warningsOf } from "../stored-plate.ts";

const READER = "bio-rad";

async function readWith(
  scratch: ScratchBench,
  barcode: string,
  disturb: () => Promise<void>,
): Promise<{
  readonly state: string;
  readonly differences: readonly string[];
  readonly run: string;
}> {
  const sent = await scratch.insert(READER, barcode);
  await disturb();
  const run = await scratch.startRun(READER, barcode);
  const { state } = await scratch.ended(run);
  const differences = scratch.look((store) => plateDifferences(store, barcode, sent));
  return { state, differences, run };
}

async function damagedTransfer({ bench }: Surroundings): Promise<CheckResult> {
  const scratch = await bench();
  const reader = scratch.reader(READER);
  const barcode = "Q-damaged";
  const { state, differences, run } = await readWith(scratch, barcode, async () => {
    // Of the read itself: before it the reader is asked for the plate that it still has.
    await reader.command({ cmd: "fault", kind: "corrupt-digit", on: "RP" });
  });
  const warnings = scratch.look((store) => warningsOf(store, barcode));
  const passed =
    state === "captured" && differences.length === 0 && warnings.includes("RETRANSMITTED");
  return result(
    "the damage is seen, the plate is asked for again, and stored as it was sent",
    `the run is ${state}; ${differences.length} values differ; warnings: ${warnings.join(", ") || "none"}`,
    passed,
    { run },
  );
}

async function cutTransfer({ bench }: Surroundings): Promise<CheckResult> {
  const scratch = await bench();
  const barcode = "Q-cable";
  const reader = scratch.reader(READER);
  const sent = await scratch.insert(READER, barcode);
  const seen = reader.events.length;
  const run = await scratch.startRun(READER, barcode);
  await until("the read", () =>
    reader.events.slice(seen).some(({ event }) => event === "read-started") ? true : null,
  );
  await reader.command({ cmd: "fault", kind: "drop-link" }).catch(() => undefined);
  await scratch.ready(READER);
  const differences = await until("the plate", () =>
    scratch.look((store) => {
      const found = plateDifferences(store, barcode, sent);
      return found.length === 0 ? found : null;
    }),
  ).catch(() => scratch.look((store) => plateDifferences(store, barcode, sent)));
  return result(
    "the plate is fetched from the reader when the cable is in again, once and whole",
    differences.length === 0 ? "stored once and whole" : differences.slice(0, 3).join("; "),
    differences.length === 0,
    { run },
  );
}

async function killedDaemon({ bench }: Surroundings): Promise<CheckResult> {
  const scratch = await bench();
  const barcode = "Q-killed";
  const reader = scratch.reader(READER);
  const sent = await scratch.insert(READER, barcode);
  const seen = reader.events.length;
  await scratch.startRun(READER, barcode);
  await until("the read", () =>
    reader.events.slice(seen).some(({ event }) => event === "read-started") ? true : null,
  );
  await scratch.kill();
  await scratch.restart();
  const whole = await until("the plate", () =>
    scratch.look((store) => (plateDifferences(store, barcode, sent).length === 0 ? true : null)),
  ).catch(() => false);
  const found = scratch.look((store) => plateDifferences(store, barcode, sent));
  return result(
    "after a new start the plate is there, once and whole",
    whole === true ? "stored once and whole" : found.slice(0, 3).join("; "),
    whole === true,
  );
}

async function readTwice({ bench }: Surroundings): Promise<CheckResult> {
  const scratch = await bench();
  const barcode = [...scratch.inserted.keys()][0] ?? "";
  await scratch.ready(READER);
  const before = scratch.look((store) => store.runs.newest(1)[0]?.id ?? null);
  const request = { readerId: READER, barcode, layoutId: LAYOUT, sample: `sample of ${barcode}` };
  const { status, body } = await scratch.ask("POST", "/runs", request);
  const after = scratch.look((store) => store.runs.newest(1)[0]?.id ?? null);
  const refused = status >= 400 && status < 500 && before === after;
  return result(
    "a barcode that was read before is refused without a reason for reading it again",
    `status ${status}: ${JSON.stringify(body).slice(0, 200)}`,
    refused && barcode !== "",
  );
}

async function anotherSample({ bench }: Surroundings): Promise<CheckResult> {
  const scratch = await bench();
  const barcode = [...scratch.inserted.keys()][0] ?? "";
  const request = {
    readerId: READER,
    barcode,
    layoutId: LAYOUT,
    sample: "somebody else's sample",
    rereadReason: "bubbles",
  };
  const { status, body } = await scratch.ask("POST", "/runs", request);
  return result(
    "a barcode of one sample is refused for another",
    `status ${status}: ${JSON.stringify(body).slice(0, 200)}`,
    status >= 400 && status < 500 && barcode !== "",
  );
}

async function damagedFile({ bench }: Surroundings): Promise<CheckResult> {
  const scratch = await bench();
  writeFileSync(
    join(scratch.exportFolder, "damaged.txt"),
    "Plate Number\tX\r\nResults\r\n\t1\t2\t3\r\nA\t0.1\t0.2\r\n",
  );
  const kept = await until("the file", () =>
    scratch.look(
      (store) =>
        store.documents.quarantined("export-file").find(({ sentence }) => sentence !== null) ??
        null,
    ),
  );
  return result(
    "a file that cannot be understood is kept, set aside, and says why",
    `${kept.code}: ${kept.sentence}`,
    kept.code !== null && (kept.sentence ?? "").length > 10,
    { sha256: kept.document_sha256 },
  );
}

const SAFE = "compliance 19 and 23: A11 13, MHRA 6.12 (nothing is lost when something fails)";
const RIGHT = "compliance 7: P11 11.10(f) (a plate is never another patient's)";

export const FAULT_CHECKS: readonly Check[] = [
  { id: "OQ-301", title: "A digit changes on the line", traces: SAFE, run: damagedTransfer },
  { id: "OQ-302", title: "The cable is pulled under a read", traces: SAFE, run: cutTransfer },
  { id: "OQ-303", title: "The program is killed under a read", traces: SAFE, run: killedDaemon },
  { id: "OQ-304", title: "A plate that was read before", traces: RIGHT, run: readTwice },
  { id: "OQ-305", title: "A barcode of another sample", traces: RIGHT, run: anotherSample },
  { id: "OQ-306", title: "A damaged export file", traces: SAFE, run: damagedFile },
].map((check) => ({ ...check, part: "OQ" as const, chapter: "When something goes wrong" }));
