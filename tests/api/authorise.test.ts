/** A supervisor lets somebody do one thing: over real HTTP, as it is meant and as it is misused. */
import { describe, expect, test } from "vitest";
import { PASSWORD } from "../access/access-bench.ts";
import { type AccessServer, type Browser, serveAccess } from "./serve-access.ts";

describe("an authorisation", () => {
  const PLATE = "plate-1";
  const masks = {
    recordSha256: "a".repeat(64),
    changes: [{ wells: ["B3"], action: "mask" }],
    reason: "bubble",
  };

  async function authorise(one: Browser, supervisor: object, subject = PLATE) {
    return one.post("/session/authorise", { operation: "maskWells", subject, supervisor });
  }

  const byReviewer = { name: "B. Visser", password: PASSWORD };

  async function bench(): Promise<AccessServer & { readonly one: Browser }> {
    const server = await serveAccess();
    await server.add("B. Visser", { role: "reviewer" });
    return { ...server, one: await server.signedIn("A. Jansen", "technician") };
  }

  const use = (one: Browser, id: string, subject = PLATE) =>
    one.post(`/plates/${subject}/review/masks`, masks, { "platewarden-authorisation": id });

  test("opens one door once", async () => {
    const { one } = await bench();
    expect((await one.post(`/plates/${PLATE}/review/masks`, masks)).code).toBe("NOT_PERMITTED");
    const { id } = (await authorise(one, byReviewer)).body as { id: string };
    // Behind the door stands no review here: it is enough that it opened.
    expect((await use(one, id)).code).toBe("INTERNAL");
    expect((await use(one, id)).code).toBe("AUTHORISATION_REFUSED");
  });

  test("is not used up by a request that could not be read", async () => {
    const { one } = await bench();
    const { id } = (await authorise(one, byReviewer)).body as { id: string };
    const header = { "platewarden-authorisation": id };
    const slip = await one.post(
      `/plates/${PLATE}/review/masks`,
      { ...masks, changes: "B3" },
      header,
    );
    expect(slip.code).toBe("REQUEST_INVALID");
    expect((await use(one, id)).code).toBe("INTERNAL");
    expect((await use(one, id)).code).toBe("AUTHORISATION_REFUSED");
  });

  test("opens no other plate's door, no other door, and not for somebody else", async () => {
    const server = await bench();
    const idOf = async () => ((await authorise(server.one, byReviewer)).body as { id: string }).id;
    expect((await use(server.one, await idOf(), "plate-2")).code).toBe("AUTHORISATION_REFUSED");
    const other = await server.signedIn("E. Vos", "technician");
    expect((await use(other, await idOf())).code).toBe("AUTHORISATION_REFUSED");
    const headers = { "platewarden-authorisation": await idOf() };
    const signing = await server.one.post(`/plates/${PLATE}/review/signatures`, {}, headers);
    expect(signing.code).toBe("NOT_PERMITTED");
  });

  test("is not given by oneself, by who may not, by a badge, or for what nobody can authorise", async () => {
    const { one, add, access } = await bench();
    await add("E. Vos", { role: "technician" });
    const { id } = access.accounts.require("B. Visser");
    await access.accounts.change(id, { badge: "B-2", reason: "a test" }, "D. Bakker");
    await access.accounts.setPin(id, "8153");
    for (const supervisor of [
      { name: "A. Jansen", password: PASSWORD },
      { name: "E. Vos", password: PASSWORD },
      { badge: "B-2", pin: "8153" },
    ])
      expect((await authorise(one, supervisor)).code).toBe("AUTHORISATION_REFUSED");
    const sign = { operation: "signPlate", subject: PLATE, supervisor: byReviewer };
    expect((await one.post("/session/authorise", sign)).code).toBe("AUTHORISATION_REFUSED");
    const wrong = { name: "B. Visser", password: "wrong" };
    expect((await authorise(one, wrong)).code).toBe("SIGN_IN_REFUSED");
  });
});
