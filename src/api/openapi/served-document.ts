import { PROGRAM_VERSION } from "../../pipeline/program-version.ts";
import type { AnyRoute } from "../route.ts";
import examples from "./examples.json" with { type: "json" };
import { type JsonSchema, openApiDocument, type RouteExample } from "./openapi-document.ts";
import views from "./view-schemas.json" with { type: "json" };

/** The document of these routes as this program serves it; made when it is first asked for. */
export function servedDocument(routes: readonly AnyRoute[]): () => unknown {
  let made: unknown = null;
  return () => {
    made ??= openApiDocument({
      routes,
      views: views as Readonly<Record<string, JsonSchema>>,
      examples: examples as Readonly<Record<string, RouteExample>>,
      version: PROGRAM_VERSION,
    });
    return made;
  };
}
