import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { openError } from "../../src/instrument/link-errors.ts";
import { openLink, parseLinkSpec } from "../../src/instrument/links/open-link.ts";

const PORT = { baudRate: 9600, dataBits: 8, stopBits: 1, parity: "none", rtscts: false } as const;
const silent = { onData: () => undefined, onLost: () => undefined };

describe("the name of a port", () => {
  test("is a serial path or a TCP address", () => {
    expect(parseLinkSpec("serial:/dev/serial/by-id/usb-1")).toEqual({
      kind: "serial",
      path: "/dev/serial/by-id/usb-1",
    });
    expect(parseLinkSpec("tcp://moxa.lab:4001")).toEqual({
      kind: "tcp",
      host: "moxa.lab",
      port: 4001,
    });
    expect(parseLinkSpec("tcp://[::1]:4001")).toEqual({ kind: "tcp", host: "::1", port: 4001 });
  });

  test.each(["", "/dev/ttyUSB0", "serial:ttyUSB0", "tcp://host", "tcp://host:0", "tcp://h:65536"])(
    "%j is none",
    (spec) => {
      expect(() => parseLinkSpec(spec)).toThrow(
        expect.objectContaining({ code: "PORT_SPEC_INVALID" }),
      );
    },
  );
});

describe("what the operating system says of a port", () => {
  test.each([
    ["Error: No such file or directory, cannot open /dev/ttyUSB0", "PORT_NOT_FOUND"],
    ["connect ECONNREFUSED 127.0.0.1:4001", "PORT_NOT_FOUND"],
    ["getaddrinfo ENOTFOUND moxa", "PORT_NOT_FOUND"],
    ["Error: Permission denied, cannot open /dev/ttyUSB0", "PORT_NOT_PERMITTED"],
    ["Error Resource temporarily unavailable Cannot lock port", "PORT_TAKEN"],
    ["Error: Device or resource busy, cannot open /dev/ttyUSB0", "PORT_TAKEN"],
    ["Error: Inappropriate ioctl for device setting custom baud rate of 9600", "PORT_FAILED"],
  ])("%j is %s", (words, code) => {
    const error = openError("serial:/dev/ttyUSB0", new Error(words));
    expect(error.code).toBe(code);
    expect(error.message).toContain("serial:/dev/ttyUSB0");
  });
});

describe("a TCP link", () => {
  let server: Server | null = null;

  afterEach(() => {
    server?.close();
  });

  /** Listens on a free port; the promise gives the accepted socket. */
  async function listen(): Promise<{ spec: string; accepted: Promise<Socket> }> {
    const listening = createServer();
    server = listening;
    const accepted = once(listening, "connection").then(([socket]: Socket[]) => {
      if (socket === undefined) throw new Error("no socket");
      return socket;
    });
    listening.listen(0, "127.0.0.1");
    await once(listening, "listening");
    const address = listening.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    return { spec: `tcp://127.0.0.1:${address.port}`, accepted };
  }

  test("carries bytes both ways", async () => {
    const { spec, accepted } = await listen();
    let receive: (bytes: Uint8Array) => void = () => undefined;
    const received = new Promise<Uint8Array>((resolve) => {
      receive = resolve;
    });
    const link = await openLink(spec, PORT, { ...silent, onData: (bytes) => receive(bytes) });
    const peer = await accepted;
    await link.write(Buffer.from("hello\r"));
    const [heard] = await once(peer, "data");
    expect(String(heard)).toBe("hello\r");
    peer.write(Buffer.from([0xff, 0x00, 0x0d]));
    expect([...(await received)]).toEqual([0xff, 0x00, 0x0d]);
    await link.close();
    await link.close();
  });

  test("tells once that it was lost, and takes no bytes after that", async () => {
    const { spec, accepted } = await listen();
    const reasons: string[] = [];
    let tell: () => void = () => undefined;
    const lost = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const link = await openLink(spec, PORT, {
      ...silent,
      onLost: (reason) => {
        reasons.push(reason);
        tell();
      },
    });
    (await accepted).destroy();
    await lost;
    await expect(link.write(Buffer.from("x"))).rejects.toMatchObject({ code: "PORT_FAILED" });
    await link.close();
    expect(reasons).toHaveLength(1);
  });

  test("closing it ourselves is no loss", async () => {
    const { spec, accepted } = await listen();
    const reasons: string[] = [];
    const link = await openLink(spec, PORT, {
      ...silent,
      onLost: (reason) => reasons.push(reason),
    });
    const peer = await accepted;
    peer.resume();
    const ended = once(peer, "close");
    await link.close();
    await ended;
    expect(reasons).toEqual([]);
  });

  test("to nobody is PORT_NOT_FOUND", async () => {
    const { spec } = await listen();
    server?.close();
    await expect(openLink(spec, PORT, silent)).rejects.toMatchObject({ code: "PORT_NOT_FOUND" });
  });
});

describe("a serial link", () => {
  test("to a path that is not there is PORT_NOT_FOUND", async () => {
    await expect(openLink("serial:/dev/no-such-reader", PORT, silent)).rejects.toMatchObject({
      code: "PORT_NOT_FOUND",
    });
  });

  test("to a file that is no port is PORT_FAILED", async () => {
    await expect(openLink("serial:/dev/null", PORT, silent)).rejects.toMatchObject({
      code: "PORT_FAILED",
    });
  });
});
