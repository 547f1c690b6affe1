import { useEffect, useState } from "preact/hooks";
import type { LampView } from "../../api/lamp-views.ts";
import { request } from "../api-client.ts";
import { formatMoment } from "../format.ts";
import { Badge } from "../parts/badge.tsx";
import { wordOfLamp, wordOfReader } from "../words.ts";

const ASK_EVERY_MS = 5000;
const PLATES_SHOWN = 6;

/** What anybody may see: the readers and the lamps of the last plates, nothing of samples. Asked for every 5 s. */
export function LampStrip() {
  const lamps = useLamps();
  return (
    <section class="lamp-strip" aria-label="The bench now">
      <h2>Readers</h2>
      <ul>
        {lamps?.readers.map(({ id, state }) => (
          <li key={id}>
            {id} <Badge wording={wordOfReader(state)} />
          </li>
        ))}
      </ul>
      <h2>Last plates</h2>
      <ul>
        {lamps?.plates.slice(0, PLATES_SHOWN).map(({ barcode, capturedAtUtc, lamp }) => (
          <li key={`${barcode} ${capturedAtUtc}`}>
            {barcode} <Badge wording={wordOfLamp(lamp)} />
            <span class="soft">{formatMoment(capturedAtUtc)}</span>
          </li>
        ))}
        {lamps?.plates.length === 0 ? <li class="soft">None has been read yet.</li> : null}
      </ul>
    </section>
  );
}

/** Null until they have come; the last ones stay while the server does not answer. */
function useLamps(): LampView | null {
  const [lamps, setLamps] = useState<LampView | null>(null);
  useEffect(() => {
    let wanted = true;
    const ask = async (): Promise<void> => {
      try {
        const response = await request("/api/v1/lamp", {});
        const view = (await response.json()) as LampView;
        if (wanted) setLamps(view);
      } catch {
        return;
      }
    };
    void ask();
    const timer = setInterval(() => void ask(), ASK_EVERY_MS);
    return () => {
      wanted = false;
      clearInterval(timer);
    };
  }, []);
  return lamps;
}
