import type { Subslice } from './subslice.ts';

/** The slice-in-memory picture: the object as a bar, cut where the slice begins and ends. Bytes; ranges are half-open. */
export interface SlicePicture {
  readonly objectBytes: number;
  /** In elements; a string has no capacity. */
  readonly length: number;
  readonly capacity?: number;
  /** In order, without gaps and without empty ones. */
  readonly parts: readonly SlicePart[];
  /** Bytes that nothing can reach by the slice's length and that cannot be freed. */
  readonly pinnedBytes: number;
  /** The picture in one sentence, for those who do not see it. */
  readonly text: string;
}

export interface SlicePart {
  readonly kind: 'before' | 'length' | 'capacity' | 'after';
  readonly from: number;
  readonly to: number;
}

/**
 * How a sub-slice lies in the object that it keeps.
 * @example slicePicture({ length: 2, capacity: 2048, offset: 0, objectBytes: 2048, usedBytes: 2 }).pinnedBytes // 2046
 */
export function slicePicture({ length, capacity, offset, objectBytes, usedBytes }: Subslice): SlicePicture {
  const end = offset + usedBytes;
  const elementBytes = length === 0 ? 1 : usedBytes / length;
  const room = Math.min(objectBytes, Math.max(end, offset + (capacity ?? length) * elementBytes));
  const ranges: SlicePart[] = [
    { kind: 'before', from: 0, to: offset },
    { kind: 'length', from: offset, to: end },
    { kind: 'capacity', from: end, to: room },
    { kind: 'after', from: room, to: objectBytes },
  ];
  const header =
    capacity === undefined ? `string of length ${length}` : `slice of length ${length}, capacity ${capacity}`;
  return {
    objectBytes,
    length,
    ...(capacity === undefined ? {} : { capacity }),
    parts: ranges.filter(({ from, to }) => to > from),
    pinnedBytes: objectBytes - usedBytes,
    text: `A ${header}, starts at byte ${offset} of an object of ${objectBytes} bytes and keeps all of it.`,
  };
}
