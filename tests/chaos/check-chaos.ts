/** The independent checker: the database against what simulators, lines and people know, and against an undisturbed run. */
import { handedBy, unaccounted } from "./account-bytes.ts";
import type { ChaosRecord } from "./chaos-record.ts";
import { openRows, type StoredRows, tokensOfPlate } from "./stored-rows.ts";

export interface CheckReport {
  readonly passed: number;
  /** One sentence each; empty when all is well. */
  readonly failures: readonly string[];
}

export type Expect = (fits: boolean, what: string) => void;

/** Every plate is there under its own barcode, and every visitor's in the inbox; nothing else is. */
function checkPlates(rows: StoredRows, record: ChaosRecord, expect: Expect): void {
  const wanted = new Map(
    [...record.plates].map(([barcode, { plate }]) => [tokensOfPlate(plate), barcode]),
  );
  const visitors = new Map(record.visitors.map(({ plate }) => [tokensOfPlate(plate), plate.id]));
  const bound = new Map<string, number>();
  const waiting = new Map<string, number>();
  const add = (to: Map<string, number>, name: string): void =>
    void to.set(name, (to.get(name) ?? 0) + 1);
  for (const reading of rows.plates()) {
    const name = wanted.get(reading.tokens) ?? visitors.get(reading.tokens);
    expect(
      name !== undefined,
      `reading ${reading.id} of ${reading.readerId} is no plate's that was there`,
    );
    if (name === undefined) continue;
    if (reading.barcode === null) add(waiting, name);
    else {
      add(bound, name);
      expect(
        reading.barcode === name,
        `the numbers of plate ${name} are bound to plate ${reading.barcode}`,
      );
    }
  }
  for (const [barcode, { starts }] of record.plates) {
    const times = bound.get(barcode) ?? 0;
    expect(times === 1, `plate ${barcode} is in the database ${times} times`);
    // One that could not be proven waits in the inbox, and was read again: never more often than it was read.
    const all = times + (waiting.get(barcode) ?? 0);
    expect(all <= starts, `plate ${barcode} was read ${starts} times and is stored ${all} times`);
  }
  for (const { plate } of record.visitors) {
    const times = waiting.get(plate.id) ?? 0;
    expect(times === 1, `plate ${plate.id}, read at the panel, waits in the inbox ${times} times`);
    expect(
      !bound.has(plate.id),
      `plate ${plate.id}, read at the panel, was given to somebody's sample`,
    );
  }
}

/** A run that was accepted is there; one that brought no plate says why, and keeps what had come of it. */
function checkRuns(rows: StoredRows, { accepted }: ChaosRecord, expect: Expect): void {
  const runs = rows.runs();
  const known = new Set(runs.map(({ id }) => id));
  for (const id of accepted) expect(known.has(id), `run ${id} was accepted and is not there`);
  for (const { id, barcode, state, sentence, received, shown } of runs) {
    if (state === "captured" || state === "starting" || state === "reading") continue;
    expect((sentence ?? "") !== "", `run ${id} of ${barcode} does not say why it failed`);
    expect(
      received === 0 || shown === 1,
      `run ${id} of ${barcode} received bytes that no reading shows`,
    );
  }
}

function checkBytes(rows: StoredRows, record: ChaosRecord, expect: Expect): void {
  for (const { readerId, connections } of record.lines) {
    const handed = handedBy(connections, record);
    const stuck = unaccounted(rows.received(readerId), handed);
    const where = `connection ${(stuck ?? 0) + 1} of ${handed.length}`;
    expect(
      stuck === null,
      `reader ${readerId}: the bytes of ${where} are not those in the transcripts`,
    );
  }
}

function checkDocuments(rows: StoredRows, record: ChaosRecord, expect: Expect): void {
  const files = rows.quarantined("export-file").length;
  const wanted = record.unreadableFiles;
  expect(files === wanted, `${files} files are in quarantine, ${wanted} cannot be understood`);
  // A server that is started afresh under a run leaves a result that never ends: shown, and no plate's.
  for (const code of rows.quarantined("opcua-result")) {
    expect(code === "RESULT_WITHOUT_END", `a result of the OPC-UA reader is refused as ${code}`);
  }
}

/** What the program says was sent has arrived. */
function checkNotices(rows: StoredRows, { taken }: ChaosRecord, expect: Expect): void {
  for (const id of rows.sentDeliveries()) {
    expect(taken.has(id), `notice ${id} is called sent, and its receiver never took it`);
  }
}

/** Whether anything of a text that a program ends with is its own fault rather than the machine's. */
const IS_BUG =
  /\b(?:TypeError|ReferenceError|RangeError|SyntaxError|AssertionError|SQLITE_CONSTRAINT|SQLITE_MISUSE)\b|Uncaught|unhandled/i;
const IS_TROUBLE = /STORE_|cannot be (?:opened|written|used)|refused|in trouble/;

/** A daemon that ended by itself says which trouble of the machine it was; a second one says that there is a first. */
function checkEnds({ ownEnds, seconds }: ChaosRecord, expect: Expect): void {
  for (const { code, signal, said } of ownEnds) {
    const isHonest = code !== 0 && IS_TROUBLE.test(said) && !IS_BUG.test(said);
    expect(isHonest, `the daemon ended by itself with ${code ?? signal}: ${said.slice(-1500)}`);
  }
  for (const end of seconds) {
    const words =
      end === "it works" ? end : `it ended with ${end.code ?? end.signal}: ${end.said.slice(-500)}`;
    const isRefused =
      end !== "it works" &&
      end.code === 1 &&
      (/Another daemon works on/.test(end.said) || IS_TROUBLE.test(end.said));
    expect(isRefused, `a second daemon was not refused: ${words}`);
  }
}

/** Compares what the samples of the study came to with what they came to in a run that nothing disturbed. */
function checkVerdicts(
  rows: StoredRows,
  record: ChaosRecord,
  undisturbed: ReadonlyMap<string, string>,
  expect: Expect,
): void {
  const verdicts = rows.verdicts();
  for (const [barcode, { sample }] of record.plates) {
    const wanted = undisturbed.get(sample);
    if (wanted === undefined) continue;
    const found = verdicts.get(sample);
    expect(found !== undefined, `sample ${sample} of plate ${barcode} has no verdict`);
    if (found !== undefined) {
      expect(found === wanted, `the verdict of sample ${sample} is another one than undisturbed`);
    }
  }
}

/**
 * Proves that nothing is lost, doubled, changed or given to somebody else.
 * @param undisturbed what each sample of the study came to in a run without faults, by its name
 * @param isOver false while the daemon is still at work: then conversations are under way
 */
export function checkChaos(
  record: ChaosRecord,
  undisturbed: ReadonlyMap<string, string>,
  isOver: boolean,
): CheckReport {
  const failures: string[] = [];
  let passed = 0;
  const expect: Expect = (fits, what) => {
    if (fits) passed += 1;
    else failures.push(what);
  };
  const rows = openRows(record.databaseFile);
  try {
    checkPlates(rows, record, expect);
    checkRuns(rows, record, expect);
    checkBytes(rows, record, expect);
    if (isOver) {
      checkEnds(record, expect);
      checkDocuments(rows, record, expect);
      checkNotices(rows, record, expect);
      checkVerdicts(rows, record, undisturbed, expect);
      expect(rows.openTranscripts() === 0, "transcripts were left open");
    }
  } finally {
    rows.close();
  }
  return { passed, failures };
}
