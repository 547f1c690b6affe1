import { useEffect } from "preact/hooks";

const RETRY_MS = 2000;

/** Before the server has said who is signed in. Asks again by itself. */
export function WaitingForServer(props: { problem: string | null; onRetry: () => void }) {
  const { problem, onRetry } = props;
  useEffect(() => {
    if (problem === null) return;
    const timer = setInterval(onRetry, RETRY_MS);
    return () => clearInterval(timer);
  }, [problem, onRetry]);
  return (
    <main class="entrance">
      <output class="loading">
        {problem === null
          ? "Asking the bench computer …"
          : `${problem} This page keeps asking. Plates are captured whether or not the page is there.`}
      </output>
    </main>
  );
}
