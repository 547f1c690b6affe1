/** Checks reader profiles. */
import { profileDriver } from "../../drivers/profile/driver.ts";
import { type Profile, profileSchema } from "../../drivers/profile/profile-schema.ts";
import { sha256 } from "../domain/canonical.ts";
import { type Driver, forAnyOptions } from "../instrument/contract.ts";
import { hasErrors, type Problem } from "../layout/problem.ts";
import { schemaFindings } from "../layout/schema-findings.ts";
import { placeFindings, readToml } from "../layout/toml-source.ts";
import { profileFindings } from "./profile-findings.ts";
import { profileAdvice, profileTables } from "./profile-json-schema.ts";
import { exampleFindings } from "./run-examples.ts";

export interface CheckedProfile {
  /** Null when there is an error; warnings leave it. */
  readonly profile: Profile | null;
  readonly driver: Driver | null;
  readonly problems: readonly Problem[];
}

/**
 * Checks the text of a profile: every problem at once, each with line and column. Where its fields fit together, its
 * example conversations and faults are played as well, unless `plays` is false.
 */
export function checkProfile(text: string, plays = true): CheckedProfile {
  const toml = readToml(text);
  if (!toml.ok) return { profile: null, driver: null, problems: [toml.problem] };
  const { source } = toml;
  const parsed = profileSchema.safeParse(source.data);
  if (!parsed.success) {
    const findings = schemaFindings(
      parsed.error.issues,
      source.data,
      profileTables(),
      profileAdvice(),
    );
    return { profile: null, driver: null, problems: placeFindings(source, findings) };
  }
  const profile = parsed.data;
  const driver = forAnyOptions(profileDriver(profile, sha256(text)));
  const findings = profileFindings(profile);
  const areFit = !findings.some((finding) => finding.severity === "error");
  if (areFit && plays) findings.push(...exampleFindings(profile, driver));
  const problems = placeFindings(source, findings);
  return hasErrors(problems)
    ? { profile: null, driver: null, problems }
    : { profile, driver, problems };
}
