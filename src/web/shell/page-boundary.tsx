import type { ComponentChildren } from "preact";
import { useErrorBoundary } from "preact/hooks";

/** Keeps an error of one page to itself: the head, the lock and the other pages go on. */
export function PageBoundary(props: { children: ComponentChildren }) {
  const [error, reset] = useErrorBoundary((thrown: unknown) => console.error(thrown));
  if (error === undefined) return props.children;
  return (
    <main class="not-permitted">
      <h1>This page met an error of its own</h1>
      <p>
        Plates are captured all the same. Try it again; if it stays, tell whoever looks after
        Platewarden what you did and this: <code>{String(error)}</code>
      </p>
      <div class="actions">
        <button type="button" class="primary" onClick={reset}>
          Try again
        </button>
        <a class="button" href="#/">
          To the bench
        </a>
      </div>
    </main>
  );
}
