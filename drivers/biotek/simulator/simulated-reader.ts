/** What both simulated dialects are to whoever runs them. */
import { setTimeout as wait } from "node:timers/promises";
import { air, type InsertedPlate, type Matrix } from "../../simulator/inserted-plate.ts";
import type { ArmedFault } from "./faults.ts";
import { createHostInput, type HostInput, SwitchedOff } from "./host-input.ts";
import { createVoice, type Voice, type VoiceParts } from "./voice.ts";

export interface ReaderParts extends VoiceParts {
  /** How long one wavelength takes whatever the time scale; null: as long as a real one, scaled. */
  readonly readMs: number | null;
}

export interface SimulatedReader {
  receive(bytes: Uint8Array): void;
  insert(plate: InsertedPlate): void;
  /** A read started at the panel. */
  pressStart(dual: boolean): void;
  pressStop(): void;
  powerCycle(): void;
  arm(fault: ArmedFault): void;
  status(): Readonly<Record<string, unknown>>;
}

/** What a dialect builds its commands on. */
export interface Works {
  readonly input: HostInput;
  readonly voice: Voice;
  /** Measures one wavelength of the plate in the carrier, for as long as a real reader would; null when it was stopped. */
  measure(plane: number): Promise<Matrix | null>;
  moveCarrier(): Promise<void>;
  /** Whatever the reader is at ends here. */
  stop(): void;
  carriage(): InsertedPlate | null;
}

/** Our estimates. */
const READ_MS = 15_000;
const CARRIER_MS = 2000;

export interface Dialect {
  /** Carries one command out; its letter has been taken from the input. */
  obey(letter: string): Promise<void>;
  /** A byte that is heard at once, also during a read; false for one that waits its turn. */
  hearsAtOnce(letter: string): boolean;
  pressStart(dual: boolean): Promise<void>;
  /** Back to the state after power-up. */
  reset(): void;
  status(): Readonly<Record<string, unknown>>;
}

export function createReader(
  parts: ReaderParts,
  createDialect: (works: Works) => Dialect,
): SimulatedReader {
  const input = createHostInput();
  const voice = createVoice(parts);
  let carriage: InsertedPlate | null = null;
  let busy = false;
  let measuring = false;
  let current = new AbortController();

  async function measure(plane: number): Promise<Matrix | null> {
    const { signal } = current;
    const plate = carriage ?? { id: "empty carriage", measurement: air(), reference: null };
    parts.emit({ event: "read-started", plateId: plate.id, plane });
    measuring = true;
    await wait(parts.readMs ?? READ_MS * parts.timeScale, undefined, { signal }).catch(
      () => undefined,
    );
    measuring = false;
    if (signal.aborted) return null;
    parts.emit({ event: "read-finished", plateId: plate.id, plane });
    return plane === 0 ? plate.measurement : (plate.reference ?? air());
  }

  function stop(): void {
    current.abort();
    current = new AbortController();
  }

  const dialect = createDialect({
    input,
    voice,
    measure,
    moveCarrier: () => wait(CARRIER_MS * parts.timeScale),
    stop,
    carriage: () => carriage,
  });

  /** One command at a time, until the reader is switched off; then anew. */
  async function live(): Promise<never> {
    for (;;) {
      try {
        const letter = await input.take();
        busy = true;
        parts.emit({ event: "command", letter });
        await dialect.obey(letter);
      } catch (error) {
        if (!(error instanceof SwitchedOff)) throw error;
      }
      busy = false;
    }
  }
  void live();

  return {
    receive(bytes) {
      for (const letter of Buffer.from(bytes).toString("latin1")) {
        if (measuring && dialect.hearsAtOnce(letter)) stop();
        else input.push(letter);
      }
    },
    insert(plate) {
      carriage = plate;
    },
    pressStart(dual) {
      if (busy) throw new Error("the reader is busy");
      void dialect.pressStart(dual);
    },
    pressStop() {
      stop();
      parts.emit({ event: "stopped" });
    },
    powerCycle() {
      stop();
      dialect.reset();
      input.switchOff();
    },
    arm: voice.arm,
    status: () => ({
      busy,
      inserted: carriage?.id ?? null,
      armed: voice.armedKinds(),
      ...dialect.status(),
    }),
  };
}
