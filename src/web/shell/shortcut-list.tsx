import { Modal } from "./modal.tsx";
import type { Shortcut } from "./shortcuts.ts";

export function ShortcutList(props: { shortcuts: readonly Shortcut[]; onClose: () => void }) {
  return (
    <Modal title="Keys" onClose={props.onClose}>
      <dl class="shortcuts">
        {props.shortcuts.map(({ keys, what }) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p class="soft">
        A scanner works at any time on the bench page, whatever was pressed last. Pages with keys of
        their own show them beside their buttons.
      </p>
      <button type="button" onClick={props.onClose}>
        Close
      </button>
    </Modal>
  );
}
