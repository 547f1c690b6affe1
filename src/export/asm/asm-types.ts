/** The part of the Allotrope Simple Model, plate reader REC/2025/03, that is written here. Names are the model's. */

export interface AsmQuantity {
  readonly value: number;
  readonly unit: string;
}

/** What the model has no field for, under a name of our own. */
export type AsmDatum =
  | { readonly "datum label": string; readonly "scalar string datum": string }
  | {
      readonly "datum label": string;
      readonly "scalar double datum": number;
      readonly unit?: string;
    }
  | { readonly "datum label": string; readonly "scalar boolean datum": boolean };

export interface AsmCustomInformation {
  readonly "custom information document": readonly AsmDatum[];
}

interface WithCustomInformation {
  readonly "custom information aggregate document"?: AsmCustomInformation;
}

export interface AsmSampleDocument extends WithCustomInformation {
  readonly "sample identifier": string;
  readonly "location identifier": string;
  readonly "well plate identifier": string;
}

export interface AsmReaderControl extends WithCustomInformation {
  readonly "device type": "plate reader";
  readonly "detection type": "Absorbance";
  readonly "detector wavelength setting"?: AsmQuantity;
}

export interface AsmError {
  readonly error: string;
  readonly "error feature": "absorbance";
}

/** One well at one wavelength. Without a number it has no absorbance and says why. */
export interface AsmMeasurement {
  readonly "measurement identifier": string;
  readonly "device control aggregate document": {
    readonly "device control document": readonly AsmReaderControl[];
  };
  readonly "sample document": AsmSampleDocument;
  readonly absorbance?: AsmQuantity;
  readonly "compartment temperature"?: AsmQuantity;
  readonly "error aggregate document"?: { readonly "error document": readonly AsmError[] };
}

export interface AsmWellDocument {
  readonly "measurement aggregate document": {
    readonly "measurement time": string;
    readonly "plate well count": AsmQuantity;
    readonly "container type": "well plate";
    readonly "measurement document": readonly AsmMeasurement[];
  };
}

export interface AsmCalculatedDatum {
  readonly "calculated data name": string;
  readonly "calculated data identifier": string;
  readonly "calculated result": AsmQuantity;
  readonly "calculation description": string;
  readonly "data source aggregate document": {
    readonly "data source document": readonly {
      readonly "data source identifier": string;
      readonly "data source feature": "absorbance";
    }[];
  };
}

export interface AsmFile {
  readonly "$asm.manifest": string;
  readonly "plate reader aggregate document": {
    readonly "plate reader document": readonly AsmWellDocument[];
    readonly "calculated data aggregate document"?: {
      readonly "calculated data document": readonly AsmCalculatedDatum[];
    };
    readonly "custom information aggregate document": AsmCustomInformation;
    readonly "data system document": Readonly<Record<string, string>>;
    readonly "device system document": Readonly<Record<string, string | AsmCustomInformation>>;
  };
}

/** A custom datum; null where there is nothing to say. */
export function datum(
  label: string,
  value: string | number | boolean | null,
  unit?: string,
): AsmDatum | null {
  if (value === null || value === "") return null;
  if (typeof value === "boolean") return { "datum label": label, "scalar boolean datum": value };
  if (typeof value === "string") return { "datum label": label, "scalar string datum": value };
  const number = { "datum label": label, "scalar double datum": value };
  return unit === undefined ? number : { ...number, unit };
}

/** The field for custom data, or no field where there are none. */
export function customInformation(data: readonly (AsmDatum | null)[]): WithCustomInformation {
  const told = data.filter((one) => one !== null);
  if (told.length === 0) return {};
  return { "custom information aggregate document": { "custom information document": told } };
}
