/** A stored result as a flat list, each value under a name that stays the same when lists grow or change their order. */

/** One value of a result. Lists of words are one value; every other list is taken apart. */
export interface ResultLeaf {
  readonly plate: string | null;
  /** Arm or inhibitor. */
  readonly arm: string | null;
  /** First the section of the result, e.g. `comparisons.delta[3.90625]`. */
  readonly path: string;
  readonly value: unknown;
}

type Table = Readonly<Record<string, unknown>>;

interface Place {
  readonly plate: string | null;
  readonly arm: string | null;
  readonly path: string;
  /** Lists beside this value that say what its positions mean, e.g. doses. */
  readonly axes: readonly (readonly unknown[])[];
}

/** What the positions of the lists beside them mean. */
const AXES = ["dose", "prednisoloneUgPerMl", "inhibitorUm"] as const;

function asTable(value: unknown): Table | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Table)
    : null;
}

function isWords(list: readonly unknown[]): boolean {
  return list.every((one) => typeof one === "string");
}

/** What tells a row from its neighbours: its wells; null where only its position does. */
function nameOf(row: Table): string | null {
  if (typeof row.well === "string") return row.well;
  return Array.isArray(row.wells) && isWords(row.wells) ? row.wells.join("+") : null;
}

function textOf(row: Table, ...keys: readonly string[]): string | null {
  const value = keys.map((key) => row[key]).find((one) => typeof one === "string");
  return typeof value === "string" ? value : null;
}

function listLeaves(list: readonly unknown[], place: Place): ResultLeaf[] {
  if (list.length === 0 || isWords(list))
    return [{ ...withoutAxes(place), value: list.join(", ") }];
  const axis = place.axes.find((one) => one.length === list.length);
  const axes = place.axes.filter((one) => one !== axis);
  return list.flatMap((value, index) => {
    const row = asTable(value);
    const arm = row === null ? null : textOf(row, "arm", "inhibitor");
    const name = row === null ? null : nameOf(row);
    const position = name ?? (arm !== null ? null : String(axis?.[index] ?? index + 1));
    const path = position === null ? place.path : `${place.path}[${position}]`;
    return leavesBelow(value, { ...place, path, axes, arm: arm ?? place.arm });
  });
}

function withoutAxes({ plate, arm, path }: Place): Omit<ResultLeaf, "value"> {
  return { plate, arm, path };
}

function leavesBelow(value: unknown, place: Place): ResultLeaf[] {
  if (Array.isArray(value)) return listLeaves(value, place);
  const table = asTable(value);
  if (table === null) return [{ ...withoutAxes(place), value }];
  const axes = AXES.flatMap((name) => (Array.isArray(table[name]) ? [table[name]] : []));
  return Object.entries(table).flatMap(([key, child]) => {
    const isName = (key === "plate" && child === place.plate) || key === "patient";
    if (isName || ((key === "arm" || key === "inhibitor") && child === place.arm)) return [];
    const isAxis = AXES.some((name) => name === key);
    const path = `${place.path}.${key}`;
    // An axis names its own positions by their order, or a moved dose would vanish instead of showing as changed.
    return leavesBelow(child, { ...place, path, axes: isAxis ? [] : axes });
  });
}

function sectionLeaves(section: string, content: unknown): ResultLeaf[] {
  const at = (plate: string | null, arm: string | null): Place => ({
    plate,
    arm,
    path: section,
    axes: [],
  });
  if (Array.isArray(content)) {
    return content.flatMap((row: unknown) => {
      const table = asTable(row);
      const place =
        table === null
          ? at(null, null)
          : at(textOf(table, "plate"), textOf(table, "arm", "inhibitor"));
      return leavesBelow(row, place);
    });
  }
  const byPlate = asTable(content);
  if (byPlate === null) return [{ plate: null, arm: null, path: section, value: content }];
  return Object.entries(byPlate).flatMap(([plate, value]) => leavesBelow(value, at(plate, null)));
}

/**
 * Every value of a result, in its order. Sections are lists of rows that name their plate, or tables by plate. Two values
 * that would have the same name get a number behind it.
 */
export function resultLeaves(result: unknown): readonly ResultLeaf[] {
  const taken = new Map<string, number>();
  return Object.entries(asTable(result) ?? {})
    .flatMap(([section, content]) => sectionLeaves(section, content))
    .map((leaf) => {
      const key = leafKey(leaf);
      const times = (taken.get(key) ?? 0) + 1;
      taken.set(key, times);
      return times === 1 ? leaf : { ...leaf, path: `${leaf.path}#${times}` };
    });
}

export function leafKey({ plate, arm, path }: Omit<ResultLeaf, "value">): string {
  return JSON.stringify([plate, arm, path]);
}
