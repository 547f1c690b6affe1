/**
 * Reads Prometheus' text format 0.0.4 by its rules and promtool's conventions: HELP and TYPE once and before the
 * samples of their metric, names and labels well-formed, every series once, histograms cumulative and complete.
 */

export interface ReadSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface ReadMetric {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: readonly ReadSample[];
}

const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/;
const SUFFIXES = ["_bucket", "_sum", "_count"];

function labelsOf(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (let rest = text; rest !== ""; ) {
    const [whole = "", name = "", value = ""] = LABEL.exec(rest) ?? [];
    if (whole === "") throw new Error(`no label: ${rest}`);
    if (name in labels) throw new Error(`label ${name} twice`);
    labels[name] = value;
    rest = rest.slice(whole.length);
  }
  return labels;
}

function numberOf(text: string): number {
  if (text === "+Inf") return Number.POSITIVE_INFINITY;
  if (text === "-Inf") return Number.NEGATIVE_INFINITY;
  const value = Number(text);
  // Prometheus reads it in any case (Go, `strconv.ParseFloat`).
  if (!/^nan$/i.test(text) && Number.isNaN(value)) throw new Error(`no number: ${text}`);
  return value;
}

/** Throws with the line that breaks the rules. */
export function readPrometheusText(text: string): ReadonlyMap<string, ReadMetric> {
  if (!text.endsWith("\n")) throw new Error("the last line has no end");
  const metrics = new Map<string, ReadMetric & { samples: ReadSample[] }>();
  const help = new Map<string, string>();
  const seen = new Set<string>();
  for (const line of text.split("\n").filter((one) => one !== "")) {
    const [, kind, name = "", rest = ""] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (kind === "HELP") {
      if (help.has(name)) throw new Error(`HELP twice: ${line}`);
      help.set(name, rest);
    } else if (kind === "TYPE") {
      if (metrics.has(name)) throw new Error(`TYPE twice: ${line}`);
      if (!/^(counter|gauge|histogram|summary|untyped)$/.test(rest)) throw new Error(line);
      metrics.set(name, { name, type: rest, help: help.get(name) ?? "", samples: [] });
    } else if (!line.startsWith("#")) {
      const [, full = "", labelText = "", value = ""] = SAMPLE.exec(line) ?? [];
      if (full === "") throw new Error(`no sample: ${line}`);
      const base = SUFFIXES.reduce((one, suffix) => {
        const cut = one.endsWith(suffix) ? one.slice(0, -suffix.length) : one;
        return metrics.has(one) ? one : cut;
      }, full);
      const metric = metrics.get(base);
      if (metric === undefined) throw new Error(`a sample without TYPE: ${line}`);
      const series = `${full}{${labelText}}`;
      if (seen.has(series)) throw new Error(`a series twice: ${line}`);
      seen.add(series);
      metric.samples.push({ name: full, labels: labelsOf(labelText), value: numberOf(value) });
    }
  }
  for (const metric of metrics.values()) requireHistogram(metric);
  return metrics;
}

/** Buckets of each series grow up to +Inf, which equals the count. */
function requireHistogram({ name, type, samples }: ReadMetric): void {
  if (type !== "histogram") return;
  const seriesOf = ({ le: _, ...labels }: Readonly<Record<string, string>>): string =>
    JSON.stringify(labels);
  for (const count of samples.filter((one) => one.name === `${name}_count`)) {
    const own = samples.filter((one) => seriesOf(one.labels) === seriesOf(count.labels));
    const buckets = own.filter((one) => one.name === `${name}_bucket`);
    const values = buckets.map(({ value }) => value);
    if (values.some((value, at) => value < (values[at - 1] ?? 0))) {
      throw new Error(`buckets of ${name} are not cumulative`);
    }
    const last = buckets.at(-1);
    if (last?.labels.le !== "+Inf" || last.value !== count.value) {
      throw new Error(`${name} has no whole +Inf bucket`);
    }
  }
}
