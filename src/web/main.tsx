import { render } from "preact";
import { setSignInAsker } from "./api-client.ts";
import { App } from "./app.tsx";
import { createBenchStore } from "./live/bench-store.ts";
import { askForPlateEarly } from "./live/early-plate.ts";
import { followSession } from "./shell/follow-session.ts";
import { sessionStore } from "./shell/use-session.ts";
import { watchTouch } from "./shell/watch-touch.ts";

const place = document.getElementById("app");
if (place === null) throw new Error("index.html has no element with the id app");

setSignInAsker(sessionStore.untilSignedIn);
askForPlateEarly(location.hash);
const store = createBenchStore(() => void sessionStore.refresh());
followSession(sessionStore, store);
watchTouch(sessionStore);
void sessionStore.refresh();
render(<App store={store} />, place);
