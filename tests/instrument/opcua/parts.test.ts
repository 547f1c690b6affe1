/** Small parts of the way to a LADS server. */
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import {
  DataType,
  DataValue,
  LocalizedText,
  NodeId,
  StatusCodes,
  Variant,
  VariantArrayType,
} from "node-opcua";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { benchState } from "../../../src/instrument/opcua/bench-state.ts";
import { connectionOptions } from "../../../src/instrument/opcua/connection-options.ts";
import { shortReason, troubleOf } from "../../../src/instrument/opcua/connection-trouble.ts";
import { NoAnswer, withDeadline } from "../../../src/instrument/opcua/deadline.ts";
import { rateLimited } from "../../../src/instrument/opcua/library-log.ts";
import { loginOf } from "../../../src/instrument/opcua/login.ts";
import { ownIdentity } from "../../../src/instrument/opcua/own-identity.ts";
import { pendingJudge } from "../../../src/instrument/opcua/pending-runs.ts";
import {
  fingerprintOf,
  listServers,
  noteRefused,
  pinOf,
  pinServer,
  pinStamp,
} from "../../../src/instrument/opcua/pinned-servers.ts";
import { plainVariant, textOf, timeOf } from "../../../src/instrument/opcua/plain-value.ts";
import {
  parseRecord,
  RECORD_SCHEMA,
  type RecordedVariable,
  recordBytes,
} from "../../../src/instrument/opcua/result-record.ts";
import { requireAddress } from "../../../src/instrument/opcua/trust-server.ts";
import { memoryRecords } from "./memory-records.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lads-parts-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the raw record", () => {
  const variables = fc.uniqueArray(
    fc.record({
      path: fc.array(fc.string({ minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 3 }),
      dataType: fc.constant("Double"),
      dimensions: fc.constant(null),
      status: fc.constant("Good"),
      value: fc.oneof(fc.string(), fc.integer(), fc.constant(null)),
    }),
    { selector: (one) => JSON.stringify(one.path), maxLength: 8 },
  );
  const bytesOf = (list: readonly RecordedVariable[]): Uint8Array =>
    recordBytes({
      schema: RECORD_SCHEMA,
      device: { name: "d", manufacturer: null, model: null, serialNumber: null },
      unit: "u",
      result: "r",
      variables: [...list],
      files: [],
    });

  test("property: the order in which the server lists its nodes does not count", () => {
    fc.assert(
      fc.property(variables, (list) => {
        expect(bytesOf(list.toReversed())).toEqual(bytesOf(list));
        expect(parseRecord(bytesOf(list)).variables).toHaveLength(list.length);
      }),
    );
  });

  test("other bytes are refused", () => {
    expect(() => parseRecord(new Uint8Array([0xff]))).toThrow();
    expect(() => parseRecord(new TextEncoder().encode('{"schema":"x"}'))).toThrow();
  });
});

describe("values", () => {
  const plain = (dataType: DataType, value: unknown, arrayType = VariantArrayType.Scalar) =>
    plainVariant(new Variant({ dataType, arrayType, value }));

  test("numbers that are none are words, unset times are null", () => {
    expect(
      plain(
        DataType.Double,
        Float64Array.from([1.5, Number.NaN, Number.POSITIVE_INFINITY]),
        VariantArrayType.Array,
      ),
    ).toEqual([1.5, "NaN", "Infinity"]);
    expect(plain(DataType.DateTime, new Date("1601-01-01T00:00:00Z"))).toBeNull();
    expect(plain(DataType.DateTime, new Date("2026-11-23T00:00:00Z"))).toBe(
      "2026-11-23T00:00:00.000Z",
    );
    expect(plain(DataType.LocalizedText, new LocalizedText({ text: "AU" }))).toBe("AU");
    expect(plain(DataType.NodeId, NodeId.resolveNodeId("ns=7;i=1"))).toBeNull();
    expect(plain(DataType.ByteString, Buffer.from("AB"))).toBe("QUI=");
  });

  test("long numbers keep all their digits", () => {
    expect(plain(DataType.UInt64, [0xffffffff, 0xffffffff])).toBe("18446744073709551615");
    expect(plain(DataType.Int64, [0xffffffff, 0xffffffff])).toBe("-1");
  });

  test("a bad status makes a value count as absent", () => {
    const value = new Variant({ dataType: DataType.String, value: "x" });
    expect(textOf(new DataValue({ value, statusCode: StatusCodes.Good }))).toBe("x");
    expect(textOf(new DataValue({ value, statusCode: StatusCodes.BadNoData }))).toBeNull();
    expect(timeOf(new DataValue({ statusCode: StatusCodes.Good }))).toBeNull();
  });
});

describe("why a connection ended", () => {
  test.each([
    ["BadUserAccessDenied (0x801f0000)", "refused", /refused the login/],
    ["Cannot find ANONYMOUS user token policy", "refused", /does not let anybody in/],
    ["serviceResult = BadTooManySessions (0x80560000)", "refused", /no session left/],
    [
      "server Certificate verification failed with err BadCertificateTimeInvalid",
      "refused",
      /clocks/,
    ],
    [
      "The connection has been rejected by server: BadSecurityChecksFailed",
      "refused",
      /opcua list/,
    ],
    ["Cannot find an Endpoint matching", "refused", /no encrypted endpoint/],
    ["connect ECONNREFUSED 127.0.0.1:4840", "link", /ECONNREFUSED/],
  ])("%s", (words, kind, sentence) => {
    const trouble = troubleOf(new Error(words));
    expect(trouble.kind).toBe(kind);
    expect(trouble.message).toMatch(sentence);
    expect(troubleOf(trouble)).toBe(trouble);
  });

  test("the first line of the library's words is enough", () => {
    expect(shortReason(new Error("\n  broken.  \nstack"))).toBe("broken");
    expect(shortReason("")).toBe("without a reason");
  });
});

test("a deadline ends a wait, and what comes later is nobody's concern", async () => {
  await expect(withDeadline("it", 5, new Promise(() => undefined))).rejects.toBeInstanceOf(
    NoAnswer,
  );
  await expect(withDeadline("it", 1000, Promise.resolve(7))).resolves.toBe(7);
});

test("the library's log is passed on a few lines at a time, and says how many it kept back", () => {
  const lines: string[] = [];
  let nowMs = 0;
  const log = rateLimited(
    (line) => lines.push(line),
    2,
    1000,
    () => nowMs,
  );
  for (const line of ["a", "b", "c", "d"]) log(line);
  nowMs = 1000;
  log("e");
  expect(lines).toEqual(["a", "b", expect.stringContaining("2 further lines"), "e"]);
});

describe("the login", () => {
  const options = (given: Record<string, unknown>) => connectionOptions.parse(given);

  test("takes the password from its file or variable", () => {
    const passwordFile = join(folder, "password");
    writeFileSync(passwordFile, "secret\r\nmore\n");
    expect(loginOf(options({ user: "lab", passwordFile }))).toMatchObject({
      userName: "lab",
      password: "secret",
    });
    const passwordVariable = "LADS_PASSWORD";
    expect(
      loginOf(options({ user: "lab", passwordVariable }), { LADS_PASSWORD: "x" }),
    ).toMatchObject({ password: "x" });
  });

  test("says what is missing", () => {
    expect(() => loginOf(options({}))).toThrow(/No login is configured/);
    const passwordFile = join(folder, "absent");
    expect(() => loginOf(options({ user: "lab", passwordFile }))).toThrow(/absent/);
    expect(() => loginOf(options({ user: "lab", passwordVariable: "P" }), {})).toThrow(/P,/);
  });
});

describe("our identity and what is trusted", () => {
  test("the certificate is made once and names us", async () => {
    const one = await ownIdentity(join(folder, "pki"));
    const same = await ownIdentity(join(folder, "pki"));
    expect(one.applicationUri).toMatch(/^urn:platewarden:[0-9a-f-]{36}$/);
    expect(same).toBe(one);
  });

  test("a pin holds for one address, and changes its stamp", async () => {
    const pki = join(folder, "pki");
    const { certificateFile } = await ownIdentity(pki);
    const certificate = new X509Certificate(readFileSync(certificateFile)).raw;
    const [here, there] = ["opc.tcp://reader:4840", "opc.tcp://other:4840"];
    expect(pinOf(pki, here)).toBeNull();
    noteRefused(pki, here, certificate);
    expect(listServers(pki).refused).toMatchObject([{ address: here }]);
    const before = pinStamp(pki, here);
    pinServer(pki, here, certificate);
    expect(pinStamp(pki, here)).not.toBe(before);
    expect(pinOf(pki, here)?.fingerprint).toBe(fingerprintOf(certificate));
    expect(pinOf(pki, there)).toBeNull();
    expect(listServers(pki)).toMatchObject({ trusted: [{ address: here }], refused: [] });
  });
});

test("addresses of OPC UA servers", () => {
  expect(requireAddress("opc.tcp://10.0.0.7:4840/reader")).toBe("opc.tcp://10.0.0.7:4840/reader");
  for (const wrong of ["http://x:1", "opc.tcp://x", "opc.tcp:/x:1", ""]) {
    expect(() => requireAddress(wrong)).toThrow(/no address/);
  }
});

describe("a run whose outcome is not known", () => {
  const nothing = { headers: [], open: [] };

  test("is waited for while the reader works, and given up when it has been idle for long", async () => {
    const records = memoryRecords();
    await records.runFailed("run-1", "interrupted", "lost", true);
    const judge = pendingJudge({ options: { resultTimeoutMs: 0 }, records, bench: benchState() });
    expect(await judge(false, nothing)).toBe(true);
    expect(await judge(true, nothing)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 2));
    expect(await judge(true, nothing)).toBe(false);
    expect(records.run("run-1")).toMatchObject({ state: "failed", mayStillCome: false });
  });

  test("is nobody's when there is none", async () => {
    const judge = pendingJudge({
      options: { resultTimeoutMs: 0 },
      records: memoryRecords(),
      bench: benchState(),
    });
    expect(await judge(true, nothing)).toBe(false);
  });
});

test("a pause ends at once when somebody wants something, also before it began", async () => {
  const bench = benchState();
  bench.wake();
  await bench.pause(60_000);
  const paused = bench.pause(60_000);
  bench.wake();
  await paused;
});
