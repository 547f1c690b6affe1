import type { ModeEntry, WellMode } from "./well-modes.ts";

const UNITS: Readonly<Record<ModeEntry["unit"], string>> = {
  AU: "AU",
  "%": "percent",
  SD: "robust standard deviations",
};

/** What the wells show, and what that number is. */
export function ModeChoice(props: {
  modes: readonly ModeEntry[];
  chosen: ModeEntry;
  onChoose: (mode: WellMode) => void;
}) {
  const { modes, chosen } = props;
  return (
    <fieldset class="modes">
      <legend class="unseen">What the wells show</legend>
      {modes.map((one) => (
        <label key={one.mode} class="mode">
          <input
            type="radio"
            name="mode"
            checked={one.mode === chosen.mode}
            onChange={() => props.onChoose(one.mode)}
          />
          <span>{one.label}</span>
        </label>
      ))}
      <p class="mode-meaning soft" aria-live="polite">
        In {UNITS[chosen.unit]}. {chosen.meaning}
      </p>
    </fieldset>
  );
}
