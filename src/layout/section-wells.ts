import type { WellName } from "../domain/well.ts";
import { readClaims } from "./sections.ts";
import { readToml } from "./toml-source.ts";

/**
 * Which wells the lines of a layout text are about: for each line that begins a section its wells, none for sections
 * of other kinds; in file order. Empty for a text that is no TOML.
 */
export function sectionWells(text: string): Map<number, readonly WellName[]> {
  const read = readToml(text);
  if (!read.ok) return new Map();
  const { source } = read;
  const wells = new Map<number, WellName[]>();
  source.lines.forEach((line, index) => {
    if (/^\s*\[/u.test(line)) wells.set(index + 1, []);
  });
  for (const { well, section } of readClaims(source.data).claims) {
    wells.get(source.locate(section).line)?.push(well);
  }
  return wells;
}
