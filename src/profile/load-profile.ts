/** Loads reader profiles as drivers. */
import { readFileSync } from "node:fs";
import type { Profile } from "../../drivers/profile/profile-schema.ts";
import { PlatewardenError } from "../domain/errors.ts";
import { fileReason } from "../domain/file-reason.ts";
import type { Driver } from "../instrument/contract.ts";
import { countProblems, renderProblems } from "../layout/problem.ts";
import { checkProfile } from "./check-profile.ts";

export interface LoadedProfile {
  readonly profile: Profile;
  /** Its id is `profile-` and the profile's id; its version the profile's, with the beginning of the text's hash. */
  readonly driver: Driver;
}

/** Throws PROFILE_NOT_FOUND. */
export function readProfileText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const message = `${file} cannot be read: ${fileReason(error)}.`;
    throw new PlatewardenError("PROFILE_NOT_FOUND", message, { detail: { file }, cause: error });
  }
}

/**
 * The profile of a text; `fileName` is what it is called in messages. Its examples are not played: that is for
 * `platewarden profile check`. Throws PROFILE_INVALID with every problem in its message.
 */
export function loadProfile(text: string, fileName: string): LoadedProfile {
  const { profile, driver, problems } = checkProfile(text, false);
  if (profile !== null && driver !== null) return { profile, driver };
  throw new PlatewardenError(
    "PROFILE_INVALID",
    `${fileName}: ${countProblems(problems)}.\n${renderProblems(problems, fileName)}`,
    { detail: { file: fileName, problems } },
  );
}

/** The driver that a profile describes; throws as `loadProfile`. */
export function driverFromProfile(text: string, fileName: string): Driver {
  return loadProfile(text, fileName).driver;
}
