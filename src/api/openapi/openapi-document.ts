/**
 * The OpenAPI document (3.1) of a list of routes. Requests are described by the very schemas that check them; answers by
 * the types that the pages are compiled with, as `npm run openapi` wrote them into `view-schemas.json`.
 */
import { z } from "zod";
import type { Permission } from "../../domain/person.ts";
import { type AnyRoute, API_ROOT } from "../route.ts";
import { keepReachable } from "./keep-reachable.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface OpenApiParts {
  readonly routes: readonly AnyRoute[];
  /** JSON Schemas of the views by name. */
  readonly views: Readonly<Record<string, JsonSchema>>;
  /** What was really sent and answered, by operation. */
  readonly examples: Readonly<Record<string, RouteExample>>;
  readonly version: string;
}

export interface RouteExample {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly request?: unknown;
  readonly answer?: unknown;
}

const TAGS: Readonly<Record<AnyRoute["tag"], string>> = {
  session: "Signing in and out, locking, and authorising one action",
  people: "Accounts of people and tokens of programs",
  bench: "What happens at the bench, and what is ordered there",
  plates: "Plates, their raw bytes and their reports",
  plans: "Plates that are to come",
  review: "The worklist, decisions and signatures",
  layouts: "What stands in which well",
  cohort: "Many samples side by side",
  trail: "Who did what, and whether the record is whole",
  notices: "What people should know, and whether it reached them",
};

const NEEDS: Readonly<Record<Permission, string>> = {
  look: "see everything of plates",
  bench: "start and stop runs, assign readings and files",
  plan: "make plans",
  layouts: "save layouts",
  review: "mask wells, choose readings, comment",
  sign: "sign",
  trail: "read the whole audit trail",
  administer: "look after people, tokens and notices",
  metrics: "read the numbers for monitoring",
};

const DESCRIPTION = `Everything the pages show and do goes through these routes; they use nothing else.

Times are ISO 8601 UTC, absorbance is in AU, survival in percent, prednisolone in µg/mL, inhibitors in µM. A missing number is null, with its reason beside it.

A person signs in with \`signIn\` and is known by a cookie afterwards; a program sends \`authorization: Bearer TOKEN\`. Changes need a JSON body. Every refusal is an \`ErrorView\` with a code of docs/errors.md.`;

/** The whole document, ready to be sent as JSON. */
export function openApiDocument({ routes, views, examples, version }: OpenApiParts) {
  const answers = routes.map((route) => viewName(route.answer)).filter((name) => name !== null);
  return {
    openapi: "3.1.0",
    info: {
      title: "Platewarden",
      version,
      description: DESCRIPTION,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: API_ROOT, description: "on the bench computer" }],
    tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({
      name,
      description: TAGS[name],
    })),
    paths: pathsOf(routes, examples),
    components: {
      securitySchemes: {
        session: {
          type: "apiKey",
          in: "cookie",
          name: "platewarden_PORT",
          description:
            "What `signIn` sets; PORT is the port of the page. Before it stands `__Host-` where the pages travel encrypted.",
        },
        token: { type: "http", scheme: "bearer", description: "A program's token." },
      },
      schemas: keepReachable(views, [...answers, "ErrorView"]),
    },
  };
}

function pathsOf(routes: readonly AnyRoute[], examples: OpenApiParts["examples"]) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:([A-Za-z0-9]+)/g, "{$1}");
    const methods = paths[path] ?? {};
    paths[path] = methods;
    methods[route.method.toLowerCase()] = operationOf(route, examples[route.operation] ?? {});
  }
  return paths;
}

function operationOf(route: AnyRoute, example: RouteExample) {
  const request = requestSchema(route);
  const body = request.body;
  return {
    operationId: route.operation,
    tags: [route.tag],
    summary: route.summary,
    description: permissionSentence(route),
    ...(route.needs === "anybody"
      ? { security: [] }
      : { security: [{ session: [] }, { token: [] }] }),
    parameters: [
      ...parametersOf(request.params, "path", example),
      ...parametersOf(request.query, "query", example),
      ...parametersOf(request.headers, "header", example),
    ],
    ...(body === undefined ? {} : { requestBody: requestBody(body, example) }),
    responses: {
      [String(route.status ?? 200)]: answerOf(route, example),
      default: {
        description: "Refused: what, why and what to do. The codes are in docs/errors.md.",
        content: { "application/json": { schema: { $ref: "#/components/schemas/ErrorView" } } },
      },
    },
  };
}

function permissionSentence({ needs, authorisable }: AnyRoute): string {
  if (needs === "anybody") return "Needs no sign-in.";
  if (needs === "signed-in") return "Needs somebody signed in, or a token.";
  const once = authorisable
    ? " A supervisor can authorise one request (`authorise`, then the header `platewarden-authorisation`)."
    : "";
  return `Needs the permission \`${needs}\` (${NEEDS[needs]}).${once}`;
}

interface RequestSchema {
  readonly params?: JsonSchema;
  readonly query?: JsonSchema;
  readonly headers?: JsonSchema;
  readonly body?: JsonSchema;
}

/** What may be sent, before it is trimmed or turned into numbers. */
function requestSchema(route: AnyRoute): RequestSchema {
  const whole = z.toJSONSchema(route.request, { io: "input", unrepresentable: "any" });
  return (whole.properties ?? {}) as RequestSchema;
}

function parametersOf(schema: JsonSchema | undefined, place: string, example: RouteExample) {
  const properties = Object.entries((schema?.properties ?? {}) as Record<string, JsonSchema>);
  const required = (schema?.required ?? []) as readonly string[];
  return properties.map(([name, one]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: one,
    ...(example.parameters?.[name] === undefined ? {} : { example: example.parameters[name] }),
  }));
}

function requestBody(schema: JsonSchema, example: RouteExample) {
  return {
    required: true,
    content: {
      "application/json": {
        schema,
        ...(example.request === undefined ? {} : { example: example.request }),
      },
    },
  };
}

/** The view that an answer is made of, without the brackets of a list; null for files and nothing. */
function viewName(answer: string): string | null {
  return answer === "nothing" || answer.includes("/") ? null : answer.replace("[]", "");
}

function answerOf(route: AnyRoute, example: RouteExample) {
  const view = viewName(route.answer);
  if (route.answer === "nothing") return { description: "Done." };
  if (view === null) {
    return {
      description: route.summary,
      content: { [route.answer]: { schema: { type: "string", format: "binary" } } },
    };
  }
  const reference = { $ref: `#/components/schemas/${view}` };
  return {
    description: route.summary,
    content: {
      "application/json": {
        schema: route.answer.endsWith("[]") ? { type: "array", items: reference } : reference,
        ...(example.answer === undefined ? {} : { example: example.answer }),
      },
    },
  };
}
