// The worker's entry: hands a request to the Go program, and answers in JSON for the
// two cases that never reach it. The Go side (api/) states the form of an error.
import go from "./build/worker.mjs";

/** Answers with an error in the form of the Go package api. */
function refuse(status, code, message, remedy) {
  return new Response(JSON.stringify({ error: { code, message, remedy } }) + "\n", {
    status,
    headers: {
      "Access-Control-Allow-Origin": "*",
      "Cache-Control": "no-store",
      "Content-Type": "application/json; charset=utf-8",
      "X-Content-Type-Options": "nosniff",
    },
  });
}

export default {
  async fetch(request, env, ctx) {
    // Go's URL parser refuses an address such as /%zz, which the runtime lets through.
    try {
      decodeURIComponent(new URL(request.url).pathname);
    } catch {
      return refuse(400, "bad-address", "the address has a malformed % escape", "write % as %25");
    }
    try {
      return await go.fetch(request, env, ctx);
    } catch (err) {
      console.error(err);
      return refuse(500, "internal", "the worker failed on this request", "ask again; the page has the same presets built in");
    }
  },
};
