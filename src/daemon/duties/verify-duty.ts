import { type IntegrityKey, integrityKey, usualKeyFile } from "../../integrity/integrity-key.ts";
import { VERIFIED } from "../../integrity/witnesses.ts";
import { findingsSentence, keepProof } from "../../pipeline/keep-proof.ts";
import { verifyInThread } from "../../pipeline/verify-in-thread.ts";
import type { StoreVerification } from "../../pipeline/verify-store.ts";
import type { Store } from "../../store/open-store.ts";
import type { IntegrityRule } from "../config-sections/integrity-section.ts";
import type { Duty, DutyContext, RunningDuty } from "../duty.ts";

const PART = "integrity";
/** The readers and what a crash has left come first. */
const FIRST_LOOK_MS = 60_000;
/** Timers stand still while a computer sleeps, and clocks jump: so it is looked again and again. */
const LOOK_EVERY_MS = 5 * 60_000;
const LOGGED = 20;
const HOUR_MS = 3_600_000;

/** Since the last one that the audit trail tells of; also when the clock has gone back since. */
function isDue(store: Store, everyH: number): boolean {
  const last = store.journal.newestEntry("store", VERIFIED);
  if (last === null) return true;
  return Math.abs(Date.now() - Date.parse(last.at_utc)) >= everyH * HOUR_MS;
}

/** Null, and said, where there is none: a proof without a signature is better than none. */
function keyOf({ config, health }: DutyContext, rule: IntegrityRule): IntegrityKey | null {
  try {
    const file = rule.key === null ? usualKeyFile(config.dataFolder) : rule.key.path;
    if (file === null)
      throw new Error("this process was not given the credential that `integrity.key_file` names");
    return integrityKey(file, rule.key === null);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/\.$/, "") : String(error);
    health.tell("integrity key", `Digests cannot be signed: ${why}.`);
    return null;
  }
}

function tell({ health, log }: DutyContext, { findings }: StoreVerification): void {
  if (findings.length === 0) {
    health.tell(PART, null);
    return;
  }
  const sentence = findingsSentence(findings.length);
  health.tell(PART, { code: "integrity-findings", severity: "degraded", sentence, remedy: null });
  log.error({ findings: findings.slice(0, LOGGED) }, "the store is not what was written");
}

async function prove(
  context: DutyContext,
  rule: IntegrityRule,
  signal: AbortSignal,
): Promise<void> {
  const { store, log } = context;
  const startedMs = performance.now();
  const key = keyOf(context, rule);
  const keys = { present: key?.public.fingerprint ?? null };
  const options = { copies: rule.copyTo, anchorsRequired: true, keys };
  const proof = await verifyInThread(store.file, options, signal);
  if (signal.aborted) return;
  keepProof(store, proof, "daemon", key);
  tell(context, proof);
  const { hashesChecked, rowsChecked, verdictsComputed } = proof;
  const ms = Math.round(performance.now() - startedMs);
  log.info(
    { findings: proof.findings.length, hashesChecked, rowsChecked, verdictsComputed, ms },
    "everything stored was proven",
  );
}

function keepProving(context: DutyContext, rule: IntegrityRule): RunningDuty {
  const stopping = new AbortController();
  const { signal } = stopping;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    if (!isDue(context.store, rule.verifyEveryH)) return;
    try {
      await prove(context, rule, signal);
    } catch (error) {
      if (signal.aborted) return;
      const why = error instanceof Error ? error.message.replace(/\.$/, "") : String(error);
      context.health.tell(PART, `What is stored could not be proven: ${why}.`);
      context.log.error({ err: error }, "the store cannot be verified");
    }
  }

  function lookAfter(ms: number): void {
    timer = setTimeout(() => {
      working = look().then(() => {
        if (!signal.aborted) lookAfter(LOOK_EVERY_MS);
      });
    }, ms);
    timer.unref();
  }

  lookAfter(FIRST_LOOK_MS);
  return {
    stop: async () => {
      stopping.abort();
      clearTimeout(timer);
      await working;
    },
  };
}

/** Proves everything that is stored, again and again, in a thread of its own; the audit trail and a digest say so. */
export const verifyDuty: Duty = {
  name: "proofs",
  start: (context) => {
    const rule = context.config.integrity ?? null;
    // A demonstration or a study has no configuration, and nothing that must be proven.
    if (rule === null || rule.verifyEveryH === 0) return { stop: () => undefined };
    return keepProving(context, rule);
  },
};
