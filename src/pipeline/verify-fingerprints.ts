import type { PlateReading } from "../domain/reading.ts";
import type { Store } from "../store/open-store.ts";
import { keysOf } from "./earlier-readings.ts";
import type { Expect } from "./verify-hashes.ts";

/** None of what is not readable: that it was changed is found elsewhere. */
function keysIn(body: string | null): readonly number[] {
  try {
    return body === null ? [] : keysOf(JSON.parse(body) as PlateReading);
  } catch {
    return [];
  }
}

/** Makes the fingerprints of readings again: each has its own, all of them and no other. */
export function checkFingerprints(store: Store, expect: Expect): void {
  let due = 0;
  for (const { reading_id: id, number, body } of store.fingerprints.fingerprinted()) {
    const keys = keysIn(body);
    due += keys.length;
    const fits = keys.every((key) => store.fingerprints.has(key, number));
    expect(fits, `the fingerprint of reading ${id} is not that of its numbers`);
  }
  const kept = store.fingerprints.countKeys();
  expect(kept === due, `${kept} parts of fingerprints are kept, the readings have ${due}`);
}
