import { useEffect, useMemo, useState } from "preact/hooks";
import type { PageProps } from "../shell/lazy-page.tsx";
import { useSession } from "../shell/use-session.ts";
import "../style/review.css";
import { PlateReview } from "./plate-review.tsx";
import { listAddress, type Neighbours, reviewAddress } from "./review-address.ts";
import { useScanner } from "./use-scanner.ts";
import { useWorklist, type Worklist } from "./use-worklist.ts";
import { filtersOf, searchOf } from "./worklist-filters.ts";
import { WorklistPanel } from "./worklist-panel.tsx";

/** `#/review`: what waits for a decision. `#/review/PLATE`: the evidence of one plate, and the decision on it. */
export default function ReviewPage({ state, route }: PageProps) {
  const person = useSession()?.person ?? null;
  const search = searchOf(filtersOf(route.search));
  const filters = useMemo(() => filtersOf(new URLSearchParams(search)), [search]);
  const revision = state.bench?.lastEventId ?? -1;
  const plateId = route.parts[0] ?? null;
  const worklist = useWorklist(filters, person?.name ?? "", revision, plateId);
  const [cursor, setCursor] = useState<string | null>(plateId);
  const [unknownScan, setUnknownScan] = useState<string | null>(null);

  const open = (id: string): void => {
    setCursor(id);
    setUnknownScan(null);
    location.hash = reviewAddress(id, filters);
  };
  useEffect(() => {
    if (plateId !== null) setCursor(plateId);
  }, [plateId]);
  useScanner((barcode) => {
    worklist.find(barcode).then(
      (row) => (row !== null ? open(row.plateId) : setUnknownScan(barcode)),
      () => setUnknownScan(barcode),
    );
    // Enter in a field still does what it does there; elsewhere it belongs to the scanner.
    return document.activeElement?.closest("input, textarea, select") == null;
  });
  const neighbours = neighboursOf(worklist, plateId);
  useEffect(() => {
    if (neighbours.after === null && neighbours.place !== null) worklist.loadMore();
  });

  if (plateId === null) {
    return (
      <WorklistPanel
        worklist={worklist}
        filters={filters}
        person={person}
        cursor={cursor}
        unknownScan={unknownScan}
        old={state.connection.kind === "lost"}
        onFilter={(next) => {
          setUnknownScan(null);
          history.replaceState(null, "", listAddress(next));
          // A replaced address tells nobody of itself.
          dispatchEvent(new HashChangeEvent("hashchange"));
        }}
        onCursor={setCursor}
        onOpen={open}
      />
    );
  }
  return (
    <PlateReview
      key={plateId}
      plateId={plateId}
      revision={revision}
      row={worklist.rowOf(plateId)}
      neighbours={neighbours}
      listAddress={listAddress(filters)}
      firstWells={route.search.get("wells") ?? ""}
      person={person}
      old={state.connection.kind === "lost"}
      onOpen={open}
    />
  );
}

function neighboursOf({ ids, found }: Worklist, plateId: string | null): Neighbours {
  const index = plateId === null ? -1 : ids.indexOf(plateId);
  if (index === -1) return { place: null, of: found, before: null, after: null };
  return {
    place: index + 1,
    of: found,
    before: ids[index - 1] ?? null,
    after: ids[index + 1] ?? null,
  };
}
