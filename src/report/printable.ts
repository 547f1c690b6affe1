/** Longer texts are cut: what people typed must not push the numbers off the page. */
const LONGEST = 600;
/** Scripts and symbols that the report's font has. */
const IN_FONT = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u;

/**
 * A text that the report can print as it is: characters that command a terminal, join or turn the writing direction,
 * and those that the font lacks, are written as `⟨U+4E2D⟩`, so that two names that differ never look alike. Line ends
 * and tabs become spaces.
 */
export function printable(text: string, longest = LONGEST): string {
  const shown = [...text.normalize("NFC").replace(/\s+/gu, " ").trim()].map(shownCharacter);
  if (shown.length <= longest) return shown.join("");
  return `${shown.slice(0, longest).join("")} … (shortened)`;
}

function shownCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const isPlain = (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code < 0x2bff);
  const isSymbol = isPlain && /[\p{L}\p{N}\p{P}\p{S}\p{M}\p{Zs}]/u.test(character);
  const isCommon = /[\p{Script=Common}\p{Script=Inherited}]/u.test(character);
  if (IN_FONT.test(character) || (isSymbol && isCommon) || code === 0xfffd) return character;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
