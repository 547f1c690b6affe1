/** Says how many more there are than the page shows, and the command that lists all. */
export function OlderOnes(props: { number: number; what: "flag" | "sample" }) {
  const { number, what } = props;
  if (number === 0) return null;
  return (
    <p class="soft older-ones">
      {number === 1 ? `1 older ${what}` : `${number} older ${what}s`} not shown:{" "}
      <code>npx platewarden {what}s</code> lists all.
    </p>
  );
}
