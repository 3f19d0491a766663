/** Fetches and compiles view.wasm, telling how far it is. */

/** Bytes received so far, and in all where the server says so. */
export type Progress = (loadedBytes: number, totalBytes: number | undefined) => void;

/** Milliseconds between two reports of progress. */
const reportEvery = 50;

/**
 * Fetches and compiles a WebAssembly module while it arrives. The last progress has
 * loadedBytes = totalBytes. Throws an Error that says what went wrong.
 */
export async function loadModule(url: string, progress: Progress): Promise<WebAssembly.Module> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`.trim());
  const counted = response.body ? count(response.body, totalOf(response), progress) : await response.arrayBuffer();
  // A response of our own has the right type, whatever the server says.
  return WebAssembly.compileStreaming(new Response(counted, { headers: { "Content-Type": "application/wasm" } }));
}

/**
 * The number of bytes that will arrive, or undefined. The length of a packed response
 * counts packed bytes, which a page cannot compare with what it reads.
 */
function totalOf(response: Response): number | undefined {
  const encoding = response.headers.get("Content-Encoding") ?? "identity";
  const length = Number(response.headers.get("Content-Length") ?? NaN);
  return encoding === "identity" && length > 0 ? length : undefined;
}

function count(body: ReadableStream<Uint8Array<ArrayBuffer>>, total: number | undefined, progress: Progress): ReadableStream<Uint8Array<ArrayBuffer>> {
  let loaded = 0;
  let reported = 0;
  return body.pipeThrough(new TransformStream({
    start: () => progress(0, total),
    transform(chunk, controller) {
      loaded += chunk.byteLength;
      const now = performance.now();
      if (now - reported >= reportEvery) {
        reported = now;
        // A length that was wrong is no total.
        progress(loaded, total !== undefined && loaded <= total ? total : undefined);
      }
      controller.enqueue(chunk);
    },
    flush: () => progress(loaded, loaded),
  }));
}
