// Package api is the HTTP interface of the edge worker, as a plain [http.Handler].
//
//	GET /api/v1/presets        the list: id, title, summary, version, sha256
//	GET /api/v1/presets/{id}   one preset, the exact bytes of its file
//	GET /api/v1/studies        the same for the studies of the lab
//	GET /api/v1/studies/{id}   one study, the exact bytes of its file
//
// All answer HEAD and OPTIONS as well, carry a strong ETag made of the SHA-256 of
// the body, and may be read from any origin. Everything that goes wrong is answered
// in JSON: {"error": {"code", "message", "remedy"}}.
//
// The package holds no state and does nothing at init: in the worker each request
// has a program of its own.
package api

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"untangle/sim/scenario"
)

// Root is the path under which the presets are served, and StudyRoot that of the studies.
const (
	Root      = "/api/v1/presets"
	StudyRoot = "/api/v1/studies"
)

// maxURL bounds the request target in bytes; the longest useful one has about 80.
const maxURL = 2048

// cacheControl lets a page reuse a preset for five minutes and, while it asks
// again in the background, for a day: presets change only with a release.
const cacheControl = "public, max-age=300, stale-while-revalidate=86400"

// Listing is the body of the list.
type Listing struct {
	// Default is the id of the preset the page opens on.
	Default string `json:"default"`
	// Presets holds one entry per preset, sorted by id.
	Presets []Entry `json:"presets"`
}

// StudyListing is the body of the list of studies.
type StudyListing struct {
	// Studies holds one entry per study, sorted by id.
	Studies []Entry `json:"studies"`
}

// Entry describes one preset or study.
type Entry struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Summary string `json:"summary"`
	// Version is the version of the document, see [scenario.Version] and
	// [scenario.StudyVersion].
	Version int `json:"version"`
	// SHA256 is the hash of the document's bytes in hexadecimal.
	SHA256 string `json:"sha256"`
}

// Handler returns the handler of every route.
func Handler() http.Handler { return http.HandlerFunc(serve) }

// serve answers one request: target, route, method, Accept, condition, body.
func serve(w http.ResponseWriter, r *http.Request) {
	setCommon(w.Header())
	if n := len(r.URL.RequestURI()); n > maxURL {
		fail(w, http.StatusRequestURITooLong, Problem{"uri-too-long",
			fmt.Sprintf("the address has %d bytes", n), fmt.Sprintf("use at most %d", maxURL)})
		return
	}
	body, err := route(r.URL.Path)
	if err != nil {
		fail(w, http.StatusNotFound, *err)
		return
	}
	switch r.Method {
	case http.MethodGet, http.MethodHead:
	case http.MethodOptions:
		preflight(w)
		return
	default:
		w.Header().Set("Allow", allowed)
		fail(w, http.StatusMethodNotAllowed, Problem{"method-not-allowed",
			fmt.Sprintf("%s is not a method of this address", r.Method), "use one of " + allowed})
		return
	}
	// The worker's runtime splits a header at its commas, so all values are joined again.
	if accept := strings.Join(r.Header.Values("Accept"), ","); !acceptsJSON(accept) {
		fail(w, http.StatusNotAcceptable, Problem{"not-acceptable",
			fmt.Sprintf("Accept is %q, and there is only application/json", clip(accept)), "send Accept: application/json"})
		return
	}
	send(w, r, body())
}

// route finds the body for a path. The body is computed only when it is sent.
func route(path string) (body func() []byte, problem *Problem) {
	switch path {
	case Root:
		return list, nil
	case StudyRoot:
		return studies, nil
	}
	if id, ok := strings.CutPrefix(path, Root+"/"); ok && id != "" && !strings.Contains(id, "/") {
		return document("preset", id, scenario.PresetJSON, scenario.Presets)
	}
	if id, ok := strings.CutPrefix(path, StudyRoot+"/"); ok && id != "" && !strings.Contains(id, "/") {
		return document("study", id, scenario.StudyJSON, scenario.Studies)
	}
	return nil, &Problem{"no-such-address", fmt.Sprintf("nothing is served at %q", clip(path)),
		fmt.Sprintf("use %s, %s/{id}, %s or %s/{id}", Root, Root, StudyRoot, StudyRoot)}
}

// document finds the bytes of one preset or study.
func document(kind, id string, read func(string) ([]byte, error), known func() []string) (func() []byte, *Problem) {
	b, err := read(id)
	if err != nil {
		return nil, &Problem{"unknown-" + kind, fmt.Sprintf("%q is not a %s", clip(id), kind), "use one of " + strings.Join(known(), ", ")}
	}
	return func() []byte { return b }, nil
}

// studies encodes the list of studies. Only the head of each document is read: checking
// them takes time, and the tests have.
func studies() []byte {
	l := StudyListing{}
	for _, id := range scenario.Studies() {
		b, err := scenario.StudyJSON(id)
		if err != nil {
			panic("api: a listed study is missing")
		}
		var e Entry
		if err := json.Unmarshal(b, &e); err != nil {
			panic("api: an embedded study is not valid: " + err.Error())
		}
		e.SHA256 = hash(b)
		l.Studies = append(l.Studies, e)
	}
	return encoded(l)
}

// list encodes the list of presets.
func list() []byte {
	l := Listing{Default: scenario.DefaultPreset}
	for _, id := range scenario.Presets() {
		b, err := scenario.PresetJSON(id)
		if err != nil {
			panic("api: a listed preset is missing")
		}
		s, err := scenario.Decode(b)
		if err != nil {
			panic("api: an embedded preset is not valid: " + err.Error())
		}
		l.Presets = append(l.Presets, Entry{s.ID, s.Title, s.Summary, s.Version, hash(b)})
	}
	return encoded(l)
}

// encoded writes a list.
func encoded(list any) []byte {
	b, err := json.MarshalIndent(list, "", "  ")
	if err != nil {
		panic("api: the list cannot be encoded")
	}
	return append(b, '\n')
}

// send answers with body, or with 304 where the caller has it already.
func send(w http.ResponseWriter, r *http.Request, body []byte) {
	h := w.Header()
	tag := `"` + hash(body) + `"`
	h.Set("ETag", tag)
	h.Set("Cache-Control", cacheControl)
	if matches(strings.Join(r.Header.Values("If-None-Match"), ","), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	// For HEAD the server discards the body; not writing it would leave the worker's
	// fixed-length stream short of what Content-Length promises.
	w.Write(body)
}

// hash returns the SHA-256 of b in hexadecimal.
func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
