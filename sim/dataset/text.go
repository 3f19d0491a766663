package dataset

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"untangle/sim/say"
)

// Tick reports progress, here in bytes of the file, and ends the work with its error.
// A nil Tick is allowed.
type Tick = func(done, total int) error

// chunk is how many bytes are worked on between two ticks: a few milliseconds in wasm.
const chunk = 1 << 18

func (o *reading) tell(done int) error {
	if o.tick == nil {
		return nil
	}
	return o.tick(min(done, o.total), o.total)
}

// charset is how a text file holds its characters.
type charset uint8

const (
	utf8Text charset = iota
	utf16LE
	utf16BE
	latin1 // Windows-1252, which contains Latin-1
)

// String names the character set for a message.
func (c charset) String() string {
	return [...]string{"UTF-8", "UTF-16 (little-endian)", "UTF-16 (big-endian)", "Latin-1 (Windows-1252)"}[c]
}

// decoded is a text file in UTF-8.
type decoded struct {
	// text is UTF-8 without a byte order mark and without NUL; it shares the memory of
	// the file where that is UTF-8.
	text []byte
	set  charset
	// mark is the number of bytes of the byte order mark.
	mark int
}

// decodeText recognizes UTF-8, UTF-16 (by its mark, or by NULs in every other byte) and,
// where bytes are neither, Latin-1, of which it warns.
func (o *reading) decodeText(raw []byte) (decoded, error) {
	bad := func(problem, remedy say.Text) (decoded, error) {
		return decoded{}, &Error{File: o.name, Problem: problem, Remedy: remedy}
	}
	d := decoded{text: raw}
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(raw, []byte("\x00\x00\xfe\xff")):
		return bad(say.T("is text in UTF-32"), say.T("save it as CSV in UTF-8"))
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		d.text, d.mark = raw[3:], 3
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		d.set, d.mark = utf16LE, 2
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		d.set, d.mark = utf16BE, 2
	default:
		d.set = guessWide(raw)
	}
	if d.set == utf8Text {
		for k := 1; o.cut && k < utf8.UTFMax && k <= len(d.text); k++ { // the cut may go through a character
			if end := d.text[len(d.text)-k:]; utf8.RuneStart(end[0]) {
				if !utf8.FullRune(end) {
					d.text = d.text[:len(d.text)-k]
				}
				break
			}
		}
		valid, err := o.validUTF8(d.text)
		if err != nil {
			return d, err
		}
		if bytes.IndexByte(d.text, 0) >= 0 {
			return bad(say.T("has NUL bytes, so it is neither text nor a format that is read here"), say.T("give CSV in UTF-8, or TSV, JSON lines, IDX, NPY or NPZ"))
		}
		if !valid {
			d.set = latin1
			o.warn("charset", "", say.T("The text is not UTF-8; it is read as Latin-1 (Windows-1252). Check names with accents."))
			return d, o.fromLatin1(&d)
		}
		return d, nil
	}
	if d.set != latin1 {
		if err := o.fromWide(&d, raw[d.mark:]); err != nil {
			return d, err
		}
		if bytes.IndexByte(d.text, 0) >= 0 {
			return bad(say.T("has NUL characters"), say.T("save it as CSV in UTF-8"))
		}
	}
	return d, nil
}

// guessWide recognizes UTF-16 without a mark: most text has its high bytes zero.
func guessWide(raw []byte) charset {
	sample := raw[:min(len(raw), 4096)&^1]
	var zero [2]int
	for i, b := range sample {
		if b == 0 {
			zero[i&1]++
		}
	}
	half := len(sample) / 2
	switch {
	case half == 0 || zero[0]+zero[1] == 0:
		return utf8Text
	case 10*zero[1] > 7*half && 20*zero[0] < half:
		return utf16LE
	case 10*zero[0] > 7*half && 20*zero[1] < half:
		return utf16BE
	}
	return utf8Text
}

// validUTF8 is utf8.Valid in chunks that end between characters.
func (o *reading) validUTF8(text []byte) (bool, error) {
	for at := 0; at < len(text); {
		end := min(at+chunk, len(text))
		for end < len(text) && end > at+chunk-utf8.UTFMax && !utf8.RuneStart(text[end]) {
			end--
		}
		if !utf8.Valid(text[at:end]) {
			return false, nil
		}
		at = end
		if err := o.tell(0); err != nil {
			return false, err
		}
	}
	return true, nil
}

// fromWide decodes UTF-16. Every unit that is not part of a pair becomes U+FFFD, one
// unit for one character, so that places in the text can be found in the file again.
func (o *reading) fromWide(d *decoded, raw []byte) error {
	var order binary.ByteOrder = binary.LittleEndian
	if d.set == utf16BE {
		order = binary.BigEndian
	}
	if len(raw)%2 != 0 {
		o.warn("charset", "", say.T("The text is UTF-16 with half a character at its end, which is left out."))
		raw = raw[:len(raw)-1]
	}
	out := make([]byte, 0, len(raw)/2+len(raw)/16)
	for i := 0; i < len(raw); i += 2 {
		r := rune(order.Uint16(raw[i:]))
		if utf16.IsSurrogate(r) {
			pair := rune(utf8.RuneError)
			if i+4 <= len(raw) {
				pair = utf16.DecodeRune(r, rune(order.Uint16(raw[i+2:])))
			}
			if r = pair; pair != utf8.RuneError {
				i += 2
			}
		}
		out = utf8.AppendRune(out, r)
		if i%chunk == 0 {
			if err := o.tell(0); err != nil {
				return err
			}
		}
	}
	d.text = out
	return nil
}

// windows1252 holds the characters 0x80 … 0x9f, where it differs from Latin-1; the five
// codes without one keep their number, as browsers have it.
var windows1252 = [32]rune{
	0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d, 0x017d, 0x8f,
	0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d, 0x017e, 0x0178,
}

func (o *reading) fromLatin1(d *decoded) error {
	out := make([]byte, 0, len(d.text)+len(d.text)/8)
	for i, b := range d.text {
		switch {
		case b < 0x80:
			out = append(out, b)
		case b < 0xa0:
			out = utf8.AppendRune(out, windows1252[b-0x80])
		default:
			out = utf8.AppendRune(out, rune(b))
		}
		if i%chunk == 0 {
			if err := o.tell(0); err != nil {
				return err
			}
		}
	}
	d.text = out
	return nil
}

// width returns the number of bytes of the file that a stretch of the text comes from.
func (d *decoded) width(text []byte) int {
	switch d.set {
	case utf8Text:
		return len(text)
	case latin1:
		return utf8.RuneCount(text)
	}
	units := 0
	for i := 0; i < len(text); {
		_, size := utf8.DecodeRune(text[i:])
		if units++; size == utf8.UTFMax {
			units++ // beyond U+FFFF: a pair
		}
		i += size
	}
	return 2 * units
}

// fileSizeError refuses a file that is too large to begin with.
func fileSizeError(name string, size int) error {
	return &Error{File: name, Problem: say.T("has %d MB", size/1e6),
		Remedy: say.T("give at most %d MB; a sample of the rows will do", MaxFile/1_000_000)}
}
