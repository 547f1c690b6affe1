/** The input buffer of the simulated reader: bytes from the host, taken one after the other. */
export interface HostInput {
  push(text: string): void;
  /** The next byte, as soon as there is one; rejects when the reader is switched off meanwhile. */
  take(): Promise<string>;
  takeMany(count: number): Promise<string>;
  /** Everything up to and without `end`. */
  takeThrough(end: string): Promise<string>;
  clear(): void;
  /** Forgets everything; whoever waits for a byte is sent away. */
  switchOff(): void;
}

export class SwitchedOff extends Error {}

export function createHostInput(): HostInput {
  let waiting = "";
  let wake: { resolve: () => void; reject: (error: Error) => void } | null = null;

  async function take(): Promise<string> {
    while (waiting === "") {
      await new Promise<void>((resolve, reject) => {
        wake = { resolve, reject };
      });
    }
    const byte = waiting[0] ?? "";
    waiting = waiting.slice(1);
    return byte;
  }

  async function takeThrough(end: string): Promise<string> {
    let text = "";
    for (let byte = await take(); byte !== end; byte = await take()) text += byte;
    return text;
  }

  return {
    push(text) {
      waiting += text;
      wake?.resolve();
    },
    take,
    async takeMany(count) {
      let text = "";
      while (text.length < count) text += await take();
      return text;
    },
    takeThrough,
    clear() {
      waiting = "";
    },
    switchOff() {
      waiting = "";
      wake?.reject(new SwitchedOff("the reader was switched off"));
    },
  };
}
