const memorySection = 5;
const headerBytes = 8;
const pageBytes = 65_536;
const hasMaximum = 1;

/**
 * Returns the module with its memory limited to `maxBytes` (rounded down to whole pages, never under what it starts
 * with), so that a program that takes memory without end meets Go's own "out of memory". A module without a memory, or
 * with a lower limit of its own, comes back as it is.
 *
 * @see https://webassembly.github.io/spec/core/binary/modules.html#memory-section
 * @example limitMemory(module, 256 * 1024 * 1024)
 */
export function limitMemory(module: Uint8Array, maxBytes: number): Uint8Array {
  for (let at = headerBytes; at < module.length;) {
    const id = module[at];
    const size = readUnsigned(module, at + 1);
    const end = size.end + size.value;
    if (id === memorySection) return withLimit(module, at, size.end, end, Math.floor(maxBytes / pageBytes));
    at = end;
  }
  return module;
}

function withLimit(module: Uint8Array, from: number, bodyAt: number, end: number, maxPages: number): Uint8Array {
  const count = readUnsigned(module, bodyAt);
  const flags = module[count.end] ?? 0;
  const minimum = readUnsigned(module, count.end + 1);
  const own = flags & hasMaximum ? readUnsigned(module, minimum.end).value : Infinity;
  if (count.value !== 1 || own <= maxPages) return module;
  const body = [1, hasMaximum, ...unsigned(minimum.value), ...unsigned(Math.max(minimum.value, maxPages))];
  const section = [memorySection, ...unsigned(body.length), ...body];
  const limited = new Uint8Array(from + section.length + module.length - end);
  limited.set(module.subarray(0, from));
  limited.set(section, from);
  limited.set(module.subarray(end), from + section.length);
  return limited;
}

function readUnsigned(bytes: Uint8Array, at: number): { readonly value: number; readonly end: number } {
  let value = 0;
  let scale = 1;
  for (let end = at; ; end++, scale *= 128) {
    const byte = bytes[end] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, end: end + 1 };
  }
}

function unsigned(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return bytes;
}
