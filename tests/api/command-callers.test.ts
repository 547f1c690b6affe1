/** What is done by a command on this computer: its name is what it was told, and everything behind the door knows it. */
import { describe, expect, test } from "vitest";
import { accessSource } from "../../src/api/access-source.ts";
import { ALL_ROUTES } from "../../src/api/all-routes.ts";
import { callerSource } from "../../src/api/caller-source.ts";
import type { BenchService } from "../../src/api/views.ts";
import { accessBench, PASSWORD } from "../access/access-bench.ts";
import { createFakeBench } from "./fake-bench-service.ts";
import { serveFakes } from "./serve-fakes.ts";

type Said = Parameters<BenchService["cancelRun"]>[1];

/** A bench that notes by whom runs are cancelled. */
function served() {
  const { access, add } = accessBench();
  const bench = createFakeBench();
  const said: Said[] = [];
  const service: BenchService = {
    ...bench,
    cancelRun: (id, by) => {
      said.push(by);
      return bench.cancelRun(id, by);
    },
  };
  const services = { access: accessSource(access, ALL_ROUTES), bench: service };
  const app = serveFakes({ services, callers: callerSource(access) });
  const cancel = async (who: Record<string, string>) => {
    const headers = { host: "localhost:80", origin: "http://localhost:80", ...who };
    const url = "/api/v1/runs/run-0/cancel";
    const answer = await app.inject({ method: "POST", url, headers, payload: {} });
    return answer.json<{ error?: { code: string } }>().error?.code ?? null;
  };
  return { access, add, said, cancel };
}

describe("an order", () => {
  test("of a command says that its name is not proven; that of a person does not", async () => {
    const { access, add, said, cancel } = served();
    await add("A. Jansen");
    const secret = await access.signIn.signIn({ name: "A. Jansen", password: PASSWORD }, null);
    await cancel({
      authorization: `Command ${access.commandSecret}`,
      "platewarden-operator": "B.%20%20Visser",
    });
    await cancel({ cookie: `platewarden_80=${secret}` });
    expect(said).toEqual([
      { operator: "B. Visser", through: "command" },
      { operator: "A. Jansen" },
    ]);
  });

  test.each(["daemon", "token LIMS", "", "A%00B", "%E0%A4%A"])(
    "of a command in the name %j is refused: it is no person's",
    async (name) => {
      const { access, said, cancel } = served();
      const headers = { authorization: `Command ${access.commandSecret}` };
      expect(await cancel({ ...headers, "platewarden-operator": name })).toBe("REQUEST_INVALID");
      expect(said).toEqual([]);
    },
  );
});
