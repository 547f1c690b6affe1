/** The reader's own clock: set by hand, without a zone, running in real seconds. */
export interface ReaderClock {
  /** Sets it to the wall time written in `iso`, whatever zone that names. */
  set(iso: string): void;
  /** Day, month, year and time as the 680 prints them. */
  print(): string;
}

export function createReaderClock(): ReaderClock {
  let aheadMs = -new Date().getTimezoneOffset() * 60_000;
  return {
    set(iso) {
      const wall = Date.parse(`${iso.slice(0, 19)}Z`);
      if (Number.isNaN(wall)) throw new Error(`no time: ${iso}`);
      aheadMs = wall - Date.now();
    },
    print() {
      const [date = "", time = ""] = new Date(Date.now() + aheadMs).toISOString().split(/[T.]/);
      return `${date.split("-").reverse().join("/")} ${time}`;
    },
  };
}
