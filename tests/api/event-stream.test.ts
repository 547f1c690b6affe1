import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ReaderView } from "../../src/api/views.ts";
import { createFakeBench, type FakeBench } from "./fake-bench-service.ts";
import { serveFakes } from "./serve-fakes.ts";

interface Event {
  readonly name: string;
  readonly id: string | null;
  readonly data: unknown;
}

let bench: FakeBench;
let app: FastifyInstance;
let address: string;
let clients: AbortController[];

beforeEach(async () => {
  bench = createFakeBench();
  clients = [];
  app = serveFakes({ services: { bench }, heartbeatMs: 20 });
  address = await app.listen({ port: 0, host: "127.0.0.1" });
});

afterEach(async () => {
  for (const client of clients) client.abort();
  await app.close();
});

/** Opens the feed over a real socket and gives its blocks as they come, `retry` block first. */
async function openFeed(query = "", headers: Record<string, string> = {}) {
  const client = new AbortController();
  clients.push(client);
  const response = await fetch(`${address}/api/v1/events${query}`, {
    headers,
    signal: client.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const nextBlock = async (): Promise<string | null> => {
    for (;;) {
      const end = text.indexOf("\n\n");
      if (end !== -1) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        return block;
      }
      const chunk = await reader?.read();
      if (chunk === undefined || chunk.done) return null;
      text += chunk.value;
    }
  };
  const next = async (wanted: string): Promise<Event> => {
    for (;;) {
      const block = await nextBlock();
      if (block === null) throw new Error(`the feed ended before an event ${wanted}`);
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1] ?? null;
      if (field("event") !== wanted) continue;
      return { name: wanted, id: field("id"), data: JSON.parse(field("data") ?? "null") };
    }
  };
  return { response, nextBlock, next, close: () => client.abort() };
}

async function idsOf(feed: Awaited<ReturnType<typeof openFeed>>, count: number) {
  const ids: (string | null)[] = [];
  for (let index = 0; index < count; index++) ids.push((await feed.next("changed")).id);
  return ids;
}

describe("the live feed", () => {
  it("is an event stream that tells how soon to come back", async () => {
    const feed = await openFeed();
    expect(feed.response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(feed.response.headers.get("cache-control")).toBe("no-store");
    expect(await feed.nextBlock()).toBe("retry: 1000");
  });

  it("begins with the present state of every reader", async () => {
    const feed = await openFeed();
    const states: string[] = [];
    for (const reader of bench.bench().readers) {
      const { data } = await feed.next("reader");
      states.push((data as { reader: ReaderView }).reader.state);
      expect(data).toMatchObject({ reader: { id: reader.id } });
    }
    expect(states).toEqual(["ready", "ready", "unreachable"]);
  });

  it("begins with the present state of every folder, and tells its changes without an id", async () => {
    const feed = await openFeed();
    expect((await feed.next("folder")).data).toMatchObject({
      type: "folder",
      folder: { id: "exports", state: "watching", lastFile: null },
    });
    bench.changeFolder({ state: "unreachable", sentence: "Gone." });
    expect(await feed.next("folder")).toMatchObject({
      id: null,
      data: { folder: { id: "exports", state: "unreachable", sentence: "Gone." } },
    });
  });

  it("brings changes with ids and reader messages without", async () => {
    const feed = await openFeed();
    for (const _ of bench.bench().readers) await feed.next("reader");
    bench.note("plan", "imported");
    bench.changeReader("reader-3", { state: "connecting" });
    expect(await feed.next("changed")).toMatchObject({
      id: "1",
      data: { type: "changed", id: 1, kind: "plan", subject: "imported" },
    });
    expect(await feed.next("reader")).toMatchObject({
      id: null,
      data: { reader: { id: "reader-3", state: "connecting" } },
    });
  });

  it("tells of problems at once, though nothing can be stored", async () => {
    const feed = await openFeed();
    for (const _ of bench.bench().readers) await feed.next("reader");
    bench.haveProblems(["Nothing can be stored."]);
    expect(await feed.next("problems")).toMatchObject({
      id: null,
      data: { problems: ["Nothing can be stored."] },
    });
  });

  it("starts with now when no id is named", async () => {
    bench.note("plan", "before");
    const feed = await openFeed();
    await feed.next("reader");
    bench.note("plan", "after");
    expect(await feed.next("changed")).toMatchObject({ id: "2", data: { subject: "after" } });
  });

  it("resumes after Last-Event-ID with everything that was missed, once and in order", async () => {
    const first = await openFeed();
    await first.next("reader");
    bench.note("plan", "one");
    const { id } = await first.next("changed");
    first.close();
    for (const subject of ["two", "three", "four"]) bench.note("plan", subject);
    const second = await openFeed("?after=0", { "last-event-id": id ?? "" });
    await second.next("changed");
    bench.note("plan", "five");
    expect(await idsOf(second, 3)).toEqual(["3", "4", "5"]);
  });

  it("resumes after the id in the address", async () => {
    for (const subject of ["one", "two", "three"]) bench.note("plan", subject);
    const feed = await openFeed("?after=1");
    expect(await idsOf(feed, 2)).toEqual(["2", "3"]);
  });

  it("gives everything to a client whose id is from another database", async () => {
    bench.note("plan", "one");
    const feed = await openFeed("?after=900");
    expect(await idsOf(feed, 1)).toEqual(["1"]);
  });

  it.each(["x", "1e3", "-1", "1.5", "0x1", "9".repeat(16)])(
    "refuses %j as an id, in the address and in Last-Event-ID alike",
    async (id) => {
      const inAddress = await openFeed(`?after=${id}`);
      const inHeader = await openFeed("?after=0", { "last-event-id": id });
      for (const { response, nextBlock } of [inAddress, inHeader]) {
        expect(response.status).toBe(400);
        expect(await nextBlock()).toBeNull();
      }
    },
  );

  it("shows that it is alive", async () => {
    const feed = await openFeed();
    for (;;) {
      const block = await feed.nextBlock();
      if (!block?.startsWith(":")) continue;
      expect(block).toMatch(/^: heartbeat\nevent: alive\ndata: \{"atUtc":"\d{4}-.*Z"\}$/);
      return;
    }
  });

  it("stops listening when the client has gone", async () => {
    const gone = await openFeed();
    await gone.next("reader");
    expect(bench.listeners()).toBe(1);
    gone.close();
    const still = await openFeed();
    while (bench.listeners() > 1) await still.next("alive");
    expect(bench.listeners()).toBe(1);
  });

  it("brings a client that is behind the last state of a reader and every change", async () => {
    const feed = await openFeed();
    for (const _ of bench.bench().readers) await feed.next("reader");
    for (let minute = 0; minute < 200; minute++) {
      bench.changeReader("reader-2", { sentence: `Minute ${minute}.` });
      bench.note("minute", String(minute));
    }
    expect(await idsOf(feed, 200)).toEqual(Array.from({ length: 200 }, (_, i) => String(i + 1)));
    expect(await feed.next("reader")).toMatchObject({
      data: { reader: { sentence: "Minute 199." } },
    });
  });

  it("tells only the last of what a reader was within one turn", async () => {
    const feed = await openFeed();
    for (const _ of bench.bench().readers) await feed.next("reader");
    for (let row = 0; row < 8; row++) {
      bench.changeReader("reader-2", { sentence: `Row ${row}.` });
      // What follows a line of a plate is of the same turn.
      await Promise.resolve();
    }
    expect(await feed.next("reader")).toMatchObject({ data: { reader: { sentence: "Row 7." } } });
  });

  it("ends every feed when the server closes", async () => {
    const feed = await openFeed();
    await feed.next("reader");
    await app.close();
    await expect(feed.next("never")).rejects.toThrow("the feed ended");
    expect(bench.listeners()).toBe(0);
  });
});
