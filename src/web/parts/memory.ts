/** What this browser remembers between visits: which reader was used last. */
type Remembered = "reader";

/** Null when nothing is remembered or the browser keeps nothing. */
export function readMemory(what: Remembered): string | null {
  try {
    return localStorage.getItem(`platewarden.${what}`);
  } catch {
    return null;
  }
}

/** A browser that keeps nothing asks again next time; that is no error. */
export function writeMemory(what: Remembered, value: string): void {
  try {
    localStorage.setItem(`platewarden.${what}`, value);
  } catch {
    return;
  }
}
