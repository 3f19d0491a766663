package api

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
)

const (
	contentType = "application/json; charset=utf-8"
	// allowed lists the methods of every route.
	allowed = "GET, HEAD, OPTIONS"
)

// Problem is the body of an answer that refuses: {"error": Problem}.
type Problem struct {
	// Code names the kind of problem for programs: "unknown-preset", "no-such-address",
	// "method-not-allowed", "not-acceptable", "uri-too-long".
	Code string `json:"code"`
	// Message says what is wrong, with the offending value.
	Message string `json:"message"`
	// Remedy says what to do about it.
	Remedy string `json:"remedy"`
}

// setCommon sets the headers that every answer carries. The presets are public and
// read-only, so any origin may read them; nothing here is a page, so nothing may be
// run, framed or guessed from it.
func setCommon(h http.Header) {
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "ETag")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
}

// preflight answers OPTIONS, with or without a CORS question.
func preflight(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Allow", allowed)
	h.Set("Access-Control-Allow-Methods", allowed)
	h.Set("Access-Control-Allow-Headers", "Accept, If-None-Match")
	h.Set("Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
}

// fail answers with a problem. A refusal is never cached.
func fail(w http.ResponseWriter, status int, p Problem) {
	b, err := json.Marshal(map[string]Problem{"error": p})
	if err != nil {
		panic("api: a problem cannot be encoded")
	}
	b = append(b, '\n')
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(b)))
	w.WriteHeader(status)
	w.Write(b)
}

// clip shortens a caller's text before it is repeated, so that an answer stays small.
func clip(s string) string {
	const limit = 80
	if len(s) <= limit {
		return s
	}
	return strings.ToValidUTF8(s[:limit], "") + "…"
}
