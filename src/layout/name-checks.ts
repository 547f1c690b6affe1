/** Names that people could take for each other, and arms whose solvent no vehicle holds. */

import type { LayoutCheck } from "./layout-check.ts";
import type { Finding } from "./problem.ts";

/** Arms that differ only in letters and digits that look alike: O and 0, l, I and 1, S and 5, B and 8. */
export const checkLookAlikes: LayoutCheck = ({ arms, placeOfArm }) => {
  const first = new Map<string, string>();
  return arms.flatMap((arm): Finding[] => {
    const shape = arm.id.toLowerCase().replace(/[oilsb]/g, looksLike);
    const other = first.get(shape);
    if (other === undefined) {
      first.set(shape, arm.id);
      return [];
    }
    return [
      {
        severity: "error",
        check: "names",
        path: placeOfArm(arm.id),
        message: `the arms "${other}" and "${arm.id}" look alike`,
        remedy: "Give one of them an `id` that nobody can mistake for the other.",
      },
    ];
  });
};

function looksLike(letter: string): string {
  const digits: Readonly<Record<string, string>> = { o: "0", i: "1", l: "1", s: "5", b: "8" };
  return digits[letter] ?? letter;
}

/** Vehicle must hold every solvent that an arm holds. Arms without a stated solvent are not judged. */
export const checkVehicleSolvents =
  (loaded: ReadonlySet<string>): LayoutCheck =>
  ({ arms, placeOfArm }) => {
    const vehicles = arms.filter((arm) => arm.vehicle);
    if (vehicles.length === 0) return [];
    const covered = new Set([...loaded, ...vehicles.flatMap((arm) => arm.solvent ?? [])]);
    const lonely = arms.filter((arm) => arm.solvent !== null && !covered.has(arm.solvent));
    return lonely.map((arm) => ({
      severity: "error",
      check: "vehicle-solvent",
      path: placeOfArm(arm.id),
      message: `no vehicle holds ${arm.solvent}, the solvent of "${arm.id}"`,
      remedy: `Add a vehicle arm with \`solvent = "${arm.solvent}"\`, or its share to \`load\` of the vehicle wells.`,
    }));
  };
