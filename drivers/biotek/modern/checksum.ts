/** Sum of the characters modulo 256, as three decimal digits. */
export function checksumDigits(text: string): string {
  let sum = 0;
  for (const character of text) sum += character.charCodeAt(0);
  return String(sum % 256).padStart(3, "0");
}
