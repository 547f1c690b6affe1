import type { BenchState } from "../live/bench-store.ts";
import type { Route } from "../route.ts";

export default function ReviewPage(_props: { readonly state: BenchState; readonly route: Route }) {
  return <main class="loading">Review</main>;
}
