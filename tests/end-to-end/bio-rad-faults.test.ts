/** What the driver makes of everything that can go wrong between it and a Model 680. */
import { describe, expect, test } from "vitest";
import { bioRad } from "../../drivers/bio-rad/driver.ts";
import {
  clearBenchAfterEach,
  expectValues,
  faultOf,
  MTT,
  options,
  plate,
  result,
  start,
} from "./bio-rad-bench.ts";
import type { Host } from "./talk-to-simulator.ts";

clearBenchAfterEach();

describe("faults on the line of a Model 680", () => {
  const read = (host: Host) => host.talk(bioRad.dialogues.readPlate(MTT, options()));

  test.each([
    "corrupt-character",
    "corrupt-digit",
    "wrong-checksum",
    "missing-row",
    "truncate",
  ] as const)("%s: the plate is fetched again and is whole", async (kind) => {
    const { simulator, host } = await start({ model: "680" });
    const inserted = plate(kind);
    await simulator.insert(inserted);
    await simulator.fault(kind);
    const reading = result(await read(host));
    expectValues(reading, 0, inserted.measurement);
    expectValues(reading, 1, inserted.reference);
    expect(reading.warnings.map((warning) => warning.code)).toEqual(["RETRANSMITTED"]);
    expect((await simulator.status()).remote).toBe(false);
  });

  test("a checksum that is wrong every time is a warning", async () => {
    const { simulator, host } = await start({ model: "680" });
    const inserted = plate("always");
    await simulator.insert(inserted);
    await simulator.fault("wrong-checksum", { times: 2 });
    const reading = result(await read(host));
    expectValues(reading, 0, inserted.measurement);
    expect(reading.warnings.map((warning) => warning.code)).toEqual(["CHECKSUM"]);
  });

  test("no checksum at all is a warning", async () => {
    const { simulator, host } = await start({ model: "680" });
    await simulator.insert(plate("unsummed"));
    await simulator.fault("no-checksum-line");
    expect(result(await read(host)).warnings.map((warning) => warning.code)).toEqual([
      "NO_CHECKSUM",
    ]);
  });

  test("damage that stays gives up with the whole rows", async () => {
    const { simulator, host } = await start({ model: "680" });
    const inserted = plate("hopeless");
    await simulator.insert(inserted);
    await simulator.fault("corrupt-character", { times: 9 });
    const fault = faultOf(await read(host));
    expect(fault.fault).toBe("DAMAGED_TRANSFER");
    const values = fault.partial?.planes[0]?.values ?? [];
    expect(values.filter((value) => value.token === "")).toHaveLength(12);
    expect(values[0]?.absorbance).toBeCloseTo(0.05, 3);
    expect((await simulator.status()).remote).toBe(false);
  });

  test.each(["noise-before", "slow-bytes"] as const)("%s does no harm", async (kind) => {
    const { simulator, host } = await start({ model: "680" });
    const inserted = plate(kind);
    await simulator.insert(inserted);
    await simulator.fault(kind, { on: "RPLATE" });
    expectValues(result(await read(host)), 0, inserted.measurement);
  });

  test("a silent reader is NO_ANSWER", async () => {
    const { simulator, host } = await start({ model: "680" });
    await simulator.fault("silence", { times: 9 });
    expect(faultOf(await read(host)).fault).toBe("NO_ANSWER");
  });

  test("bytes of another baud rate are NOT_UNDERSTOOD", async () => {
    const { simulator, host } = await start({ model: "680" });
    await simulator.fault("garbage", { times: 9 });
    expect(faultOf(await read(host)).fault).toBe("NOT_UNDERSTOOD");
  });

  test("a refused read names the reader's code", async () => {
    const { simulator, host } = await start({ model: "680" });
    await simulator.fault("refuse", { on: "RPLATE", code: "8011" });
    expect(faultOf(await read(host))).toMatchObject({
      fault: "READER_REFUSED",
      readerCode: "8011",
    });
    expect((await simulator.status()).remote).toBe(false);
  });

  test("STOP during the read is STOPPED_AT_PANEL", async () => {
    const { simulator, host } = await start({ model: "680" });
    await simulator.insert(plate("stopped"));
    const outcome = read(host);
    await simulator.waitFor((event) => event.event === "read-started");
    await simulator.pressStop();
    expect(faultOf(await outcome)).toMatchObject({ fault: "STOPPED_AT_PANEL", readerCode: "8073" });
  });

  test("a lost answer to the read is NO_PLATE and never the plate before", async () => {
    const { simulator, host } = await start({ model: "680" });
    await simulator.insert(plate("before"));
    result(await read(host));
    await simulator.fault("silence", { on: "RPLATE" });
    expect(faultOf(await read(host)).fault).toBe("NO_PLATE");
  });

  test("a filter that is not installed is named with those that are", async () => {
    const { host } = await start({ model: "680", filtersNm: [405, null, 570] });
    const fault = faultOf(await read(host));
    expect(fault.fault).toBe("FILTER_NOT_INSTALLED");
    expect(fault.message).toContain("405, 570 nm");
  });
});
