/** By which names are compared: neither case, width, composition nor spaces make another person. */
export function nameKey(text: string): string {
  return text.normalize("NFKC").trim().replace(/\s+/gu, " ").toLowerCase().normalize("NFKC");
}
