package api

import (
	"strconv"
	"strings"
)

// acceptsJSON reports whether an Accept header lets application/json through
// (RFC 9110, 12.5.1): the most specific range that covers it decides, and a weight
// of 0 refuses. An absent header accepts everything; a malformed range is skipped.
func acceptsJSON(accept string) bool {
	if strings.TrimSpace(accept) == "" {
		return true
	}
	specificity, weight := -1, 0.0
	for part := range strings.SplitSeq(accept, ",") {
		params := strings.Split(part, ";")
		s := -1
		switch strings.ToLower(strings.TrimSpace(params[0])) {
		case "application/json":
			s = 2
		case "application/*":
			s = 1
		case "*/*":
			s = 0
		}
		if s > specificity {
			specificity, weight = s, quality(params[1:])
		}
	}
	return specificity >= 0 && weight > 0
}

// quality reads the weight of a media range: 1 where it is absent, 0 where it is not
// a number in [0, 1].
func quality(params []string) float64 {
	for _, p := range params {
		name, value, _ := strings.Cut(p, "=")
		if !strings.EqualFold(strings.TrimSpace(name), "q") {
			continue
		}
		q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil || !(q >= 0 && q <= 1) {
			return 0
		}
		return q
	}
	return 1
}

// matches reports whether an If-None-Match header names tag, a strong entity tag
// (RFC 9110, 13.1.2): "*" names any, and a list is compared weakly, W/"x" equal to
// "x". From the first malformed entry on the header is ignored, which costs a
// transfer and never a wrong 304.
func matches(header, tag string) bool {
	rest := strings.TrimSpace(header)
	if rest == "*" {
		return true
	}
	for rest != "" {
		rest = strings.TrimLeft(rest, ", \t")
		entry := strings.TrimPrefix(rest, "W/")
		if !strings.HasPrefix(entry, `"`) {
			return false
		}
		end := strings.IndexByte(entry[1:], '"')
		if end < 0 {
			return false
		}
		if entry[:end+2] == tag {
			return true
		}
		rest = strings.TrimLeft(entry[end+2:], " \t")
		if rest != "" && rest[0] != ',' {
			return false
		}
	}
	return false
}
