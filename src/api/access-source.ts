/** Accounts, sessions and tokens as the routes need them. */
import type { Access } from "../access/access.ts";
import { mustChangePassword, permissionsOf } from "../access/person-permissions.ts";
import type { FoundSession } from "../access/sessions.ts";
import { isSetUpCode } from "../access/set-up-code.ts";
import { PlatewardenError } from "../domain/errors.ts";
import type { AccessService, OpenedSession } from "./access-service.ts";
import type { PersonCaller } from "./caller.ts";
import type { AuthoriseRequest, SetUpRequest, SignInRequest } from "./people-views.ts";
import { personView, sessionView, signedInView, tokenView } from "./person-views-of.ts";
import type { AnyRoute } from "./route.ts";

const SHOWN_SIGN_INS = 30;

/** `routes` are all that there are: a supervisor authorises one of them. */
export function accessSource(access: Access, routes: readonly AnyRoute[]): AccessService {
  const { accounts, sessions, signIn, tokens } = access;

  const found = (secret: string | null): FoundSession | null =>
    secret === null ? null : sessions.find(secret);

  const opened = (secret: string): OpenedSession => ({
    secret,
    view: sessionView(access, sessions.find(secret)),
  });

  async function requireOwnPassword(caller: PersonCaller, password: string): Promise<void> {
    if (await signIn.verifyPassword(caller.personId, password, "account")) return;
    throw new PlatewardenError("SIGN_IN_REFUSED", "This is not your present password.");
  }

  async function setUp({ code, name, password }: SetUpRequest): Promise<OpenedSession> {
    const { setUpCode } = access;
    if (setUpCode === null || !accounts.lacksAdministrator()) {
      throw new PlatewardenError("SET_UP_REFUSED", "There is an administrator already.");
    }
    if (!isSetUpCode(setUpCode, code)) {
      throw new PlatewardenError("SET_UP_REFUSED", "This is not the code that was printed.");
    }
    const first = { role: "administrator", mustChangePassword: false, isFirst: true } as const;
    const person = await accounts.add({ name, password, ...first }, name);
    return opened(await signIn.signIn({ name: person.name, password }, null));
  }

  async function authorise(
    caller: PersonCaller,
    { operation, subject, supervisor }: AuthoriseRequest,
  ) {
    const route = routes.find((one) => one.operation === operation);
    if (route?.authorisable !== true) refuseAuthorisation(`nobody can authorise ${operation}`);
    const proved = await signIn.prove(supervisor, "authorisation", null);
    const { name } = proved.person;
    if (proved.person.id === caller.personId) refuseAuthorisation(`${name} is signed in already`);
    if (mustChangePassword(proved)) {
      throw new PlatewardenError(
        "PASSWORD_CHANGE_NEEDED",
        `${name} has a password that somebody else set.`,
      );
    }
    if (!permissionsOf(proved).some((permission) => permission === route.needs)) {
      refuseAuthorisation(
        proved.method === "badge"
          ? `a badge is not enough for it; ${name} has to give the password`
          : `${name} may not do this either`,
      );
    }
    const act = { sessionId: caller.sessionId, personName: caller.name, operation, subject };
    return { by: name, ...access.authorisations.give(act, proved.person) };
  }

  /** Who unlocks with a PIN need not fetch the badge again: the session's own name stands for it. */
  function ownBadge(request: SignInRequest, session: FoundSession | null): SignInRequest {
    const person = session?.person ?? null;
    if (!("badge" in request) || person === null || person.badge === null) return request;
    return request.badge.trim() === person.name ? { ...request, badge: person.badge } : request;
  }

  return {
    session: (secret) => sessionView(access, found(secret)),
    setUp,
    signIn: async (request, secret) => {
      const session = found(secret);
      return opened(await signIn.signIn(ownBadge(request, session), session));
    },
    signOut: (secret) => {
      const session = found(secret);
      if (session !== null) signIn.signOut(session);
      return sessionView(access, null);
    },
    lock: (secret) => {
      const session = found(secret);
      if (session !== null) sessions.lock(session);
      return sessionView(access, found(secret));
    },
    active: (secret) => sessionView(access, found(secret)),
    changePassword: async (caller, { oldPassword, newPassword }) => {
      await requireOwnPassword(caller, oldPassword);
      if (oldPassword.normalize("NFKC") === newPassword.normalize("NFKC")) {
        throw new PlatewardenError("PASSWORD_WEAK", "This is the present password.");
      }
      const person = await accounts.changeOwnPassword(caller.personId, newPassword);
      return opened(sessions.start(person, "password"));
    },
    setPin: async (caller, { password, pin }) => {
      await requireOwnPassword(caller, password);
      await accounts.setPin(caller.personId, pin);
    },
    authorise,
    signIns: ({ personId, sessionId }) =>
      sessions.ofPerson(personId, SHOWN_SIGN_INS).map((row) => signedInView(row, sessionId)),
    people: () => accounts.all().map((person) => personView(accounts, person)),
    addPerson: async (request, by) =>
      personView(accounts, await accounts.add({ ...request, mustChangePassword: true }, by)),
    changePerson: async (id, request, by) =>
      personView(accounts, await accounts.change(id, request, by)),
    tokens: () => tokens.all().map(tokenView),
    addToken: (request, by) => {
      const { row, secret } = tokens.add(request, by);
      return { token: tokenView(row), secret };
    },
    revokeToken: (id, reason, by) => tokenView(tokens.revoke(id, reason, by)),
  };
}

function refuseAuthorisation(why: string): never {
  throw new PlatewardenError("AUTHORISATION_REFUSED", `This cannot be authorised: ${why}.`);
}
