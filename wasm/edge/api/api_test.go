package api_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"untangle/sim/scenario"
	"untangle/wasm/edge/api"
)

// exchange is one row of testdata/requests.json. The same table is run against the
// real wasm by tests/edge. {etag:x}, {hash:x}, {length:x} and {repeat:x:n} are filled in;
// x is a preset, or "list".
type exchange struct {
	Name    string            `json:"name"`
	Method  string            `json:"method"` // "" is GET
	Target  string            `json:"target"`
	Send    map[string]string `json:"send"`
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"` // "none", "list" or a preset; "" is a problem
	Code    string            `json:"code"`
	Message string            `json:"message"` // part of it
	Remedy  string            `json:"remedy"`  // part of it
}

func readTable(t *testing.T) []exchange {
	t.Helper()
	b, err := os.ReadFile("testdata/requests.json")
	if err != nil {
		t.Fatal(err)
	}
	var table []exchange
	dec := json.NewDecoder(strings.NewReader(string(b)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&table); err != nil {
		t.Fatal(err)
	}
	return table
}

// bodies holds what may be served: each preset's file as it is on disk, and the list.
func bodies(t *testing.T, url string) map[string]string {
	t.Helper()
	m := map[string]string{}
	for _, id := range scenario.Presets() {
		b, err := os.ReadFile("../../../sim/scenario/presets/" + id + ".json")
		if err != nil {
			t.Fatal(err)
		}
		m[id] = string(b)
	}
	resp, err := http.Get(url + api.Root)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	m["list"] = string(b)
	return m
}

var placeholder = regexp.MustCompile(`\{(etag|hash|length|repeat):([^:}]+)(?::(\d+))?\}`)

// fill replaces the placeholders of a string.
func fill(s string, bodies map[string]string) string {
	return placeholder.ReplaceAllStringFunc(s, func(m string) string {
		p := placeholder.FindStringSubmatch(m)
		sum := sha256.Sum256([]byte(bodies[p[2]]))
		switch p[1] {
		case "etag":
			return `"` + hex.EncodeToString(sum[:]) + `"`
		case "hash":
			return hex.EncodeToString(sum[:])
		case "length":
			return strconv.Itoa(len(bodies[p[2]]))
		}
		n, _ := strconv.Atoi(p[3])
		return strings.Repeat(p[2], n)
	})
}

func TestExchanges(t *testing.T) {
	server := httptest.NewServer(api.Handler())
	defer server.Close()
	known := bodies(t, server.URL)
	for _, e := range readTable(t) {
		t.Run(e.Name, func(t *testing.T) {
			req, err := http.NewRequest(e.Method, server.URL+fill(e.Target, known), nil)
			if err != nil {
				t.Fatal(err)
			}
			for k, v := range e.Send {
				req.Header.Set(k, fill(v, known))
			}
			resp, err := http.DefaultTransport.RoundTrip(req)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			body, err := io.ReadAll(resp.Body)
			if err != nil {
				t.Fatal(err)
			}
			check(t, e, resp, string(body), known)
		})
	}
}

func check(t *testing.T, e exchange, resp *http.Response, body string, known map[string]string) {
	t.Helper()
	if resp.StatusCode != e.Status {
		t.Fatalf("status %d, want %d; body %q", resp.StatusCode, e.Status, body)
	}
	for k, v := range e.Headers {
		if got, want := resp.Header.Get(k), fill(v, known); got != want {
			t.Errorf("%s: %q, want %q", k, got, want)
		}
	}
	switch e.Body {
	case "none":
		if body != "" {
			t.Errorf("body %q, want none", body)
		}
	case "":
		var got struct{ Error api.Problem }
		if err := json.Unmarshal([]byte(body), &got); err != nil {
			t.Fatalf("body %q: %v", body, err)
		}
		p := got.Error
		if p.Code != e.Code || p.Remedy == "" || !strings.Contains(p.Message, e.Message) || !strings.Contains(p.Remedy, e.Remedy) {
			t.Errorf("problem %+v, want code %q, message with %q, remedy with %q", p, e.Code, e.Message, e.Remedy)
		}
	default:
		if body != known[e.Body] {
			t.Errorf("body differs from %s:\n%s", e.Body, body)
		}
	}
}

// The list says of each preset what its own document says.
func TestListing(t *testing.T) {
	rec := httptest.NewRecorder()
	api.Handler().ServeHTTP(rec, httptest.NewRequest("GET", api.Root, nil))
	var got api.Listing
	if err := json.Unmarshal(rec.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Default != scenario.DefaultPreset || len(got.Presets) != len(scenario.Presets()) {
		t.Fatalf("default %q and %d presets, want %q and %d", got.Default, len(got.Presets), scenario.DefaultPreset, len(scenario.Presets()))
	}
	for i, id := range scenario.Presets() {
		b, err := scenario.PresetJSON(id)
		if err != nil {
			t.Fatal(err)
		}
		s, err := scenario.Decode(b)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(b)
		want := api.Entry{ID: s.ID, Title: s.Title, Summary: s.Summary, Version: s.Version, SHA256: hex.EncodeToString(sum[:])}
		if got.Presets[i] != want || s.ID != id {
			t.Errorf("%s: %+v, want %+v", id, got.Presets[i], want)
		}
	}
}

// The list of studies says of each what its own document says, and each is served byte
// for byte.
func TestStudies(t *testing.T) {
	get := func(path string) []byte {
		rec := httptest.NewRecorder()
		api.Handler().ServeHTTP(rec, httptest.NewRequest("GET", path, nil))
		if rec.Code != 200 {
			t.Fatalf("%s: %d", path, rec.Code)
		}
		return rec.Body.Bytes()
	}
	var got api.StudyListing
	if err := json.Unmarshal(get(api.StudyRoot), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Studies) != len(scenario.Studies()) || len(got.Studies) < 5 {
		t.Fatalf("%d studies are listed of %d", len(got.Studies), len(scenario.Studies()))
	}
	for i, id := range scenario.Studies() {
		file, err := os.ReadFile("../../../sim/scenario/studies/" + id + ".json")
		if err != nil {
			t.Fatal(err)
		}
		s, err := scenario.DecodeStudy(file)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(file)
		want := api.Entry{ID: id, Title: s.Title, Summary: s.Summary, Version: s.Version, SHA256: hex.EncodeToString(sum[:])}
		if got.Studies[i] != want {
			t.Errorf("%+v, want %+v", got.Studies[i], want)
		}
		if string(get(api.StudyRoot+"/"+id)) != string(file) {
			t.Errorf("%s is not served byte for byte", id)
		}
	}
	rec := httptest.NewRecorder()
	api.Handler().ServeHTTP(rec, httptest.NewRequest("GET", api.StudyRoot+"/fig99", nil))
	if rec.Code != 404 || !strings.Contains(rec.Body.String(), "fig5") {
		t.Errorf("an unknown study gives %d %s", rec.Code, rec.Body)
	}
}
