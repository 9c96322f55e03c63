declare module 'subset-font' {
  type Axis = number | { readonly min?: number; readonly max?: number; readonly default?: number };
  export default function subsetFont(
    font: Uint8Array,
    characters: string,
    options: { readonly targetFormat: 'woff2'; readonly variationAxes?: Readonly<Record<string, Axis>> },
  ): Promise<Uint8Array>;
}
