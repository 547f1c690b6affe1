const shapes = {
  tick: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm-1.6 14.6-4.2-4.2 1.7-1.7 2.5 2.5 5.7-5.7 1.7 1.7Z",
  warning: "M12 2 1 21.5h22Zm-1.2 6.5h2.4v7h-2.4Zm0 8.6h2.4v2.4h-2.4Z",
  cross:
    "M7.9 2h8.2L22 7.9v8.2L16.1 22H7.9L2 16.1V7.9Zm1 5.2-1.7 1.7 3.1 3.1-3.1 3.1 1.7 1.7 3.1-3.1 3.1 3.1 1.7-1.7-3.1-3.1 3.1-3.1-1.7-1.7-3.1 3.1Z",
  question:
    "M4 3h16v18H4Zm6.8 12.9v2.4h2.4v-2.4Zm1.3-10.2c-2.2 0-3.7 1.3-3.9 3.4h2.3c.1-.9.7-1.4 1.6-1.4s1.5.5 1.5 1.3c0 .7-.3 1-1.2 1.6-1.1.7-1.6 1.4-1.5 2.9v.6h2.2v-.5c0-.8.3-1.1 1.2-1.7 1-.6 1.7-1.5 1.7-2.9 0-2-1.6-3.3-3.9-3.3Z",
  play: "M5 2.5v19L21.5 12Z",
  stop: "M4 4h16v16H4Z",
  dots: "M4 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Zm8 0a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Zm8 0a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z",
  full: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z",
  half: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 2.4v13.2a6.6 6.6 0 0 1 0-13.2Z",
  empty: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 2.4a6.6 6.6 0 1 1 0 13.2 6.6 6.6 0 0 1 0-13.2Z",
  up: "M12 2.5 22.5 21h-21Z",
  again: "M12 4a8 8 0 1 0 8 8h-2.6a5.4 5.4 0 1 1-5.4-5.4V10l6-4.700L12 .6Z",
  clock:
    "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm0 2.4a7.6 7.6 0 1 1 0 15.2 7.6 7.6 0 0 1 0-15.2Zm-1.2 2.4v5.8l4.4 2.7 1.2-2-3.2-1.9V6.800Z",
  lock: "M6.5 10V7.5a5.5 5.5 0 0 1 11 0V10H20v12H4V10Zm2.5 0h6V7.5a3 3 0 0 0-6 0Zm1.7 4v4h2.6v-4Z",
  flag: "M5 2v20h2.4v-7.500H20l-3.600-4.700L20 5H7.400V2Z",
} as const;

export type IconName = keyof typeof shapes;

/** A shape beside a word; the word carries the meaning, so the shape is hidden from screen readers. */
export function Icon(props: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={shapes[props.name]} fill-rule="evenodd" />
    </svg>
  );
}
