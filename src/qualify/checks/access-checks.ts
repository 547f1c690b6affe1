/** OQ: nobody without a right gets in. */
import { ALL_ROUTES } from "../../api/all-routes.ts";
import { type Check, type CheckResult, result, type Surroundings } from "../check.ts";

/** Something for every parameter of a path. */
function filled(path: string): string {
  return path.replace(/:(\w+)/g, (_whole, name: string) =>
    name === "id" ? "01a20b8e-3441-7438-b045-e709e6248f95" : "X1",
  );
}

async function refuseNobody({ bench }: Surroundings, secret: string | null): Promise<CheckResult> {
  const scratch = await bench();
  const guarded = ALL_ROUTES.filter(
    ({ needs, openTo }) => needs !== "anybody" && openTo === undefined,
  );
  const open: string[] = [];
  for (const { method, path } of guarded) {
    const body = method === "GET" ? undefined : {};
    const { status } = await scratch.ask(method, filled(path), body, secret);
    if (status !== 401 && status !== 403) open.push(`${method} ${path}: ${status}`);
  }
  return result(
    "every route that needs a right refuses",
    open.length === 0 ? `${guarded.length} routes refuse` : open.slice(0, 5).join("; "),
    open.length === 0 && guarded.length > 20,
  );
}

const LIMITED = "compliance 6: P11 11.10(d), (g), A11 12 (only who may)";

export const ACCESS_CHECKS: readonly Check[] = [
  {
    id: "OQ-501",
    title: "Nobody is signed in",
    traces: LIMITED,
    run: (surroundings: Surroundings) => refuseNobody(surroundings, null),
  },
  {
    id: "OQ-502",
    title: "A command with a wrong secret",
    traces: LIMITED,
    run: (surroundings: Surroundings) => refuseNobody(surroundings, "a".repeat(43)),
  },
].map((check) => ({ ...check, part: "OQ" as const, chapter: "Access" }));
