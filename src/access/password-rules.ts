import { PlatewardenError } from "../domain/errors.ts";
import { nameKey } from "../domain/name-key.ts";

const LEAST_CHARACTERS = 12;
const MOST_CHARACTERS = 200;
const SHORTEST_NAME = 3;

/** Of the most common passwords those that are long enough, without case, spaces and signs. */
const COMMON: ReadonlySet<string> = new Set([
  "123456123456",
  "1234567890qw",
  "1q2w3e4r5t6y",
  "1q2w3e4r5t6y7u",
  "abcdefghijkl",
  "abcdefghijklm",
  "adminadminadmin",
  "administrator",
  "administrator1",
  "changeme1234",
  "changemechangeme",
  "correcthorsebatterystaple",
  "iloveyou1234",
  "laboratory123",
  "letmeinletmein",
  "microplate123",
  "mypassword123",
  "p4ssw0rdp4ssw0rd",
  "password1234",
  "password12345",
  "password123456",
  "passwordpassword",
  "platewarden",
  "platewarden1",
  "platewarden123",
  "prednisolone",
  "prednisolone1",
  "princess1234",
  "qazwsxedcrfv",
  "qwerty123456",
  "qwertyqwerty",
  "qwertyuiop12",
  "qwertyuiop123",
  "qwertyuiopas",
  "qwertyuiopasdf",
  "qwertyuiopasdfghjkl",
  "welcome12345",
  "welcomewelcome",
  "zaq12wsxcde3",
]);

/**
 * Refuses what is guessed first (NIST SP 800-63B, 5.1.1.2): too short, one of the common ones, the person's own name, a
 * short piece again and again, a run of neighbours. Which kinds of characters it has is nobody's business. Throws
 * PASSWORD_WEAK.
 */
export function requireGoodPassword(password: string, personName: string): void {
  const reason = weakness(password.normalize("NFKC"), personName);
  if (reason === null) return;
  throw new PlatewardenError("PASSWORD_WEAK", `This password cannot be taken: ${reason}.`, {
    detail: { leastCharacters: LEAST_CHARACTERS, mostCharacters: MOST_CHARACTERS },
  });
}

function weakness(password: string, personName: string): string | null {
  const count = [...password].length;
  if (count < LEAST_CHARACTERS) {
    return `it has ${count} characters, and at least ${LEAST_CHARACTERS} are needed`;
  }
  if (count > MOST_CHARACTERS) return `it has more than ${MOST_CHARACTERS} characters`;
  const plain = bare(password);
  const name = bare(personName);
  if (name.length >= SHORTEST_NAME && plain.includes(name)) return "it holds the person's name";
  if (COMMON.has(plain)) return "it is one of those that are tried first";
  if (isRepeated(password) || isRun(password)) {
    return "it is one short piece again and again, or a run of neighbours";
  }
  return null;
}

/** Letters and digits alone, in small letters; everything where there are none. */
function bare(text: string): string {
  return nameKey(text).replace(/[^\p{L}\p{N}]/gu, "");
}

function isRepeated(text: string): boolean {
  return /^(.{1,4})\1+.{0,3}$/su.test(text);
}

/** Each character follows the one before, up or down; 0 follows 9. */
export function isRun(text: string): boolean {
  const steps = new Set<number>();
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  for (const [index, code] of codes.entries()) {
    const before = codes[index - 1];
    if (before === undefined) continue;
    const step = code - before;
    steps.add(step === -9 ? 1 : step === 9 ? -1 : step);
  }
  return steps.size === 1 && (steps.has(1) || steps.has(-1));
}
