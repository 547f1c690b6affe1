/** Who may do what. A role is what a person is in the laboratory; a permission is what a route asks for. */

export type PersonRole = "technician" | "reviewer" | "administrator";

export const PERSON_ROLES: readonly PersonRole[] = ["technician", "reviewer", "administrator"];

/**
 * look: see everything of plates; bench: start and stop runs, assign readings, files in quarantine; plan: plans;
 * layouts: save layouts; review: masks, choices, comments; sign: signatures; trail: audit trail; administer: people,
 * tokens and notices; metrics: numbers for monitoring.
 */
export type Permission =
  | "look"
  | "bench"
  | "plan"
  | "layouts"
  | "review"
  | "sign"
  | "trail"
  | "administer"
  | "metrics";

/** Administration stands apart from the work: who makes accounts cannot review or sign. */
export const PERMISSIONS_OF: Readonly<Record<PersonRole, readonly Permission[]>> = {
  technician: ["look", "bench", "plan"],
  reviewer: ["look", "bench", "plan", "layouts", "review", "sign", "trail"],
  administrator: ["look", "layouts", "trail", "administer", "metrics"],
};

/** What a badge with its PIN is good for, whatever the person's role: attribution at the bench. */
export const BADGE_PERMISSIONS: readonly Permission[] = ["look", "bench", "plan"];

/** What a program's token can be given; programs never review, sign or administer. */
export type Scope = Extract<Permission, "look" | "bench" | "plan" | "trail" | "metrics">;

export const SCOPES: readonly Scope[] = ["look", "bench", "plan", "trail", "metrics"];
