import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** Half a pixel of rounding is no hidden column. */
const SLACK_PX = 2;

/** Scrolls a table that is wider than the page, says so above it, and shades its edge while more is behind it. */
export function WideFrame(props: { label: string; children: ComponentChildren }) {
  const frame = useRef<HTMLElement>(null);
  const [wide, setWide] = useState(false);
  const [more, setMore] = useState(false);
  useEffect(() => {
    const { current } = frame;
    if (current === null) return;
    const look = (): void => {
      const hidden = current.scrollWidth - current.clientWidth;
      setWide(hidden > SLACK_PX);
      setMore(hidden - current.scrollLeft > SLACK_PX);
    };
    // The frame's own size, and that of the table in it, which columns make wider.
    const observer = new ResizeObserver(look);
    observer.observe(current);
    for (const child of current.children) observer.observe(child);
    current.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      current.removeEventListener("scroll", look);
    };
  }, []);
  return (
    <div>
      {wide ? (
        <p class="wide-frame-hint">
          More columns to the right: scroll sideways, or turn the wheel with Shift →
        </p>
      ) : null}
      <div class={more ? "wide-frame wide-frame-more" : "wide-frame"}>
        <section ref={frame} class="cohort-frame" aria-label={props.label}>
          {props.children}
        </section>
      </div>
    </div>
  );
}
