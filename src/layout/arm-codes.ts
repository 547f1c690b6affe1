/**
 * Letters that stand for the arms in a picture: the shortest beginnings of the ids, of letters and digits alone, that
 * differ from each other (`V`, `T`, `S`), or a, b, c … (aa, ab … beyond 26 arms) when two are not enough. No code is
 * empty and none has a space: the cells of a picture are parted by spaces.
 */
export function shortArmCodes(ids: readonly string[]): Map<string, string> {
  for (let length = 1; length <= 2; length += 1) {
    const codes = ids.map((id) => beginningOf(id, length));
    const differ = new Set(codes.map((code) => code.toLowerCase())).size === ids.length;
    if (differ && !codes.includes("")) {
      return new Map(ids.map((id, index) => [id, codes[index] ?? ""]));
    }
  }
  const width = ids.length > LETTERS ? 2 : 1;
  return new Map(ids.map((id, index) => [id, countingCode(index, width)]));
}

/** One character a level: 0 … 9, then A … Z. */
export function levelCode(level: number): string {
  return level.toString(36).toUpperCase();
}

const LETTERS = 26;

function beginningOf(id: string, length: number): string {
  const [first = "", ...others] = [...lettersAndDigits(id)].slice(0, length);
  // A capital can bring a mark of its own.
  return lettersAndDigits(`${first.toUpperCase()}${others.join("")}`);
}

function lettersAndDigits(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, "");
}

function countingCode(index: number, width: number): string {
  const letter = (place: number) => String.fromCharCode(97 + (place % LETTERS));
  return width === 1 ? letter(index) : `${letter(Math.floor(index / LETTERS))}${letter(index)}`;
}
