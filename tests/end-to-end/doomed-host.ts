/** A host that reads a plate from the port in its first argument, to be killed while it does. */
import { bioRad } from "../../drivers/bio-rad/driver.ts";
import { connectHost } from "./talk-to-simulator.ts";

const host = await connectHost(process.argv[2] ?? "", bioRad.framing);
const request = { measurementNm: 570, referenceNm: 650 };
await host.talk(bioRad.dialogues.readPlate(request, bioRad.options.parse({})));
