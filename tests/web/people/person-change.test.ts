import { describe, expect, it } from "vitest";
import type { PersonView } from "../../../src/api/people-views.ts";
import { firstPassword } from "../../../src/web/people/first-password.ts";
import { changeOf, draftOf } from "../../../src/web/people/person-change.ts";

const person: PersonView = {
  id: "person-1",
  name: "A. Jansen",
  role: "technician",
  active: true,
  badge: "BDG-1",
  hasPin: true,
  mustChangePassword: false,
  createdAtUtc: "2026-01-05T08:00:00.000Z",
  lastSignInAtUtc: null,
  failuresSinceSignIn: 0,
};

describe("a change of an account", () => {
  it("is none as long as the form says what the account is", () => {
    expect(changeOf(person, draftOf(person))).toBeNull();
    expect(changeOf(person, { ...draftOf(person), badge: " BDG-1 ", reason: "x" })).toBeNull();
  });

  it("holds only what differs, and the reason", () => {
    const draft = { ...draftOf(person), active: false, reason: " left the laboratory " };
    expect(changeOf(person, draft)).toEqual({ active: false, reason: "left the laboratory" });
  });

  it("takes an emptied badge away", () => {
    expect(changeOf(person, { ...draftOf(person), badge: "  ", reason: "lost" })).toEqual({
      badge: null,
      reason: "lost",
    });
  });
});

describe("a first password", () => {
  it("is four groups of signs that nobody mistakes, another one each time", () => {
    const drawn = Array.from({ length: 200 }, firstPassword);
    for (const one of drawn) expect(one).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/);
    expect(new Set(drawn).size).toBe(drawn.length);
  });
});
