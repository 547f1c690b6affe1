import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { fitCurve, isFit } from "../../src/analysis/dose-response/fit-curve.ts";
import { type Peers, runPeer } from "./find-peers.ts";
import { atLeast, type Goal } from "./goal.ts";
import { fitWithPeer } from "./levenberg-peer.ts";
import { markdownTable } from "./markdown-table.ts";
import { type Curve, parseTimedFits, quantile, type TimedFit, timeFits } from "./timed-fit.ts";

const OURS = "platewarden";
const OURS_WITH_PROFILE = "platewarden with profile interval";
/** A fit is as good as the best of all tools within this. */
const AS_GOOD = 1.001;
const WARM_UP_ROUNDS = 3;

const numbers = z.array(z.number());
const curvesFile = z.object({
  dose: numbers,
  y: z.array(numbers),
  drc: z.object({ rss: numbers }),
});

interface Measured {
  readonly tool: string;
  readonly median: number;
  readonly p95: number;
  readonly failures: number;
  readonly asGoodPercent: number;
}

/** Times every tool on the same curves, prints the table and says which promises hold. */
export function benchFits(file: string, peers: Peers, say: (line: string) => void): Goal[] {
  const { dose, y, drc } = curvesFile.parse(JSON.parse(readFileSync(file, "utf8")));
  const curves = y.map((values): Curve => ({ doses: dose, y: values }));
  const fits = [...ourFits(curves), ...peerFits(curves, peers)];
  const best = bestRss(fits, drc.rss);
  const tools = [...new Set(fits.map((fit) => fit.tool))];
  const measured = tools.map((tool) =>
    describe(
      fits.filter((fit) => fit.tool === tool),
      best,
    ),
  );
  say(table(measured, curves.length));
  return goals(measured, fits, drc.rss);
}

function ourFits(curves: readonly Curve[]): TimedFit[] {
  const fitOne = (profile: "absolute" | "none") => (curve: Curve) => {
    const options = { lowerPlateau: "free", profile } as const;
    const fit = fitCurve({ doses: curve.doses, survival: curve.y }, options);
    return isFit(fit) ? fit.rss : null;
  };
  return [
    ...timeFits(OURS, curves, WARM_UP_ROUNDS, fitOne("none")),
    ...timeFits(OURS_WITH_PROFILE, curves, WARM_UP_ROUNDS, fitOne("absolute")),
  ];
}

function peerFits(curves: readonly Curve[], peers: Peers): TimedFit[] {
  const folder = mkdtempSync(join(tmpdir(), "platewarden-bench-"));
  try {
    const file = join(folder, "curves.csv");
    const rows = curves.flatMap(({ doses, y }, curve) =>
      doses.map((dose, index) => `${curve},${dose},${y[index]}`),
    );
    writeFileSync(file, ["curve,dose,y", ...rows, ""].join("\n"));
    return [
      ...timeFits("ml-levenberg-marquardt", curves, 1, ({ doses, y }) => fitWithPeer(doses, y)),
      ...(peers.python === null
        ? []
        : parseTimedFits(runPeer(peers.python, "fit_curves.py", [file]))),
      ...(peers.hasR ? parseTimedFits(runPeer("Rscript", "fit-curves.R", [file])) : []),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function bestRss(fits: readonly TimedFit[], stored: readonly number[]): readonly number[] {
  const best = [...stored];
  for (const { curve, rss } of fits) {
    if (rss !== null) best[curve] = Math.min(best[curve] ?? rss, rss);
  }
  return best;
}

function describe(fits: readonly TimedFit[], best: readonly number[]): Measured {
  const times = fits.map((fit) => fit.milliseconds);
  const asGood = fits.filter(
    ({ rss, curve }) => rss !== null && rss <= AS_GOOD * (best[curve] ?? 0),
  );
  return {
    tool: fits[0]?.tool ?? "",
    median: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    failures: fits.filter((fit) => fit.rss === null).length,
    asGoodPercent: (100 * asGood.length) / fits.length,
  };
}

function table(measured: readonly Measured[], curves: number): string {
  const ours = measured[0]?.median ?? Number.NaN;
  const rows = measured.map(({ tool, median, p95, failures, asGoodPercent }) => [
    tool,
    (1000 * median).toFixed(1),
    (1000 * p95).toFixed(1),
    (median / ours).toFixed(1),
    `${asGoodPercent.toFixed(1)} %`,
    String(failures),
  ]);
  const title = `4PL fits with standard errors, ${curves} curves of nine points`;
  const heads = ["tool", "median µs", "p95 µs", "ratio", "as good as the best", "no fit"];
  return `${title}:\n\n${markdownTable(heads, rows)}`;
}

/** What was promised against drc; where drc is not here, the share of it that nls took of drc on one machine. */
function goals(
  measured: readonly Measured[],
  fits: readonly TimedFit[],
  stored: readonly number[],
): Goal[] {
  const medianOf = (tool: string) =>
    measured.find((one) => one.tool === tool)?.median ?? Number.NaN;
  const against = (peer: string, ours: string, wanted: number): Goal[] => {
    const ratio = medianOf(peer) / medianOf(ours);
    return Number.isNaN(ratio) ? [] : [atLeast(ratio, wanted, `${peer} / ${ours}, median time`)];
  };
  const hasDrc = measured.some((one) => one.tool === "R drc");
  const worst = Math.max(
    ...fits
      .filter((fit) => fit.tool === OURS)
      .map(({ rss, curve }) => (rss ?? Number.POSITIVE_INFINITY) / (stored[curve] ?? 0)),
  );
  return [
    ...(hasDrc
      ? [...against("R drc", OURS, 300), ...against("R drc with interval", OURS_WITH_PROFILE, 30)]
      : [...against("R nls", OURS, 60), ...against("R nls", OURS_WITH_PROFILE, 6)]),
    {
      met: worst <= AS_GOOD,
      sentence: `largest RSS over the one stored for drc: ${worst.toPrecision(7)}, at most ${AS_GOOD} wanted`,
    },
  ];
}
