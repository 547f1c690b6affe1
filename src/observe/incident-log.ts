/**
 * What goes wrong with the bench itself, written beside the audit trail: since when, until when, and what ended it. What
 * cannot be written because the store is in trouble is kept until it can.
 */
import { isStoreTrouble } from "../pipeline/persist.ts";
import type { IncidentState } from "../store/incidents.ts";
import type { Store } from "../store/open-store.ts";

/** Troubles come and go in bursts while something is set up anew; what passes sooner is no incident. */
export interface NewIncident {
  /** As health calls it: `store`, `disk`, `reader bench-1`. */
  readonly part: string;
  readonly code: string;
  readonly sentence: string;
  readonly beganAtUtc: string;
}

export interface IncidentLog {
  /** Begins it, or goes on with one of this part and code that lasts. */
  begin(incident: NewIncident): void;
  /** Ends those of this part, or those of this code alone; nothing where there is none. */
  end(part: string, sentence: string, code?: string): void;
  /** One that is over already, e.g. the time in which the daemon was not there. */
  add(incident: NewIncident, end: { readonly sentence: string; readonly atUtc: string }): void;
  /** Ends those that lasted when the daemon ended and that nothing has shown since. */
  endLeftOver(sentence: string): void;
  /** Tries to write what waits; false while the store refuses. */
  flush(): boolean;
}

/** Inside one transaction each; the trail and the live feed are told. */
function insertIncident(store: Store, incident: NewIncident): string {
  const id = store.newId();
  const now = store.nowUtc();
  store.incidents.insert({
    id,
    part: incident.part,
    code: incident.code,
    sentence: incident.sentence,
    began_at_utc: incident.beganAtUtc,
    noticed_at_utc: now,
  });
  const { part, code, sentence, beganAtUtc } = incident;
  audit(store, "incident.began", "daemon", id, { part, code, sentence, beganAtUtc });
  return id;
}

function endIncident(store: Store, { id, part }: { id: string; part: string }, end: Ending): void {
  store.incidents.end(id, end.sentence, end.atUtc);
  audit(store, "incident.ended", "daemon", id, { part, ...end });
}

interface Ending {
  readonly sentence: string;
  readonly atUtc: string;
}

export function audit(
  store: Store,
  action: "incident.began" | "incident.ended" | "incident.note",
  actor: string,
  subject: string,
  detail: object,
): void {
  const atUtc = store.nowUtc();
  store.journal.change("incident", subject, atUtc);
  store.journal.audit({ atUtc, actor, action, subject, detail });
}

export function incidentLog(store: Store): IncidentLog {
  /** Incidents that lasted when the daemon ended, until something shows that they go on. */
  const leftOver = new Set(store.incidents.open().map(({ id }) => id));
  const waiting: (() => void)[] = [];

  function write(step: () => void): void {
    waiting.push(step);
    flush();
  }

  function flush(): boolean {
    for (;;) {
      const [step] = waiting;
      if (step === undefined) return true;
      try {
        store.inTransaction(step);
      } catch (error) {
        if (isStoreTrouble(error)) return false;
        waiting.shift();
        throw error;
      }
      waiting.shift();
    }
  }

  const openOf = (part: string, code?: string): readonly IncidentState[] =>
    store.incidents
      .open()
      .filter((one) => one.part === part && (code === undefined || one.code === code));

  return {
    begin: (incident) =>
      write(() => {
        const [going] = openOf(incident.part, incident.code);
        if (going === undefined) insertIncident(store, incident);
        else leftOver.delete(going.id);
      }),
    end: (part, sentence, code) => {
      const atUtc = store.nowUtc();
      write(() => {
        for (const one of openOf(part, code)) {
          leftOver.delete(one.id);
          endIncident(store, one, { sentence, atUtc });
        }
      });
    },
    add: (incident, end) =>
      write(() => endIncident(store, { id: insertIncident(store, incident), ...incident }, end)),
    endLeftOver: (sentence) => {
      const atUtc = store.nowUtc();
      write(() => {
        for (const one of store.incidents.open()) {
          if (leftOver.has(one.id)) endIncident(store, one, { sentence, atUtc });
        }
        leftOver.clear();
      });
    },
    flush,
  };
}
