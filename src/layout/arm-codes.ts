/**
 * Letters that stand for the arms in a picture: the shortest beginnings of the ids that differ from each other
 * (`V`, `T`, `S`), or a, b, c … when two letters are not enough.
 */
export function shortArmCodes(ids: readonly string[]): Map<string, string> {
  for (let length = 1; length <= 2; length += 1) {
    const codes = ids.map((id) => capitalise(id.slice(0, length)));
    if (new Set(codes.map((code) => code.toLowerCase())).size === ids.length) {
      return new Map(ids.map((id, index) => [id, codes[index] ?? ""]));
    }
  }
  return new Map(ids.map((id, index) => [id, String.fromCharCode(97 + (index % 26))]));
}

/** One character a level: 0 … 9, then A … Z. */
export function levelCode(level: number): string {
  return level.toString(36).toUpperCase();
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
