import { render } from "preact";
import { App } from "./app.tsx";
import { createBenchStore } from "./live/bench-store.ts";

const place = document.getElementById("app");
if (place === null) throw new Error("index.html has no element with the id app");

const store = createBenchStore();
store.start();
render(<App store={store} />, place);
