/** What `npm audit --json` (report version 2) found, held to what has been looked at and accepted. */
export interface AcceptedFinding {
  /** Of the advisory. */
  readonly id: number;
  readonly package: string;
  /** Why it does no harm here. */
  readonly reason: string;
}

export interface AuditJudgement {
  /** False where the registry has no such service or was not reached. */
  readonly answered: boolean;
  /** One line for each finding that is not accepted. */
  readonly failures: readonly string[];
}

interface Advisory {
  readonly source: number;
  readonly title: string;
  readonly url: string;
  readonly severity: string;
}

const SERIOUS: ReadonlySet<string> = new Set(["high", "critical"]);

/** `accepted` are the findings that have been looked at. Packages above a vulnerable one count once, as its advisory. */
export function judgeAudit(report: unknown, accepted: readonly AcceptedFinding[]): AuditJudgement {
  const found = (
    report as { vulnerabilities?: Record<string, { name: string; via: unknown[] }> } | null
  )?.vulnerabilities;
  if (found === undefined) return { answered: false, failures: [] };
  const failures = Object.values(found).flatMap(({ name, via }) =>
    via
      .filter((one): one is Advisory => typeof one === "object" && one !== null)
      .filter(({ severity }) => SERIOUS.has(severity))
      .filter(({ source }) => !accepted.some((one) => one.id === source && one.package === name))
      .map(
        ({ title, severity, source, url }) => `${name}: ${title} (${severity}, ${source}, ${url})`,
      ),
  );
  return { answered: true, failures };
}
