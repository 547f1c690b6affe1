import { useState } from "preact/hooks";
import type { BenchView, QuarantineView } from "../../api/views.ts";
import { formatBytes, formatMoment } from "../format.ts";
import { FirstOf } from "../parts/first-of.tsx";
import { Icon } from "../parts/icon.tsx";
import { Panel } from "../parts/panel.tsx";
import { DismissFile } from "./dismiss-file.tsx";
import { knownBarcodes } from "./known-barcodes.ts";
import { RetryFile } from "./retry-file.tsx";

/** So much of a hash names a file: the commands take it as well. */
const HASH_BEGINNING = 12;

const SHOWN = 4;

type Open = { readonly documentSha256: string; readonly what: "retry" | "dismiss" };

/** Files that nobody understood: their bytes are safe, and somebody must mend the cause or say that they are none. */
export function Quarantine(props: { bench: BenchView }) {
  const [open, setOpen] = useState<Open | null>(null);
  const { quarantine } = props.bench;
  if (quarantine.length === 0) return null;
  const barcodes = knownBarcodes(props.bench);
  return (
    <Panel
      title="Files in quarantine"
      note={String(quarantine.length)}
      id="quarantine"
      class="panel-waiting"
    >
      <FirstOf
        items={quarantine}
        shown={SHOWN}
        class="quarantine"
        render={(file) => (
          <li key={file.documentSha256} class="quarantine-item">
            <FileFacts file={file} />
            <FileActions
              file={file}
              what={open?.documentSha256 === file.documentSha256 ? open.what : null}
              barcodes={barcodes}
              onOpen={(what) => setOpen({ documentSha256: file.documentSha256, what })}
              onClose={() => setOpen(null)}
            />
          </li>
        )}
      />
    </Panel>
  );
}

function FileFacts(props: { file: QuarantineView }) {
  const { file } = props;
  const beginning = file.documentSha256.slice(0, HASH_BEGINNING);
  return (
    <div>
      <p class="file-name">
        <strong>{file.name}</strong>{" "}
        <span class="soft">
          {file.sourceId}, {formatMoment(file.arrivedAtUtc)}
        </span>
      </p>
      <p class="file-problem">
        <Icon name="warning" /> {file.sentence}
      </p>
      <p class="soft file-hint">
        {formatBytes(file.bytes)}, SHA-256 <code>{beginning}…</code>. To look at its bytes:{" "}
        <code>npx platewarden quarantine save {beginning} FILE</code>
      </p>
    </div>
  );
}

function FileActions(props: {
  file: QuarantineView;
  what: Open["what"] | null;
  barcodes: ReadonlySet<string>;
  onOpen: (what: Open["what"]) => void;
  onClose: () => void;
}) {
  const { file, what, barcodes, onOpen, onClose } = props;
  if (what === "retry") return <RetryFile file={file} onClose={onClose} />;
  if (what === "dismiss") return <DismissFile file={file} barcodes={barcodes} onClose={onClose} />;
  return (
    <div class="actions">
      <button type="button" onClick={() => onOpen("retry")}>
        Try again
      </button>
      <button type="button" onClick={() => onOpen("dismiss")}>
        No plate’s file
      </button>
    </div>
  );
}
