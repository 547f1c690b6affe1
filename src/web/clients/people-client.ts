import type {
  AddPersonRequest,
  AddTokenRequest,
  ChangePersonRequest,
  NewTokenView,
  PersonView,
  TokenView,
} from "../../api/people-views.ts";
import { get, post } from "../api-client.ts";

export function fetchPeople(): Promise<readonly PersonView[]> {
  return get("/api/v1/people");
}

export function addPerson(body: AddPersonRequest): Promise<PersonView> {
  return post("/api/v1/people", body);
}

export function changePerson(id: string, body: ChangePersonRequest): Promise<PersonView> {
  return post(`/api/v1/people/${encodeURIComponent(id)}`, body);
}

export function fetchTokens(): Promise<readonly TokenView[]> {
  return get("/api/v1/tokens");
}

export function addToken(body: AddTokenRequest): Promise<NewTokenView> {
  return post("/api/v1/tokens", body);
}

export function revokeToken(id: string, reason: string): Promise<TokenView> {
  return post(`/api/v1/tokens/${encodeURIComponent(id)}/revoke`, { reason });
}
