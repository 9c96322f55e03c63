/** Returns the bytes of a file of this site; a `.gz` is unpacked. Rejects with a message for the learner. */
export async function fetchFile(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok)
    throw new Error(`${new URL(url).pathname} could not be loaded: the server answered ${response.status}`);
  // Some hosts label a .gz as an encoding; the browser has unpacked it then.
  const isPacked = url.endsWith('.gz') && !response.headers.get('content-encoding');
  const body = isPacked ? response.body?.pipeThrough(new DecompressionStream('gzip')) : response.body;
  return new Uint8Array(await new Response(body).arrayBuffer());
}
