/** Who we are to the server, from the options; the password is never in the configuration itself. */
import { readFileSync } from "node:fs";
import { type UserIdentityInfo, UserTokenType } from "node-opcua";
import type { ConnectionOptions } from "./connection-options.ts";
import { ConnectionTrouble } from "./connection-trouble.ts";

/** Throws a ConnectionTrouble that names what is missing. */
export function loginOf(
  options: ConnectionOptions,
  environment: NodeJS.ProcessEnv = process.env,
): UserIdentityInfo {
  if (options.user !== undefined) {
    const password = passwordOf(options, environment);
    return { type: UserTokenType.UserName, userName: options.user, password };
  }
  if (options.anonymous) return { type: UserTokenType.Anonymous };
  throw refused(
    "No login is configured. Give `user` and `passwordFile` in the options of this reader, or `anonymous = true` where the server knows no login.",
  );
}

function passwordOf(options: ConnectionOptions, environment: NodeJS.ProcessEnv): string {
  const { passwordFile, passwordVariable } = options;
  if (passwordFile !== undefined) return firstLine(passwordFile);
  if (passwordVariable !== undefined) {
    const password = environment[passwordVariable];
    if (password !== undefined) return password;
    throw refused(
      `The environment variable ${passwordVariable}, which is to hold the password, is not set. Set it and restart the daemon.`,
    );
  }
  throw refused(
    "There is no password. Name its file with `passwordFile` in the options of this reader.",
  );
}

function firstLine(file: string): string {
  try {
    return readFileSync(file, "utf8").split(/\r?\n/)[0] ?? "";
  } catch (error) {
    throw refused(
      `The password cannot be read from ${file}: ${(error as Error).message}. Put it there as one line, readable for the daemon alone.`,
    );
  }
}

function refused(sentence: string): ConnectionTrouble {
  return new ConnectionTrouble("refused", sentence);
}
