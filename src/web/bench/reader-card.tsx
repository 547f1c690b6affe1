import type { ReaderView } from "../../api/views.ts";
import { formatMoment } from "../format.ts";
import { Badge } from "../parts/badge.tsx";
import { wordOfReader, wordOfVerification } from "../words.ts";

/** A reader: its state in a word and a sentence, and how far its driver is proven. */
export function ReaderCard(props: { reader: ReaderView }) {
  const { reader } = props;
  const wording = wordOfReader(reader.state);
  return (
    <article class={`reader-card edge-${wording.tone}`} aria-label={reader.id}>
      <h3 class="reader-name">
        {reader.id} <Badge wording={wording} large={true} />
      </h3>
      <p class="reader-sentence">{reader.sentence}</p>
      <p class="reader-verification">Since {formatMoment(reader.sinceUtc)}</p>
      <p class="reader-verification">
        {reader.model ?? "Not identified yet"}; driver {reader.driverId} {reader.driverVersion},{" "}
        {wordOfVerification(reader.verification)}
      </p>
    </article>
  );
}
