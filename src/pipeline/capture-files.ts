/** The durable steps between a folder and its readings. */
import { Subject } from "rxjs";
import { PlatewardenError } from "../domain/errors.ts";
import type { ReadRequest } from "../instrument/contract.ts";
import type { ImportOutcome } from "../instrument/exports/contract.ts";
import type { FilePort } from "../instrument/watch-folder.ts";
import type { ArrivalRow, DocumentRow } from "../store/documents.ts";
import type { Store } from "../store/open-store.ts";
import type { Captured } from "./capture-readings.ts";
import { arrivalToRead, mayBeAnotherPlate } from "./copied-plate.ts";
import {
  type ImportFile,
  recordInterpretation,
  storeCopy,
  storeInterpretation,
  supersedeEarlier,
} from "./interpret-file.ts";
import { keepDocument } from "./keep-document.ts";
import { isStoreTrouble, type Persist } from "./persist.ts";

export interface FileParts {
  readonly store: Store;
  readonly persist: Persist;
  readonly importFile: ImportFile;
  /** Changes with every change of an importer: what is in quarantine is tried again then. */
  readonly importerVersion: string;
  /** Wavelengths of the assay. */
  readonly request: ReadRequest;
}

export interface CaptureFiles {
  readonly captured$: Subject<Captured>;
  portFor(folderId: string): FilePort;
  /**
   * Files that a crash left uninterpreted, those in quarantine that other importers may understand, and copies of files
   * under the names of plates that have been planned since.
   */
  catchUp(): Promise<void>;
  /** Tries a file in quarantine again. Throws DOCUMENT_UNKNOWN. */
  retry(documentSha256: string, by: string): Promise<void>;
}

const BROKEN: ImportOutcome = {
  kind: "refused",
  dialectId: null,
  code: "IMPORTER_FAILED",
  sentence:
    "The importer failed on this file, which is a fault of Platewarden. The file is kept; report it with the log.",
};

/** The arrival under whose name a document in quarantine is read, of this kind if one is named. Throws DOCUMENT_UNKNOWN. */
export function requireQuarantined(
  store: Store,
  documentSha256: string,
  media?: DocumentRow["media"],
): ArrivalRow {
  const found = store.documents.byHash(documentSha256)?.media;
  if (media !== undefined && found !== undefined && found !== media) {
    throw new PlatewardenError(
      "DOCUMENT_UNKNOWN",
      `${documentSha256} is a result of an OPC-UA server: it is read again by itself when its driver has changed.`,
    );
  }
  const made = store.documents.newestInterpretation(documentSha256);
  const arrival = arrivalToRead(store, documentSha256);
  if (made?.outcome === "quarantined" && arrival !== null) return arrival;
  throw new PlatewardenError("DOCUMENT_UNKNOWN", `No file ${documentSha256} is in quarantine.`, {
    detail: { document: documentSha256 },
  });
}

/** Takes a file out of quarantine for good, with a person's reason. Throws DOCUMENT_UNKNOWN or REQUEST_INVALID. */
export function dismissDocument(
  store: Store,
  documentSha256: string,
  said: { readonly by: string; readonly reason: string },
): void {
  const by = said.by.trim();
  const reason = said.reason.trim();
  if (by === "" || reason === "")
    throw new PlatewardenError("REQUEST_INVALID", "A name and a reason are needed.");
  store.inTransaction(() => {
    recordInterpretation(store, requireQuarantined(store, documentSha256), {
      importer_id: null,
      importer_version: "",
      outcome: "dismissed",
      code: null,
      sentence: reason,
      plates: 0,
      by_name: by,
    });
  });
}

export function captureFiles(parts: FileParts, onFailure: (error: unknown) => void): CaptureFiles {
  const { store, persist, importerVersion, request } = parts;
  const captured$ = new Subject<Captured>();

  async function importerOutcome(name: string, bytes: Uint8Array): Promise<ImportOutcome> {
    try {
      return await parts.importFile({ name, bytes });
    } catch (error) {
      onFailure(error);
      return BROKEN;
    }
  }

  async function interpret(arrival: ArrivalRow, by: string): Promise<void> {
    const document = store.documents.byHash(arrival.document_sha256);
    if (document === null) throw new Error(`arrival ${arrival.id} has no document`);
    const before = store.documents.newestInterpretation(arrival.document_sha256)?.id ?? null;
    const outcome = await importerOutcome(arrival.name, document.bytes);
    const context = { request, by, importerVersion };
    function take(what: ImportOutcome): readonly Captured[] {
      const now = store.documents.newestInterpretation(arrival.document_sha256)?.id ?? null;
      // Somebody has dealt with it meanwhile: here, or by a command beside the daemon.
      return now === before ? storeInterpretation(store, arrival, what, context) : [];
    }
    const captured = await persist(() => {
      try {
        return store.inTransaction(() => take(outcome));
      } catch (error) {
        if (isStoreTrouble(error)) throw error;
        // What an importer made cannot be a plate: else it would be tried again for ever.
        onFailure(error);
        return store.inTransaction(() => take(BROKEN));
      }
    });
    for (const one of captured) captured$.next(one);
    await interpretCopies(
      store.documents
        .arrivalsOf(arrival.document_sha256)
        .filter((other) => !store.documents.isReadAs(other)),
    );
  }

  /** Reads a file again whose content was read under another name, where its own may name another plate. */
  async function interpretCopy(arrival: ArrivalRow): Promise<void> {
    if (!mayBeAnotherPlate(store, arrival)) return;
    const document = store.documents.byHash(arrival.document_sha256);
    if (document === null) return;
    const outcome = await importerOutcome(arrival.name, document.bytes);
    const captured = await persist(() =>
      store.inTransaction(() => storeCopy(store, arrival, outcome, { request, by: "daemon" })),
    );
    for (const one of captured) captured$.next(one);
  }

  /** One that fails keeps no other from being read, nor the file whose copy it is. */
  async function interpretCopies(arrivals: readonly ArrivalRow[]): Promise<void> {
    for (const arrival of arrivals) {
      try {
        await interpretCopy(arrival);
      } catch (error) {
        if (isStoreTrouble(error)) throw error;
        onFailure(error);
      }
    }
  }

  const toRead = (one: { readonly document_sha256: string }): readonly ArrivalRow[] => {
    const arrival = arrivalToRead(store, one.document_sha256);
    return arrival === null ? [] : [arrival];
  };

  /** One that fails keeps no other from being read. */
  async function interpretAll(arrivals: readonly ArrivalRow[]): Promise<void> {
    for (const arrival of arrivals) {
      try {
        await interpret(arrival, "daemon");
      } catch (error) {
        onFailure(error);
      }
    }
  }

  return {
    captured$,
    portFor: (folderId) => ({
      keep: async (file) => {
        const kept = await persist(() =>
          store.inTransaction(() =>
            keepDocument(store, { media: "export-file", sourceId: folderId, ...file }),
          ),
        );
        const arrival = store.documents.arrivalById(kept.arrivalId);
        const before = store.documents.newestInterpretation(kept.sha256);
        if (before === null && arrival !== null) await interpret(arrival, "daemon");
        else if (arrival !== null) await interpretCopies([arrival]);
        const made = store.documents.newestInterpretation(kept.sha256);
        // Its content had come under another name; what was taken of it under this one is whole all the same.
        if (before?.outcome === "plates" && arrival !== null) {
          await persist(() =>
            store.inTransaction(() => supersedeEarlier(store, arrival, importerVersion)),
          );
        }
        return {
          isNew: before === null,
          plates: made?.plates ?? 0,
          problem: made?.outcome === "quarantined" ? made.sentence : null,
        };
      },
    }),
    catchUp: async () => {
      await interpretAll(store.documents.uninterpreted("export-file").flatMap(toRead));
      const others = store.documents
        .quarantined("export-file")
        .filter((made) => made.importer_version !== importerVersion)
        .flatMap(toRead);
      await interpretAll(others);
      await interpretCopies(store.documents.withoutReading("export-file"));
    },
    retry: (documentSha256, by) =>
      interpret(requireQuarantined(store, documentSha256, "export-file"), by),
  };
}
