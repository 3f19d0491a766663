// Command edge is the edge worker: it serves the presets over HTTP from a
// Cloudflare Worker, or from workerd on a desk (see site/wrangler.jsonc).
//
// The runtime instantiates the program once per request, so nothing is computed
// before a request asks for it, and no numerics are linked in. Built natively, the
// same program serves on PORT (9900 by default), which helps when debugging.
package main

import (
	"github.com/syumai/workers"

	"untangle/wasm/edge/api"
)

func main() {
	workers.Serve(api.Handler())
}
