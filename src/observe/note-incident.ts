import { PlatewardenError } from "../domain/errors.ts";
import type { Store } from "../store/open-store.ts";
import { audit } from "./incident-log.ts";

/** Characters. */
export const LONGEST_NOTE = 2000;

/**
 * Writes what a person found or did beside an incident, with its entry in the audit trail. Throws
 * INCIDENT_UNKNOWN. Returns the incident's id.
 */
export function noteIncident(store: Store, incidentId: string, text: string, by: string): string {
  return store.inTransaction(() => {
    const incident = store.incidents.byId(incidentId);
    if (incident === null) {
      throw new PlatewardenError("INCIDENT_UNKNOWN", `There is no incident ${incidentId}.`);
    }
    const atUtc = store.nowUtc();
    store.incidents.insertNote({
      id: store.newId(),
      incident_id: incident.id,
      text,
      by_name: by,
      at_utc: atUtc,
    });
    audit(store, "incident.note", by, incident.id, { part: incident.part, text });
    return incident.id;
  });
}
