import type {
  AuthorisationView,
  AuthoriseRequest,
  ChangePasswordRequest,
  SessionView,
  SetPinRequest,
  SetUpRequest,
  SignedInView,
  SignInRequest,
} from "../../api/people-views.ts";
import { get, post, request } from "../api-client.ts";

const SESSION = "/api/v1/session";

/** Answers whoever asks, so it never waits for somebody to sign in. */
export async function fetchSession(): Promise<SessionView> {
  const response = await request(SESSION, {});
  return (await response.json()) as SessionView;
}

export function setUp(body: SetUpRequest): Promise<SessionView> {
  return post(`${SESSION}/set-up`, body);
}

export function signIn(body: SignInRequest): Promise<SessionView> {
  return post(`${SESSION}/sign-in`, body);
}

export function signOut(): Promise<SessionView> {
  return post(`${SESSION}/sign-out`, {});
}

export function lockSession(): Promise<SessionView> {
  return post(`${SESSION}/lock`, {});
}

/** Tells that somebody is at the page: the session does not lock. */
export function keepSessionActive(): Promise<SessionView> {
  return post(`${SESSION}/active`, {});
}

export function changePassword(body: ChangePasswordRequest): Promise<SessionView> {
  return post(`${SESSION}/password`, body);
}

export function setPin(body: SetPinRequest): Promise<SessionView> {
  return post(`${SESSION}/pin`, body);
}

export function authorise(body: AuthoriseRequest): Promise<AuthorisationView> {
  return post(`${SESSION}/authorise`, body);
}

/** The sessions of whoever is signed in, newest first. */
export function fetchSignIns(): Promise<readonly SignedInView[]> {
  return get(`${SESSION}/sign-ins`);
}
