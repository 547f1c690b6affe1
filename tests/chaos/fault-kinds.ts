/** Every kind of fault the chaos run knows: what it is, how often it comes, and with which others it shares a hand. */

/** Faults of one lane follow each other; those of different lanes overlap as they like. */
export type Lane = "process" | "disk" | "clock" | "lines" | "server" | "people" | "network";

export interface FaultEntry {
  readonly lane: Lane;
  /** Mean time from one to the next while chaos reigns. */
  readonly gapMs: number;
  /** Shortest and longest time it lasts; both 0 for what happens in a moment. */
  readonly forMs: readonly [number, number];
  readonly title: string;
}

export const FAULTS = {
  kill: { lane: "process", gapMs: 1_600, forMs: [0, 0], title: "the daemon killed (SIGKILL)" },
  stop: {
    lane: "process",
    gapMs: 14_000,
    forMs: [100, 3_000],
    title: "the daemon stopped and continued (SIGSTOP)",
  },
  second: {
    lane: "process",
    gapMs: 25_000,
    forMs: [0, 0],
    title: "a second daemon started on the same folder",
  },
  visitor: {
    lane: "process",
    gapMs: 12_000,
    forMs: [0, 0],
    title: "the daemon killed, and a plate of somebody else read at the panel meanwhile",
  },
  unmounted: {
    lane: "process",
    gapMs: 40_000,
    forMs: [300, 1_500],
    title: "the daemon killed and started on a read-only disk",
  },
  full: { lane: "disk", gapMs: 16_000, forMs: [300, 3_000], title: "disk full" },
  "read-only": {
    lane: "disk",
    gapMs: 20_000,
    forMs: [300, 3_000],
    title: "disk read-only under the running daemon",
  },
  fsync: { lane: "disk", gapMs: 10_000, forMs: [300, 3_000], title: "fsync refused" },
  locked: {
    lane: "disk",
    gapMs: 20_000,
    forMs: [300, 7_000],
    title: "database locked by another process",
  },
  clock: { lane: "clock", gapMs: 4_000, forMs: [0, 0], title: "clock jumped" },
  cut: { lane: "lines", gapMs: 2_500, forMs: [0, 0], title: "cable pulled" },
  refuse: { lane: "lines", gapMs: 9_000, forMs: [100, 1_200], title: "device server away" },
  flip: { lane: "lines", gapMs: 3_000, forMs: [0, 0], title: "byte flipped" },
  drop: { lane: "lines", gapMs: 3_500, forMs: [0, 0], title: "bytes dropped" },
  double: { lane: "lines", gapMs: 3_500, forMs: [0, 0], title: "bytes doubled" },
  noise: { lane: "lines", gapMs: 3_000, forMs: [0, 0], title: "noise" },
  delay: { lane: "lines", gapMs: 4_000, forMs: [100, 1_500], title: "slow bytes" },
  server: {
    lane: "server",
    gapMs: 12_000,
    forMs: [0, 1_000],
    title: "OPC-UA server started afresh",
  },
  link: { lane: "server", gapMs: 9_000, forMs: [0, 0], title: "OPC-UA connection cut" },
  browsers: {
    lane: "people",
    gapMs: 2_500,
    forMs: [200, 4_000],
    title: "slow and vanishing browsers",
  },
  webhook: {
    lane: "network",
    gapMs: 3_000,
    forMs: [200, 4_000],
    title: "receiver of notices failing",
  },
} as const satisfies Readonly<Record<string, FaultEntry>>;

export type FaultKind = keyof typeof FAULTS;

export const ALL_FAULTS = Object.keys(FAULTS) as readonly FaultKind[];

/** The kinds that `text` names, separated by commas. Throws with what it may name. */
export function faultsNamed(text: string): readonly FaultKind[] {
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !(name in FAULTS));
  if (unknown.length > 0) {
    throw new Error(`there is no fault ${unknown.join(", ")}; there are ${ALL_FAULTS.join(", ")}`);
  }
  return ALL_FAULTS.filter((kind) => names.includes(kind));
}
