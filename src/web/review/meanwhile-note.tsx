import { Icon } from "../parts/icon.tsx";

/** What others have changed while somebody looked; stands until it has been seen. */
export function MeanwhileNote(props: { sentences: readonly string[]; onSeen: () => void }) {
  const { sentences } = props;
  return (
    <div class="meanwhile-place" aria-live="assertive">
      {sentences.length === 0 ? null : (
        <section class="meanwhile tone-look">
          <Icon name="warning" />
          <div>
            <strong>
              This plate has changed while you looked. The page shows what stands now.
            </strong>
            <ul class="reasons">
              {sentences.map((sentence, index) => (
                // The same may be said twice, and sentences are only ever added.
                <li key={`${index} ${sentence}`}>{sentence}</li>
              ))}
            </ul>
          </div>
          <button type="button" onClick={props.onSeen}>
            I have seen it
          </button>
        </section>
      )}
    </div>
  );
}
