/** `platewarden plate turn`: a person says how a plate lay in the reader. */
import { type Command, Option } from "commander";
import { plateView, requirePlate } from "../../api/plate-view.ts";
import { PLATE_TURNS, type PlateTurn } from "../../domain/plate-turn.ts";
import { evaluateSample } from "../../pipeline/evaluate-sample.ts";
import { sayTurn } from "../../pipeline/orientation/say-turn.ts";
import { benchCommand } from "../bench-command.ts";
import { type BenchOptions, benchSettings, withStore } from "../bench-folder.ts";
import { print } from "../output.ts";
import { renderPlate } from "../render-plate.ts";

interface TurnOptions extends BenchOptions {
  readonly as: PlateTurn;
  readonly reason: string;
  readonly by: string;
}

/** Below the command that shows a plate; call it once that is there. */
export function addPlateCommands(program: Command): void {
  const plate = program.commands.find((command) => command.name() === "plate");
  if (plate === undefined) throw new Error("there is no command that shows a plate");
  benchCommand(
    plate,
    "turn",
    "Say how a plate lay in the reader; the reading stays as it is, its sample is analysed anew.",
  )
    .argument("<plate>", "plate id or barcode")
    .addOption(
      new Option("--as <WAY>", "as-read confirms that it lay right")
        .choices(PLATE_TURNS)
        .makeOptionMandatory(),
    )
    .requiredOption("--reason <TEXT>", "why")
    .requiredOption("--by <NAME>", "who")
    .action((id: string, options: TurnOptions) =>
      withStore(options, (store) => {
        const plate = requirePlate(store, id);
        const { as: turn, reason, by } = options;
        const settings = benchSettings(store);
        store.inTransaction(() => {
          sayTurn(store, { plateId: plate.id, turn, reason, by, authorisedBy: null });
          evaluateSample(store, plate.sample_id, settings);
        });
        const view = plateView(store, plate, settings);
        print(options.json ?? false, view, () => renderPlate(view));
      }),
    );
}
