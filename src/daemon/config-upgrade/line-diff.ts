export interface DiffLine {
  readonly kind: "kept" | "gone" | "new";
  readonly text: string;
  /** Counted from 1: of a new line in the new text, of the others in the old one. */
  readonly line: number;
}

/** The lines of two short texts side by side, by their longest common sequence: what is kept, gone and new, in order. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const [old, next] = [before.split(/\r?\n/), after.split(/\r?\n/)];
  const common = commonLengths(old, next);
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < next.length) {
    const [gone, came] = [old[i], next[j]];
    if (gone !== undefined && gone === came) {
      lines.push({ kind: "kept", text: gone, line: i + 1 });
      i += 1;
      j += 1;
    } else if (gone !== undefined && (came === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: "gone", text: gone, line: i + 1 });
      i += 1;
    } else {
      lines.push({ kind: "new", text: came ?? "", line: j + 1 });
      j += 1;
    }
  }
  return lines;
}

/** How many lines the rests of both texts have in common, from each pair of lines on. */
function commonLengths(old: readonly string[], next: readonly string[]): readonly number[][] {
  const lengths = Array.from({ length: old.length + 1 }, () =>
    new Array<number>(next.length + 1).fill(0),
  );
  for (let i = old.length - 1; i >= 0; i -= 1) {
    const [row, below] = [lengths[i] ?? [], lengths[i + 1] ?? []];
    for (let j = next.length - 1; j >= 0; j -= 1) {
      row[j] =
        old[i] === next[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}

/** The lines that change with two lines around them, as `diff -u` marks them. */
export function renderDiff(lines: readonly DiffLine[]): string {
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(0, index - 2), index + 3).some(({ kind }) => kind !== "kept");
  const marks = { kept: " ", gone: "-", new: "+" } as const;
  const shown: string[] = [];
  let isGap = false;
  for (const [index, { kind, text }] of lines.entries()) {
    if (isNear(index)) shown.push(`${isGap ? "…\n" : ""}${marks[kind]}${text}`);
    isGap = !isNear(index) && shown.length > 0;
  }
  return shown.join("\n");
}
