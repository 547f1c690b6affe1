import { Panel } from "../parts/panel.tsx";

/** The plan as its file, to be kept beside the protocol or given to `platewarden plan import`. */
export function PlanText(props: { text: string; name: string }) {
  const { text, name } = props;
  const download = (): void => {
    const address = URL.createObjectURL(new Blob([text], { type: "application/toml" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = `${name.trim() === "" ? "plan" : name.trim()}.toml`;
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <Panel title="As a file" note="plate-plan/1" class="wide">
      <button type="button" disabled={text === ""} onClick={download}>
        Download the file
      </button>
      <details class="plan-text">
        <summary>Show its text</summary>
        <pre>{text}</pre>
      </details>
    </Panel>
  );
}
