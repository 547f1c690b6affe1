/** Signing in and out at a page; what a browser has to remember is in its cookie. */
import { z } from "zod";
import { requirePerson } from "./access-guard.ts";
import type { OpenedSession } from "./access-service.ts";
import type {
  AuthorisationView,
  AuthoriseRequest,
  ChangePasswordRequest,
  SessionView,
  SetPinRequest,
  SetUpRequest,
  SignedInView,
  SignInRequest,
} from "./people-views.ts";
import { line } from "./request-schemas.ts";
import { type AnyRoute, type RouteCall, route } from "./route.ts";
import { forgetSession, keepSession, sessionSecret } from "./session-cookie.ts";

const LONGEST_PASSWORD = 1000;

const nothing = z.object({});
const noBody = z.object({ body: z.strictObject({}) });
const name = line(100);

/** Taken as it is typed, spaces and all. */
export const typedPassword = z
  .string({ error: "must be a text" })
  .min(1, "must not be empty")
  .max(LONGEST_PASSWORD, `must have at most ${LONGEST_PASSWORD} characters`);

const signInBody = z.union(
  [
    z.strictObject({ name, password: typedPassword }),
    z.strictObject({ badge: name, pin: typedPassword }),
  ],
  { error: "must hold a name and a password, or a badge and a PIN" },
) satisfies z.ZodType<SignInRequest>;

const setUpBody = z.strictObject({
  code: line(60),
  name,
  password: typedPassword,
}) satisfies z.ZodType<SetUpRequest>;

const passwordBody = z.strictObject({
  oldPassword: typedPassword,
  newPassword: typedPassword,
}) satisfies z.ZodType<ChangePasswordRequest>;

const pinBody = z.strictObject({
  password: typedPassword,
  pin: typedPassword,
}) satisfies z.ZodType<SetPinRequest>;

const authoriseBody = z.strictObject({
  operation: name,
  subject: z.string().max(500),
  supervisor: signInBody,
}) satisfies z.ZodType<AuthoriseRequest>;

type Reply = RouteCall<unknown>["reply"];

function keep(reply: Reply, { secret, view }: OpenedSession): SessionView {
  keepSession(reply, secret);
  return view;
}

const browser: readonly AnyRoute[] = [
  route({
    operation: "session",
    method: "GET",
    path: "/session",
    tag: "session",
    summary: "Who is signed in at this browser, and whether the session is locked.",
    needs: "anybody",
    quiet: true,
    request: nothing,
    answer: "SessionView",
    handle: ({ services, reply }): SessionView =>
      services.access.session(sessionSecret(reply.request)),
  }),
  route({
    operation: "setUp",
    method: "POST",
    path: "/session/set-up",
    tag: "session",
    guessable: true,
    summary: "Make the first administrator, with the code that the daemon printed, and sign in.",
    needs: "anybody",
    request: z.object({ body: setUpBody }),
    answer: "SessionView",
    handle: async ({ services, parts, reply }): Promise<SessionView> =>
      keep(reply, await services.access.setUp(parts.body)),
  }),
  route({
    operation: "signIn",
    method: "POST",
    path: "/session/sign-in",
    tag: "session",
    guessable: true,
    summary: "Sign in, or unlock the session; another person's session ends.",
    needs: "anybody",
    request: z.object({ body: signInBody }),
    answer: "SessionView",
    handle: async ({ services, parts, reply }): Promise<SessionView> =>
      keep(reply, await services.access.signIn(parts.body, sessionSecret(reply.request))),
  }),
  route({
    operation: "signOut",
    method: "POST",
    path: "/session/sign-out",
    tag: "session",
    summary: "End the session of this browser.",
    needs: "anybody",
    request: noBody,
    answer: "SessionView",
    handle: ({ services, reply }): SessionView => {
      forgetSession(reply);
      return services.access.signOut(sessionSecret(reply.request));
    },
  }),
  route({
    operation: "lockSession",
    method: "POST",
    path: "/session/lock",
    tag: "session",
    summary: "Lock the session of this browser at once.",
    needs: "anybody",
    quiet: true,
    request: noBody,
    answer: "SessionView",
    handle: ({ services, reply }): SessionView =>
      services.access.lock(sessionSecret(reply.request)),
  }),
  route({
    operation: "stayActive",
    method: "POST",
    path: "/session/active",
    tag: "session",
    summary: "Somebody works at the page: it does not lock for a while.",
    needs: "signed-in",
    request: noBody,
    answer: "SessionView",
    handle: ({ services, reply }): SessionView =>
      services.access.active(sessionSecret(reply.request)),
  }),
];

const own: readonly AnyRoute[] = [
  route({
    operation: "signIns",
    method: "GET",
    path: "/session/sign-ins",
    tag: "session",
    summary: "When and how the person signed in of late, newest first.",
    needs: "signed-in",
    request: nothing,
    answer: "SignedInView[]",
    handle: ({ services, caller }): readonly SignedInView[] =>
      services.access.signIns(requirePerson(caller)),
  }),
  route({
    operation: "changePassword",
    method: "POST",
    path: "/session/password",
    tag: "session",
    guessable: true,
    summary: "Change one's own password; every other session of the person ends.",
    needs: "signed-in",
    request: z.object({ body: passwordBody }),
    answer: "SessionView",
    handle: async ({ services, parts, caller, reply }): Promise<SessionView> =>
      keep(reply, await services.access.changePassword(requirePerson(caller), parts.body)),
  }),
  route({
    operation: "setPin",
    method: "POST",
    path: "/session/pin",
    tag: "session",
    guessable: true,
    summary: "Set the PIN that goes with one's own badge.",
    needs: "signed-in",
    request: z.object({ body: pinBody }),
    answer: "SessionView",
    handle: async ({ services, parts, caller, reply }): Promise<SessionView> => {
      await services.access.setPin(requirePerson(caller), parts.body);
      return services.access.session(sessionSecret(reply.request));
    },
  }),
  route({
    operation: "authorise",
    method: "POST",
    path: "/session/authorise",
    tag: "session",
    guessable: true,
    summary: "A supervisor lets the person who is signed in do one thing, once, within a minute.",
    needs: "signed-in",
    request: z.object({ body: authoriseBody }),
    answer: "AuthorisationView",
    handle: ({ services, parts, caller }): Promise<AuthorisationView> =>
      services.access.authorise(requirePerson(caller), parts.body),
  }),
];

export const sessionRoutes: readonly AnyRoute[] = [...browser, ...own];
