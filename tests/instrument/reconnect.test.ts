import { concat, defer, of, throwError } from "rxjs";
import { TestScheduler } from "rxjs/testing";
import { describe, expect, test } from "vitest";
import { backoffMs, reconnect } from "../../src/instrument/reconnect.ts";

const BACKOFF = { firstMs: 250, maxMs: 1000 };

function inVirtualTime(work: Parameters<TestScheduler["run"]>[0]): void {
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(work);
}

describe("waiting times", () => {
  test("double from the first to the longest", () => {
    expect([1, 2, 3, 4, 5].map((attempt) => backoffMs(BACKOFF, attempt))).toEqual([
      250, 500, 1000, 1000, 1000,
    ]);
  });

  test("stay at the longest after a year of attempts", () => {
    expect(backoffMs(BACKOFF, 10_000_000)).toBe(1000);
  });
});

describe("reconnecting", () => {
  test("goes on with what the connection gives", () => {
    inVirtualTime(({ cold, expectObservable }) => {
      const connection$ = cold("a-b-");
      const work$ = reconnect(connection$, { backoff: BACKOFF, onLost: () => undefined });
      expectObservable(work$, "20ms !").toBe("a-b-");
    });
  });

  test("subscribes again after every loss, later and later", () => {
    inVirtualTime(({ cold, expectObservable, expectSubscriptions }) => {
      const connection$ = cold<string>("#");
      const waits: number[] = [];
      const work$ = reconnect(connection$, {
        backoff: BACKOFF,
        onLost: (_, waitMs) => waits.push(waitMs),
      });
      expectObservable(work$, "3000ms !").toBe("-");
      expectSubscriptions(connection$.subscriptions).toBe([
        "(^!)",
        "250ms (^!)",
        "750ms (^!)",
        "1750ms (^!)",
        "2750ms (^!)",
      ]);
    });
  });

  test("begins with the short wait again once a connection has worked", () => {
    inVirtualTime(({ cold, expectObservable }) => {
      let connections = 0;
      const connection$ = defer(() => {
        connections += 1;
        return connections === 3 ? cold("c 9ms #") : cold<string>("#");
      });
      const waits: number[] = [];
      const work$ = reconnect(connection$, {
        backoff: BACKOFF,
        onLost: (_, waitMs) => waits.push(waitMs),
      });
      // Lost at 0, at 250 and, after it had worked, at 760; then 250 and 500 ms again.
      expectObservable(work$, "1600ms !").toBe("750ms c");
      expectObservable(
        defer(() => of(waits.join(" "))),
        "1700ms ^",
      ).toBe("1700ms (r|)", {
        r: "250 500 250 500 1000",
      });
    });
  });

  test("tells the error and the wait before it waits", () => {
    inVirtualTime(({ cold, expectObservable }) => {
      const told: unknown[] = [];
      const connection$ = cold<string>("10ms #", {}, new Error("unplugged"));
      const work$ = reconnect(connection$, {
        backoff: BACKOFF,
        onLost: (error, waitMs) => told.push(`${String(error)} ${waitMs}`),
      });
      expectObservable(work$, "100ms !").toBe("-");
      expectObservable(
        defer(() => of(...told)),
        "100ms ^",
      ).toBe("100ms (a|)", {
        a: "Error: unplugged 250",
      });
    });
  });

  test("closes the connection, and a wait, when nobody wants it any more", () => {
    inVirtualTime(({ cold, expectObservable, expectSubscriptions }) => {
      const connection$ = cold("a 99ms #");
      const work$ = reconnect(connection$, { backoff: BACKOFF, onLost: () => undefined });
      expectObservable(work$, "200ms !").toBe("a");
      expectSubscriptions(connection$.subscriptions).toBe("^ 99ms !");
    });
  });

  test("lets out an error that no new connection can mend", () => {
    const lost: unknown[] = [];
    inVirtualTime(({ expectObservable }) => {
      const bug = new TypeError("oops");
      const connection$ = concat(
        of("a"),
        throwError(() => bug),
      );
      const work$ = reconnect(connection$, {
        backoff: BACKOFF,
        onLost: (error) => lost.push(error),
        isFinal: (error) => error instanceof TypeError,
      });
      expectObservable(work$).toBe("(a#)", undefined, bug);
    });
    expect(lost).toEqual([]);
  });
});
