/** Takes a layout file apart into its sections, so that one faulty section does not hide what is wrong in the others. */

import type { ZodType } from "zod";
import type { Claim } from "./claims.ts";
import { wellsField } from "./file-fields.ts";
import {
  type AxisSection,
  type BlockSection,
  SECTION_SCHEMAS,
  type SolventSection,
  type WellsSection,
} from "./layout-schema.ts";
import type { Path } from "./problem.ts";
import { valueAt } from "./schema-findings.ts";
import { wellsOf } from "./well-range.ts";

/** Sections by name or in file order; null for one that has not the right shape. */
export interface Sections {
  readonly solvents: ReadonlyMap<string, SolventSection | null>;
  readonly axes: ReadonlyMap<string, AxisSection | null>;
  readonly blocks: readonly (BlockSection | null)[];
  readonly wells: readonly (WellsSection | null)[];
}

/** The sections of parsed TOML. Reports nothing: the whole file's schema does. */
export function readSections(data: unknown): Sections {
  return {
    solvents: readTables(valueAt(data, ["solvent"]), SECTION_SCHEMAS.solvent),
    axes: readTables(valueAt(data, ["axis"]), SECTION_SCHEMAS.axis),
    blocks: readList(valueAt(data, ["block"]), SECTION_SCHEMAS.block),
    wells: readList(valueAt(data, ["wells"]), SECTION_SCHEMAS.wells),
  };
}

/**
 * What every section claims, also one that is faulty otherwise, blocks first. `complete` is false when some text of
 * wells cannot be read, so that wells may seem forgotten that are not.
 */
export function readClaims(data: unknown): { claims: Claim[]; complete: boolean } {
  const claims: Claim[] = [];
  let complete = true;
  for (const name of ["block", "wells"]) {
    const list = valueAt(data, [name]) ?? [];
    if (!Array.isArray(list)) complete = false;
    const sections: unknown[] = Array.isArray(list) ? list : [];
    sections.forEach((section, index) => {
      const found = claimsOf(section, [name, index]);
      if (found) claims.push(...found);
      else complete = false;
    });
  }
  return { claims, complete };
}

function claimsOf(section: unknown, path: Path): Claim[] | null {
  const at = wellsField.safeParse(valueAt(section, ["at"]));
  if (!at.success) return null;
  const replaces = valueAt(section, ["replaces"]) === true;
  return at.data.flatMap((grids, index) =>
    grids
      .flatMap(wellsOf)
      .map((well) => ({ well, section: path, at: [...path, "at", index], replaces })),
  );
}

function readTables<Section>(
  tables: unknown,
  schema: ZodType<Section>,
): Map<string, Section | null> {
  if (typeof tables !== "object" || tables === null || Array.isArray(tables)) return new Map();
  return new Map(Object.entries(tables).map(([name, table]) => [name, readOne(table, schema)]));
}

/** A list of sections, null where one has not the right shape; empty when it is no list at all. */
export function readList<Section>(list: unknown, schema: ZodType<Section>): (Section | null)[] {
  return Array.isArray(list) ? list.map((table) => readOne(table, schema)) : [];
}

function readOne<Section>(table: unknown, schema: ZodType<Section>): Section | null {
  const result = schema.safeParse(table);
  return result.success ? result.data : null;
}
