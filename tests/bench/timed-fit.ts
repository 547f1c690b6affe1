/** One fit of one curve by one tool. */
export interface TimedFit {
  readonly tool: string;
  readonly curve: number;
  readonly milliseconds: number;
  /** Null where the tool found none. */
  readonly rss: number | null;
}

export interface Curve {
  readonly doses: readonly number[];
  readonly y: readonly number[];
}

/** Times `fitOne` for each curve, after `warmUp` rounds over all of them. */
export function timeFits(
  tool: string,
  curves: readonly Curve[],
  warmUp: number,
  fitOne: (curve: Curve) => number | null,
): TimedFit[] {
  for (let round = 0; round < warmUp; round++) for (const curve of curves) fitOne(curve);
  return curves.map((curve, index) => {
    const began = process.hrtime.bigint();
    const rss = fitOne(curve);
    const milliseconds = Number(process.hrtime.bigint() - began) / 1e6;
    return { tool, curve: index, milliseconds, rss };
  });
}

/** `tool,curve,milliseconds,rss` a line, as the peers print it. */
export function parseTimedFits(text: string): TimedFit[] {
  return text
    .split("\n")
    .filter((line) => line.includes(","))
    .map((line) => {
      const [tool = "", curve = "", milliseconds = "", rss = ""] = line.split(",");
      const value = Number(rss);
      return {
        tool: tool.trim(),
        curve: Number(curve),
        milliseconds: Number(milliseconds),
        rss: rss.trim() === "NA" || !Number.isFinite(value) ? null : value,
      };
    });
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
