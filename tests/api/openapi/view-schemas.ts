/** JSON Schemas of the views, made of the types that the pages are compiled with. */
import { globSync } from "node:fs";
import { join } from "node:path";
import { createGenerator, type Definition } from "ts-json-schema-generator";
import { ALL_ROUTES } from "../../../src/api/all-routes.ts";
import { keepReachable } from "../../../src/api/openapi/keep-reachable.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** Names of generic types hold characters that no name of a component may have. */
function plainName(name: string): string {
  return decodeURIComponent(name)
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^-|-$/g, "");
}

/** References as OpenAPI writes them. */
function asComponents(definitions: Record<string, unknown>): Record<string, Definition> {
  const text = JSON.stringify(definitions).replace(
    /"#\/definitions\/([^"]+)"/g,
    (_, name: string) => `"#/components/schemas/${plainName(name)}"`,
  );
  const renamed = JSON.parse(text) as Record<string, Definition>;
  return Object.fromEntries(Object.entries(renamed).map(([name, one]) => [plainName(name), one]));
}

/** What the routes answer with, and what it refers to. */
export function makeViewSchemas(): Record<string, unknown> {
  const files = globSync("src/api/{views,*-views}.ts", { cwd: ROOT });
  const generator = createGenerator({
    path: `${ROOT}/{${files.join(",")}}`,
    tsconfig: join(ROOT, "tsconfig.json"),
    // Types are checked by the compiler itself; this one is older.
    skipTypeCheck: true,
    expose: "export",
    jsDoc: "basic",
    additionalProperties: false,
    functions: "hide",
  });
  const { definitions = {} } = generator.createSchema("*");
  const names = ALL_ROUTES.map(({ answer }) => answer.replace("[]", "")).filter(
    (answer) => answer !== "nothing" && !answer.includes("/"),
  );
  return keepReachable(asComponents(definitions) as Record<string, never>, [...names, "ErrorView"]);
}
