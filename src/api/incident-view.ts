import type { IncidentState } from "../store/incidents.ts";
import type { Store } from "../store/open-store.ts";
import type { IncidentView } from "./health-views.ts";

export function incidentView(store: Store, incident: IncidentState): IncidentView {
  return {
    id: incident.id,
    part: incident.part,
    code: incident.code,
    sentence: incident.sentence,
    beganAtUtc: incident.began_at_utc,
    noticedAtUtc: incident.noticed_at_utc,
    endedAtUtc: incident.ended_at_utc,
    endSentence: incident.end_sentence,
    notes: store.incidents
      .notes(incident.id)
      .map(({ text, by_name: by, at_utc: atUtc }) => ({ text, by, atUtc })),
  };
}
