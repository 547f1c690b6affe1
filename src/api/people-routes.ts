/** Accounts of people and tokens of programs. */
import { z } from "zod";
import { PERSON_ROLES, SCOPES } from "../domain/person.ts";
import type {
  AddPersonRequest,
  AddTokenRequest,
  ChangePersonRequest,
  NewTokenView,
  PersonView,
  TokenView,
} from "./people-views.ts";
import { line } from "./request-schemas.ts";
import { type AnyRoute, route } from "./route.ts";
import { typedPassword } from "./session-routes.ts";

const name = line(100);
const badge = line(64);
const reason = line(500);
const nothing = z.object({});
const params = z.strictObject({ id: name });
const role = z.enum(PERSON_ROLES, { error: `must be one of ${PERSON_ROLES.join(", ")}` });

const addPersonBody = z.strictObject({
  name,
  role,
  password: typedPassword,
  badge: badge.optional(),
}) satisfies z.ZodType<AddPersonRequest>;

const changePersonBody = z.strictObject({
  role: role.optional(),
  active: z.boolean({ error: "must be true or false" }).optional(),
  badge: badge.nullable().optional(),
  password: typedPassword.optional(),
  reason,
}) satisfies z.ZodType<ChangePersonRequest>;

const addTokenBody = z.strictObject({
  name,
  scopes: z
    .array(z.enum(SCOPES, { error: `must be among ${SCOPES.join(", ")}` }))
    .min(1, "must name at least one"),
  endsAtUtc: z.iso.datetime({ error: "must be a time as 2026-01-31T12:00:00Z" }).optional(),
}) satisfies z.ZodType<AddTokenRequest>;

const people: readonly AnyRoute[] = [
  route({
    operation: "people",
    method: "GET",
    path: "/people",
    tag: "people",
    summary: "Every account, by name.",
    needs: "administer",
    quiet: true,
    request: nothing,
    answer: "PersonView[]",
    handle: ({ services }): readonly PersonView[] => services.access.people(),
  }),
  route({
    operation: "addPerson",
    method: "POST",
    path: "/people",
    tag: "people",
    summary: "Make an account; its password is changed at the first sign-in.",
    needs: "administer",
    request: z.object({ body: addPersonBody }),
    status: 201,
    answer: "PersonView",
    handle: ({ services, parts, caller }): Promise<PersonView> =>
      services.access.addPerson(parts.body, caller.name),
  }),
  route({
    operation: "changePerson",
    method: "POST",
    path: "/people/:id",
    tag: "people",
    summary: "Change role, badge or password of an account, or whether it is active.",
    needs: "administer",
    request: z.object({ params, body: changePersonBody }),
    answer: "PersonView",
    handle: ({ services, parts, caller }): Promise<PersonView> =>
      services.access.changePerson(parts.params.id, parts.body, caller.name),
  }),
];

const tokens: readonly AnyRoute[] = [
  route({
    operation: "tokens",
    method: "GET",
    path: "/tokens",
    tag: "people",
    summary: "Every token of a program, oldest first, without its secret.",
    needs: "administer",
    quiet: true,
    request: nothing,
    answer: "TokenView[]",
    handle: ({ services }): readonly TokenView[] => services.access.tokens(),
  }),
  route({
    operation: "addToken",
    method: "POST",
    path: "/tokens",
    tag: "people",
    summary: "Make a token for a program; its secret is shown this once.",
    needs: "administer",
    request: z.object({ body: addTokenBody }),
    status: 201,
    answer: "NewTokenView",
    handle: ({ services, parts, caller }): NewTokenView =>
      services.access.addToken(parts.body, caller.name),
  }),
  route({
    operation: "revokeToken",
    method: "POST",
    path: "/tokens/:id/revoke",
    tag: "people",
    summary: "Revoke a token: it is good for nothing from now on.",
    needs: "administer",
    request: z.object({ params, body: z.strictObject({ reason }) }),
    answer: "TokenView",
    handle: ({ services, parts, caller }): TokenView =>
      services.access.revokeToken(parts.params.id, parts.body.reason, caller.name),
  }),
];

export const peopleRoutes: readonly AnyRoute[] = [...people, ...tokens];
