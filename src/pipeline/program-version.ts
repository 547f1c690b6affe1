import description from "../../package.json" with { type: "json" };

/** The version that stands beside every result. */
export const PROGRAM_VERSION: string = description.version;
