/** Diagonal lines for wells without a usable number: told apart without colour. */
export function HatchPattern(props: { id: string }) {
  return (
    <defs>
      <pattern
        id={props.id}
        width="4"
        height="4"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect class="hatch-ground" width="4" height="4" />
        <rect class="hatch-line" width="1.4" height="4" />
      </pattern>
    </defs>
  );
}
