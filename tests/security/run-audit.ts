/**
 * `npm run audit`: known faults of the packages that run at the bench, as npm's registry knows them. Ends with 1 for
 * one that is high or critical and not in `accepted-findings.json`; where the registry does not answer it says so and
 * ends with 0.
 */
import { spawnSync } from "node:child_process";
import accepted from "./accepted-findings.json" with { type: "json" };
import { judgeAudit } from "./judge-audit.ts";

const ANSWER_WITHIN_MS = 60_000;

function askRegistry(): unknown {
  const { stdout } = spawnSync("npm", ["audit", "--omit=dev", "--audit-level=high", "--json"], {
    encoding: "utf8",
    timeout: ANSWER_WITHIN_MS,
  });
  try {
    return JSON.parse(stdout);
  } catch {
    return null;
  }
}

const { answered, failures } = judgeAudit(askRegistry(), accepted);
if (!answered) {
  console.log("audit: the package registry does not answer audits here; nothing was looked at.");
} else if (failures.length === 0) {
  console.log("audit: no finding that is high or critical.");
} else {
  for (const failure of failures) console.error(`audit: ${failure}`);
  console.error(
    "audit: bring the package to a version without the fault, or accept it with a reason in tests/security/accepted-findings.json.",
  );
  process.exitCode = 1;
}
