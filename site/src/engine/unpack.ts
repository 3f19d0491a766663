/**
 * Recorded runs and data files are stored packed, because hosts rarely pack files of a type
 * they do not know; a host that names the packing has them unpacked when they arrive here.
 */
export async function unpack(bytes: ArrayBuffer): Promise<ArrayBuffer> {
  const [a, b] = new Uint8Array(bytes);
  if (a !== 0x1f || b !== 0x8b) return bytes;
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}
