import type { Command } from "commander";
import { requirePersonName } from "../../access/person-name.ts";
import type { IncidentView } from "../../api/health-views.ts";
import { incidentView } from "../../api/incident-view.ts";
import { PlatewardenError } from "../../domain/errors.ts";
import { LONGEST_NOTE, noteIncident } from "../../observe/note-incident.ts";
import type { Store } from "../../store/open-store.ts";
import { benchCommand } from "../bench-command.ts";
import { type BenchOptions, withStore } from "../bench-folder.ts";
import { count } from "../option-values.ts";
import { print } from "../output.ts";

function render(incident: IncidentView): string {
  const { id, part, code, sentence, beganAtUtc, endedAtUtc, endSentence, notes } = incident;
  const end = endedAtUtc === null ? "goes on" : `until ${endedAtUtc}`;
  return [
    `${beganAtUtc}  ${part} (${code}), ${end}`,
    `  ${sentence}`,
    ...(endSentence === null ? [] : [`  → ${endSentence}`]),
    ...notes.map(({ text, by, atUtc }) => `  “${text}” ${by}, ${atUtc}`),
    `  ${id}`,
  ].join("\n");
}

function printIncidents(store: Store, json: boolean, limit: number, onlyOpen: boolean): void {
  const rows = onlyOpen ? store.incidents.open().toReversed() : store.incidents.newest(limit);
  const views = rows.map((row) => incidentView(store, row));
  print(json, views, () => (views.length === 0 ? "No incidents." : views.map(render).join("\n\n")));
}

function addList(incidents: Command): void {
  benchCommand(incidents, "list", "List what went wrong with the bench itself, newest first.")
    .option("--open", "only what goes on")
    .option("--limit <N>", "how many at most", count, 50)
    .action((options: BenchOptions & { open?: boolean; limit: number }) =>
      withStore(options, (store) =>
        printIncidents(store, options.json ?? false, options.limit, options.open ?? false),
      ),
    );
}

/** As the page takes it. Throws REQUEST_INVALID. */
function requireNote(text: string): string {
  const note = text.trim();
  if (note !== "" && note.length <= LONGEST_NOTE) return note;
  throw new PlatewardenError("REQUEST_INVALID", `A note has 1 to ${LONGEST_NOTE} characters.`);
}

function addNote(incidents: Command): void {
  benchCommand(incidents, "note", "Write beside an incident what was found or done.")
    .argument("<incident>", "incident id")
    .argument("<text>", "what was found or done")
    .requiredOption("--by <NAME>", "who says so")
    .action((id: string, text: string, options: BenchOptions & { by: string }) =>
      withStore(options, (store) => {
        noteIncident(store, id, requireNote(text), requirePersonName(options.by));
        const incident = store.incidents.byId(id);
        if (incident === null) throw new Error(`incident ${id} has vanished`);
        const view = incidentView(store, incident);
        print(options.json ?? false, view, () => render(view));
      }),
    );
}

export function addIncidentsCommands(program: Command): void {
  const incidents = program
    .command("incidents")
    .description("What went wrong with the bench itself: since when, until when, what was done.");
  addList(incidents);
  addNote(incidents);
}
