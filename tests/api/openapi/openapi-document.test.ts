/** The document says what the server does: it is valid, fresh, complete, and its examples are true. */
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { ALL_ROUTES } from "../../../src/api/all-routes.ts";
import examples from "../../../src/api/openapi/examples.json" with { type: "json" };
import type { RouteExample } from "../../../src/api/openapi/openapi-document.ts";
import { servedDocument } from "../../../src/api/openapi/served-document.ts";
import views from "../../../src/api/openapi/view-schemas.json" with { type: "json" };
import { makeViewSchemas } from "./view-schemas.ts";

const EXAMPLES = examples as Readonly<Record<string, RouteExample>>;
const document = servedDocument(ALL_ROUTES)() as Record<string, never>;

const ajv = new Ajv2020({ strict: false });
ajv.addSchema({ $id: "document", ...document });

function answerSchema(answer: string): ValidateFunction {
  const reference = { $ref: `document#/components/schemas/${answer.replace("[]", "")}` };
  return ajv.compile(answer.endsWith("[]") ? { type: "array", items: reference } : reference);
}

describe("the OpenAPI document", () => {
  test("is valid by the specification", async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  });

  test("describes the views as they are now (`npm run openapi` writes them)", () => {
    expect(views).toEqual(JSON.parse(JSON.stringify(makeViewSchemas())));
    // Every type of the views is read by the compiler.
  }, 30_000);

  test("names each operation and each place once", () => {
    const names = ALL_ROUTES.map((route) => route.operation);
    const places = ALL_ROUTES.map((route) => `${route.method} ${route.path}`);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(places).size).toBe(places.length);
  });
});

describe("examples", () => {
  const needing = ALL_ROUTES.filter(
    ({ answer, method }) => method !== "GET" || !(answer === "nothing" || answer.includes("/")),
  );

  test("there is one of each operation that takes or gives JSON, and of no other", () => {
    expect(Object.keys(EXAMPLES).sort()).toEqual(needing.map((route) => route.operation).sort());
  });

  test.each(needing)("$operation: request and answer fit", (route) => {
    const example = EXAMPLES[route.operation];
    if (route.answer !== "nothing" && !route.answer.includes("/")) {
      const fits = answerSchema(route.answer);
      fits(example?.answer);
      expect(fits.errors).toBeNull();
    }
    const { parameters = {}, request } = example ?? {};
    const sent = { params: {}, query: {}, headers: {}, body: request };
    const params = [...route.path.matchAll(/:([A-Za-z0-9]+)/g)].map(([, name = ""]) => [
      name,
      parameters[name],
    ]);
    const read = route.request.safeParse({ ...sent, params: Object.fromEntries(params) });
    expect(read.error?.issues ?? []).toEqual([]);
  });
});
