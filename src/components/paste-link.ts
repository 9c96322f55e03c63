/** A paste as a link: the text travels in the fragment, which no browser sends to a server. */
const key = 'text=';
/** Longer links do not survive mail and chat. */
export const longestLink = 24_000;

/** The fragment that holds the text. */
export async function toFragment(text: string): Promise<string> {
  const packed = await through(new Blob([text]).stream(), new CompressionStream('deflate-raw'));
  const binary = [...packed].map((byte) => String.fromCharCode(byte)).join('');
  return `#${key}${btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

/** The text that a fragment holds, or undefined where it holds none or is damaged. */
export async function fromFragment(fragment: string): Promise<string | undefined> {
  if (!fragment.startsWith(`#${key}`)) return undefined;
  try {
    const binary = atob(
      fragment
        .slice(key.length + 1)
        .replaceAll('-', '+')
        .replaceAll('_', '/'),
    );
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    return new TextDecoder().decode(await through(new Blob([bytes]).stream(), new DecompressionStream('deflate-raw')));
  } catch {
    return undefined;
  }
}

async function through(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  transform: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream.pipeThrough(transform)).arrayBuffer());
}
