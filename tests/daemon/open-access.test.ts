import { pino } from "pino";
import { expect, test } from "vitest";
import type { Config } from "../../src/daemon/config.ts";
import { openAccess } from "../../src/daemon/open-access.ts";
import { PASSWORD, refusalOf } from "../access/access-bench.ts";
import { freshStore } from "../store/fresh-store.ts";

test("five wrong passwords in a row raise one notice, which stays one until it is seen to", async () => {
  const store = freshStore();
  const config = { web: { host: "127.0.0.1", port: 0, lockAfterMs: 600_000 } } as Config;
  const log = pino({ level: "silent" });
  const person = { role: "technician", password: PASSWORD, mustChangePassword: false } as const;
  const { accounts } = openAccess(store, config, log);
  const { id } = await accounts.add({ name: "A. Jansen", ...person }, "the test");
  const longAgo = "2020-01-01T00:00:00.000Z";
  const fail = (): Promise<string> => {
    const { signIn } = openAccess(store, config, log);
    return refusalOf(signIn.signIn({ name: "A. Jansen", password: "wrong" }, null));
  };
  for (let count = 0; count < 4; count += 1) store.people.failed(id, "password", longAgo);
  expect(store.notices.standingOf("sign-in-failures")).toEqual([]);
  expect(await fail()).toBe("SIGN_IN_REFUSED");
  store.people.failed(id, "password", longAgo);
  expect(await fail()).toBe("SIGN_IN_REFUSED");
  const standing = store.notices.standingOf("sign-in-failures");
  expect(standing).toHaveLength(1);
  expect(standing[0]).toMatchObject({
    subject: "A. Jansen",
    sentence: expect.stringMatching(/^Sign-ins of A\. Jansen have failed 5 times in a row\./),
  });
});
