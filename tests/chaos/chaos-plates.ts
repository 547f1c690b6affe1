import type { InsertedPlate } from "../../drivers/simulator/inserted-plate.ts";

/** A plate like a real one, and like no other: its numbers come from the random source. */
export function randomPlate(id: string, random: () => number): InsertedPlate {
  const matrix = (base: number, spread: number): number[][] =>
    Array.from({ length: 8 }, () =>
      Array.from({ length: 12 }, () => Math.round((base + spread * random()) * 1000) / 1000),
    );
  return { id, measurement: matrix(0.1, 0.9), reference: matrix(0.04, 0.02) };
}
