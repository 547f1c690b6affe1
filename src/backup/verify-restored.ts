import { verifyInThread } from "../pipeline/verify-in-thread.ts";
import type { StoreVerification } from "../pipeline/verify-store.ts";

type Verification = Pick<StoreVerification, "hashesChecked" | "findings">;

/** How a database is verified that was put back. */
export type VerifyDatabase = (databaseFile: string) => Promise<Verification>;

/** What is found in a database that was put back; one that cannot even be opened is a finding as well. Never rejects. */
export async function verifyRestored(
  databaseFile: string,
  verify: VerifyDatabase = verifyInThread,
): Promise<Verification> {
  try {
    return await verify(databaseFile);
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
    return { hashesChecked: 0, findings: [`the database cannot be verified: ${reason}`] };
  }
}
