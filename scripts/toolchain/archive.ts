/** One member of a Go object archive (`ar` format). */
export interface Member {
  readonly name: string;
  readonly data: Uint8Array;
}

const MAGIC = '!<arch>\n';
const HEADER_BYTES = 60;
/** The member that holds all that the compiler reads of a package; the others are all that the linker reads. */
const EXPORT_MEMBER = '__.PKGDEF';

const decoder = new TextDecoder('latin1');
const encoder = new TextEncoder();

/** Returns the members of an archive. Throws when it is none. */
export function readArchive(bytes: Uint8Array): readonly Member[] {
  if (decoder.decode(bytes.subarray(0, MAGIC.length)) !== MAGIC) throw new Error('not a Go archive');
  const members: Member[] = [];
  for (let at = MAGIC.length; at < bytes.length;) {
    const header = decoder.decode(bytes.subarray(at, at + HEADER_BYTES));
    const size = Number(header.slice(48, 58));
    if (!Number.isInteger(size)) throw new Error(`bad archive header at byte ${at}`);
    const from = at + HEADER_BYTES;
    members.push({ name: header.slice(0, 16).trim(), data: bytes.subarray(from, from + size) });
    at = from + size + (size & 1);
  }
  return members;
}

/** Returns the members as one archive, with no times, owners or modes that could differ between machines. */
export function writeArchive(members: readonly Member[]): Uint8Array {
  const parts: Uint8Array[] = [encoder.encode(MAGIC)];
  for (const { name, data } of members) {
    const fields = [name.padEnd(16), '0'.padEnd(12), '0'.padEnd(6), '0'.padEnd(6), '644'.padEnd(8)];
    parts.push(encoder.encode(`${fields.join('')}${String(data.length).padEnd(10)}\`\n`), data);
    if (data.length & 1) parts.push(encoder.encode('\n'));
  }
  return Buffer.concat(parts);
}

/** Returns the archive split in two: what the compiler reads of the package, and what the linker reads. */
export function splitArchive(bytes: Uint8Array): { exportData: Uint8Array; object: Uint8Array } {
  const members = readArchive(bytes);
  const definition = members.find((member) => member.name === EXPORT_MEMBER);
  if (definition === undefined) throw new Error(`archive without ${EXPORT_MEMBER}`);
  const code = members.filter((member) => member !== definition);
  const header = { name: EXPORT_MEMBER, data: objectHeader(definition.data) };
  return { exportData: writeArchive([definition]), object: writeArchive([header, ...code]) };
}

/** The first lines of the export data, by which the linker checks that everything comes from one release. */
function objectHeader(data: Uint8Array): Uint8Array {
  const end = Buffer.from(data.buffer, data.byteOffset, data.length).indexOf('\n$$');
  if (end < 0) throw new Error(`${EXPORT_MEMBER} without a header`);
  return data.subarray(0, end + 1);
}
