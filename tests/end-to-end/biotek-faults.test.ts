/** Every fault of the BioTek simulators ends in the right outcome of the drivers. */
import { describe, expect, test } from "vitest";
import { send } from "../../drivers/biotek/conversation.ts";
import {
  CLASSIC,
  clearBenchAfterEach,
  expectValues,
  faultOf,
  MODERN,
  MTT,
  plate,
  result,
  start,
} from "./biotek-bench.ts";

clearBenchAfterEach();

describe.each([
  { ...CLASSIC, readLetter: "S" },
  { ...MODERN, readLetter: "O" },
])("faults of the $dialect dialect", ({ dialect, driver, options, readLetter }) => {
  async function bench(id: string) {
    const { simulator, host } = await start({ dialect });
    const inserted = plate(id);
    await simulator.insert(inserted);
    return {
      simulator,
      host,
      inserted,
      read: () => host.talk(driver.dialogues.readPlate(MTT, options())),
    };
  }

  test.each([
    "corrupt-character",
    "corrupt-digit",
    "wrong-checksum",
    "drop-byte",
    "truncate",
  ] as const)("%s: the plate is read again and whole", async (kind) => {
    const { simulator, inserted, read } = await bench(kind);
    await simulator.fault(kind);
    const reading = result(await read());
    expectValues(reading, 0, inserted.measurement);
    expectValues(reading, 1, inserted.reference);
    expect(reading.warnings.map((warning) => warning.code)).toEqual(["RETRANSMITTED"]);
  });

  test("damage without end is DAMAGED_TRANSFER", async () => {
    const { simulator, read } = await bench("damaged");
    await simulator.fault("drop-byte", { times: 9 });
    const fault = faultOf(await read());
    expect(fault.fault).toBe("DAMAGED_TRANSFER");
    expect(fault.partial?.planes[0]?.values).toHaveLength(96);
  });

  test("a checksum of another rule is believed when two reads agree", async () => {
    const { simulator, inserted, read } = await bench("other rule");
    await simulator.fault("wrong-checksum", { times: 9 });
    const reading = result(await read());
    expectValues(reading, 0, inserted.measurement);
    expect(new Set(reading.warnings.map((warning) => warning.code))).toEqual(new Set(["CHECKSUM"]));
  });

  test("slow bytes and noise in front of an answer change nothing", async () => {
    const { simulator, inserted, read } = await bench("slow");
    await simulator.fault("slow-bytes", { on: "block" });
    await simulator.fault("noise-before", { on: "e" });
    const reading = result(await read());
    expectValues(reading, 0, inserted.measurement);
    expect(reading.warnings).toEqual([]);
  });

  test("a command that noise had eaten is sent again", async () => {
    const { simulator, inserted, read } = await bench("refused once");
    await simulator.fault("nak", { on: "e" });
    expectValues(result(await read()), 0, inserted.measurement);
  });

  test("silence is NO_ANSWER", async () => {
    const { simulator, read } = await bench("silence");
    await simulator.fault("silence");
    expect(faultOf(await read()).fault).toBe("NO_ANSWER");
  });

  test("bytes of another baud rate are NOT_UNDERSTOOD", async () => {
    const { simulator, read } = await bench("baud rate");
    await simulator.fault("garbage", { times: 9 });
    expect(faultOf(await read()).fault).toBe("NOT_UNDERSTOOD");
  });

  test("a refused read names the reader's code and what it means", async () => {
    const { simulator, read } = await bench("refused");
    await simulator.fault("refuse", { on: readLetter, code: "A400" });
    const fault = faultOf(await read());
    expect(fault).toMatchObject({ fault: "POWER_CYCLE_NEEDED", readerCode: "A400" });
    expect(fault.message).toContain("the checksum of the program is wrong");
  });

  test("a lamp failure in the second wavelength ends the read", async () => {
    const { simulator, read } = await bench("lamp");
    await simulator.fault("lamp-failure");
    expect(faultOf(await read())).toMatchObject({ fault: "READER_ERROR", readerCode: "2331" });
  });

  test("STOP during the read is READ_ABORTED", async () => {
    const { simulator, read } = await bench("stopped");
    const outcome = read();
    await simulator.waitFor((event) => event.event === "read-started");
    await simulator.pressStop();
    expect(faultOf(await outcome).fault).toBe("READ_ABORTED");
  });

  test("values that never come are NO_PLATE, and the reader is halted", async () => {
    const { simulator, host, read } = await bench("nothing");
    await simulator.fault("silence", { on: "block", times: 2 });
    expect(faultOf(await read()).fault).toBe("NO_PLATE");
    expect(host.items.at(-1)?.direction).not.toBe("tx");
    expect((await simulator.status()).busy).toBe(false);
  });
});

describe("faults that only a classic reader knows", () => {
  const { driver, options } = CLASSIC;

  test("a wavelength that its table lacks is named with those it has, and nothing moves", async () => {
    const { simulator, host } = await start({
      dialect: "classic",
      filtersNm: [405, null, 570],
    });
    const fault = faultOf(await host.talk(driver.dialogues.readPlate(MTT, options())));
    expect(fault.fault).toBe("FILTER_NOT_INSTALLED");
    expect(fault.message).toContain("405, 570 nm");
    const letters = simulator.events.flatMap((event) => event.letter ?? []);
    expect(letters).not.toContain("A");
    expect(letters).not.toContain("S");
  });

  test.each(["V", "z", "n"])(
    "one that waits for the rest of the command %s is brought back",
    async (letter) => {
      const { simulator, host } = await start({ dialect: "classic" });
      await host.talk(send(letter));
      await simulator.waitFor((event) => event.letter === letter);
      const outcome = await host.talk(driver.dialogues.identify(options()));
      expect(outcome).toMatchObject({ kind: "done", result: { model: "ELx808" } });
    },
  );

  test("a missing end mark is a warning", async () => {
    const { simulator, host } = await start({ dialect: "classic" });
    const inserted = plate("no end");
    await simulator.insert(inserted);
    await simulator.fault("no-end-mark");
    const reading = result(await host.talk(driver.dialogues.readPlate(MTT, options())));
    expectValues(reading, 1, inserted.reference);
    expect(reading.warnings.map((warning) => warning.code)).toEqual(["NO_END_MARK"]);
  });
});
