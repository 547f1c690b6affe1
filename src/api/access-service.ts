import type { PersonCaller } from "./caller.ts";
import type {
  AddPersonRequest,
  AddTokenRequest,
  AuthorisationView,
  AuthoriseRequest,
  ChangePasswordRequest,
  ChangePersonRequest,
  NewTokenView,
  PersonView,
  SessionView,
  SetPinRequest,
  SetUpRequest,
  SignedInView,
  SignInRequest,
  TokenView,
} from "./people-views.ts";

/** A session that begins or goes on: the secret belongs into the browser's cookie and nowhere else. */
export interface OpenedSession {
  readonly secret: string;
  readonly view: SessionView;
}

/**
 * Accounts, sessions and tokens behind the routes. `secret` is what a browser's cookie holds, null without one; `by`
 * is the person who is signed in. Every method throws PlatewardenError when it refuses.
 */
export interface AccessService {
  session(secret: string | null): SessionView;
  setUp(request: SetUpRequest): Promise<OpenedSession>;
  signIn(request: SignInRequest, secret: string | null): Promise<OpenedSession>;
  signOut(secret: string | null): SessionView;
  lock(secret: string | null): SessionView;
  /** Somebody touches the page: it does not lock for a while. */
  active(secret: string | null): SessionView;
  /** Ends every session of the person but a fresh one, which comes back. */
  changePassword(caller: PersonCaller, request: ChangePasswordRequest): Promise<OpenedSession>;
  setPin(caller: PersonCaller, request: SetPinRequest): Promise<void>;
  authorise(caller: PersonCaller, request: AuthoriseRequest): Promise<AuthorisationView>;
  /** When and how the person signed in of late, newest first. */
  signIns(caller: PersonCaller): readonly SignedInView[];
  people(): readonly PersonView[];
  addPerson(request: AddPersonRequest, by: string): Promise<PersonView>;
  changePerson(id: string, request: ChangePersonRequest, by: string): Promise<PersonView>;
  tokens(): readonly TokenView[];
  addToken(request: AddTokenRequest, by: string): NewTokenView;
  revokeToken(id: string, reason: string, by: string): TokenView;
}
