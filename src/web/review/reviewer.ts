import type { SessionView } from "../../api/people-views.ts";

/** Who is signed in, as a signature will name them. */
export type Reviewer = NonNullable<SessionView["person"]>;
