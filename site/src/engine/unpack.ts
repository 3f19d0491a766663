/**
 * Recorded runs and data files are stored packed, because hosts rarely pack files of a type
 * they do not know; a host that names the packing has them unpacked when they arrive here.
 */
export async function unpack(bytes: ArrayBuffer): Promise<ArrayBuffer> {
  const [a, b] = new Uint8Array(bytes);
  if (a !== 0x1f || b !== 0x8b) return bytes;
  // Not by way of a Blob: its bytes live in another process of the browser, and would go there and back.
  const { readable, writable } = new DecompressionStream("gzip");
  const into = writable.getWriter();
  // What is wrong with the bytes is told by the reader.
  into.write(bytes).catch(() => {});
  into.close().catch(() => {});
  return new Response(readable).arrayBuffer();
}
