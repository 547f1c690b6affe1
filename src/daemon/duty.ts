/** Work that goes on beside the readers for as long as the daemon runs, as data: `all-duties.ts` lists it. */
import type { Logger } from "pino";
import type { Observable } from "rxjs";
import type { Access } from "../access/access.ts";
import type { ServerOptions } from "../api/build-server.ts";
import type { BenchService } from "../api/views.ts";
import type { Worklist } from "../api/worklist.ts";
import type { ClockWatch } from "../clock/clock-watch.ts";
import type { SupervisedReader } from "../instrument/supervised-reader.ts";
import type { WatchedFolder } from "../instrument/watch-folder.ts";
import type { NoticeWay } from "../notices/notice-ways.ts";
import type { NewIncident } from "../observe/incident-log.ts";
import type { Store } from "../store/open-store.ts";
import type { Config } from "./config.ts";
import type { Observed } from "./observe-daemon.ts";
import type { ServedPages } from "./serve-pages.ts";
import type { Health } from "./store-health.ts";

/** What a duty may use. Duties start when the pages are served. */
export interface DutyContext {
  readonly store: Store;
  readonly config: Config;
  readonly log: Logger;
  readonly health: Health;
  readonly bench: BenchService;
  readonly services: ServerOptions["services"];
  readonly access: Access;
  readonly readers: readonly SupervisedReader[];
  readonly folders: readonly WatchedFolder[];
  readonly pages: ServedPages;
  /** The address of the pages. */
  readonly url: string;
  /** Within a second after the transactions of whatever process, when the pages have been told. */
  readonly changes$: Observable<void>;
  readonly ways: readonly NoticeWay[];
  readonly clock: ClockWatch;
  readonly observed: Observed;
  /** Set where the daemon before this one was ended by force. */
  readonly stopBefore: NewIncident | null;
  readonly worklist: Worklist;
}

export interface RunningDuty {
  /** Ends it after what is under way; the store is still open. */
  stop(): void | Promise<void>;
}

export interface Duty {
  /** What the log calls it. */
  readonly name: string;
  /** What goes wrong later is the duty's own to tell: an error thrown here keeps the daemon from starting. */
  start(context: DutyContext): RunningDuty;
}
