/** How many plates of a plan have been read, as a bar and in words. */
export function PlanProgress(props: { read: number; planned: number }) {
  const { read, planned } = props;
  return (
    <span class="plan-progress">
      <progress value={read} max={Math.max(1, planned)} aria-label="Plates read" />
      <span>
        {read} of {planned} read
      </span>
    </span>
  );
}
