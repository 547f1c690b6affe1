/**
 * The one of `names` that a person most likely meant by `text`, or null when none is close: at most a third of the
 * letters wrong (one in short names, none in a single letter), upper and lower case alike. Ties go to the earlier name.
 */
export function closestName(text: string, names: readonly string[]): string | null {
  let best: string | null = null;
  const allowed = text.length < 2 ? 0 : Math.max(1, Math.floor(text.length / 3));
  let bestDistance = allowed + 1;
  for (const name of names) {
    const distance = editDistance(text.toLowerCase(), name.toLowerCase());
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** "Did you mean `x`?" or, when nothing is close, the whole list. */
export function suggestName(text: string, names: readonly string[]): string {
  const closest = closestName(text, names);
  if (closest !== null) return `Did you mean \`${closest}\`?`;
  return names.length > 0 ? `Known are: ${names.join(", ")}.` : "None is defined in this file.";
}

/** Optimal string alignment distance: letters changed, added, dropped, or two neighbours swapped. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let distance = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) distance = Math.min(distance, (beforeLast[column - 2] ?? 0) + 1);
      current.push(distance);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
