/** The same questions to two daemons in turn, one with few plates and one with many, and how their times compare. */
import type { WorklistView } from "../../../src/api/review-views.ts";
import type { BenchDaemon } from "../bench-daemon.ts";
import { atMost, type Goal } from "../goal.ts";
import { markdownTable } from "../markdown-table.ts";
import { median } from "../median.ts";

const WARM_UP = 5;
const CAUGHT_UP = 200;
const MOST_RATIO = 1.5;
const MOST_START_MS = 2000;

interface Question {
  readonly what: string;
  /** Asked the `turn`th time; what the answer says is no matter, only that it is one. */
  readonly ask: (daemon: BenchDaemon, turn: number) => Promise<unknown>;
  /** True where the time is part of what was promised. */
  readonly promised: boolean;
}

export interface Measured {
  readonly what: string;
  readonly promised: boolean;
  readonly fewMs: number;
  readonly manyMs: number;
}

async function worklist(daemon: BenchDaemon, search: string): Promise<WorklistView> {
  return JSON.parse(await daemon.get(`/worklist?${search}`)) as WorklistView;
}

/** Reads the feed from so many changes back until the newest one has come. */
async function catchUp(daemon: BenchDaemon): Promise<void> {
  const { lastEventId } = JSON.parse(await daemon.get("/bench")) as { lastEventId: number };
  const ending = new AbortController();
  const after = Math.max(0, lastEventId - CAUGHT_UP);
  const { url, secret } = daemon.address;
  const answer = await fetch(`${url}/api/v1/events?after=${after}`, {
    headers: { authorization: `Command ${secret}` },
    signal: ending.signal,
  });
  if (answer.body === null) throw new Error("the feed has no body");
  const wanted = `id: ${lastEventId}\n`;
  let text = "";
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes(wanted)) break;
  }
  ending.abort();
}

/** What people and pages ask for; `plates` are ids and barcodes of whole plates, the same in both databases. */
async function questionsOf(
  few: BenchDaemon,
  plates: readonly {
    readonly plateId: string;
    readonly barcode: string;
    readonly sample: string;
  }[],
): Promise<readonly Question[]> {
  const plate = (turn: number) => {
    const found = plates[turn % plates.length];
    if (found === undefined) throw new Error("there is no plate");
    return found;
  };
  const states = Object.keys((await worklist(few, "limit=1")).counts?.states ?? {});
  const state = states[0] ?? "open";
  const list = (what: string, search: (turn: number) => string, promised = true): Question => ({
    what,
    promised,
    ask: (daemon, turn) => worklist(daemon, search(turn)),
  });
  const cursors = new Map<BenchDaemon, string>();
  return [
    list("worklist, first page", () => ""),
    {
      what: "worklist, a further page",
      promised: true,
      ask: async (daemon) => {
        const known = cursors.get(daemon) ?? (await worklist(daemon, "")).next ?? "";
        cursors.set(daemon, known);
        return worklist(daemon, `cursor=${known}`);
      },
    },
    list("worklist, one state", () => `state=${state}`),
    list("worklist, a lamp and what is provisional", () => "lamp=look&only=provisional"),
    list(
      "worklist, two verdicts that wait for a signature",
      () => "verdict=complete&verdict=partial&only=mine",
    ),
    list("worklist, a barcode typed", (turn) => `text=${encodeURIComponent(plate(turn).barcode)}`),
    list("worklist, two letters typed", () => "text=p-"),
    list("worklist, a sample typed", (turn) => `text=${encodeURIComponent(plate(turn).sample)}`),
    list("worklist, what has changed", () => "after=1000000000"),
    {
      what: "plate page",
      promised: true,
      ask: (daemon, turn) => daemon.get(`/plates/${plate(turn).plateId}`),
    },
    {
      what: "review of a plate",
      promised: true,
      ask: (daemon, turn) => daemon.get(`/plates/${plate(turn).plateId}/review`),
    },
    { what: "bench page", promised: true, ask: (daemon) => daemon.get("/bench") },
    { what: `live feed, ${CAUGHT_UP} changes to catch up`, promised: false, ask: catchUp },
  ];
}

/** Asks both in turn, so that what else the machine does falls on both. */
async function ask(
  question: Question,
  few: BenchDaemon,
  many: BenchDaemon,
  times: number,
): Promise<Measured> {
  const taken = new Map<BenchDaemon, number[]>([
    [few, []],
    [many, []],
  ]);
  for (let turn = -WARM_UP; turn < times; turn += 1) {
    const order = turn % 2 === 0 ? [few, many] : [many, few];
    for (const daemon of order) {
      const startedMs = performance.now();
      await question.ask(daemon, turn + WARM_UP);
      if (turn >= 0) taken.get(daemon)?.push(performance.now() - startedMs);
    }
  }
  const { what, promised } = question;
  return {
    what,
    promised,
    fewMs: median(taken.get(few) ?? []),
    manyMs: median(taken.get(many) ?? []),
  };
}

export async function measureScale(
  few: BenchDaemon,
  many: BenchDaemon,
  plates: Parameters<typeof questionsOf>[1],
  times: number,
): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const question of await questionsOf(few, plates)) {
    measured.push(await ask(question, few, many, times));
  }
  return measured;
}

export function scaleTable(measured: readonly Measured[], few: number, many: number): string {
  return markdownTable(
    ["median, ms", `${few} plates`, `${many} plates`, "ratio"],
    measured.map(({ what, fewMs, manyMs }) => [
      what,
      fewMs.toFixed(1),
      manyMs.toFixed(1),
      (manyMs / fewMs).toFixed(2),
    ]),
  );
}

export function scaleGoals(measured: readonly Measured[], startMs: number): readonly Goal[] {
  return [
    ...measured
      .filter(({ promised }) => promised)
      .map(({ what, fewMs, manyMs }) => atMost(manyMs / fewMs, MOST_RATIO, `${what}, ratio`)),
    atMost(startMs, MOST_START_MS, "start of the process to healthy, ms"),
  ];
}
