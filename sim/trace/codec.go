package trace

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// Version is the version of the binary form that this build reads and writes. Version 2
// brought source[n] to the points of images; see [AppendPoints].
const Version = 2

// Levels is the number of steps of the map grid on either side of the origin: a
// coordinate v is stored as round(±√(|v|/Extent)·Levels). Radii are heavy-tailed, and the
// scene draws them on a compressed scale for it; on an even grid the many points near
// the origin would stand on a visible lattice, up to 5 px from their places. On this one
// the rounding is at most a pixel on a stage of 552 px, a third of one on average (SD-2).
const Levels = 112

// Section bits of an encoded frame.
const (
	// SectionDetail marks that Score, SelfInfluence and PointLoss follow.
	SectionDetail = 1
	// sectionRisks is the place of Risks among the section bits.
	sectionRisks = 1
)

// Magic numbers, little-endian: "UTR1" opens a recorded run, "UFR1" a frame.
const (
	magicRun   = 0x31525455
	magicFrame = 0x31524655
)

// frameFixed is the size in bytes of the fixed part of an encoded frame.
//
//	 0 u32 magic "UFR1"      4 u32 step       8 u32 n       12 u32 kept
//	16 u32 len(removed)     20 u8 outcome    21 u8 sections 22 u16 iterations
//	24 f64 variance, mean, skewness, kurtosis, loss, trainAccuracy,
//	   testAccuracy, condition, extent (9 values)
//	96 u32 removed[len]
//	 … map: 2n varints (zigzag, base 128, low group first): the change of each grid
//	   coordinate since the last frame, all x, then all y; since 0 in the first frame
//	 … predicted: n bytes, each XOR its value in the last frame (0 before the first)
//	 … detail, if SectionDetail: 0 … 3 zero bytes up to a multiple of 4, then
//	   f32 score[n], selfInfluence[n], pointLoss[n]
const frameFixed = 96

// ErrFormat is wrapped by every error of this package about malformed bytes.
var ErrFormat = errors.New("trace: malformed bytes")

// Encoder writes the frames of one run. The zero value is ready; it keeps the last
// frame's grid, so frames must come in order from step 0.
type Encoder struct {
	gridX, gridY []int32
	predicted    []uint8
}

// Frame appends the encoding of f to dst and returns the extended slice. With
// detail false the detail section is left out, as in a recorded run. It panics
// when the slices of f disagree in length or f.Extent is not positive.
func (e *Encoder) Frame(dst []byte, f *Frame, detail bool) []byte {
	n := len(f.MapX)
	if len(f.MapY) != n || len(f.Predicted) != n {
		panic("trace: per-row slices differ in length")
	}
	if !(f.Extent > 0) {
		panic("trace: extent is not positive")
	}
	if e.gridX == nil {
		e.gridX, e.gridY, e.predicted = make([]int32, n), make([]int32, n), make([]uint8, n)
	}
	le := binary.LittleEndian
	start := len(dst)
	dst = le.AppendUint32(dst, magicFrame)
	for _, v := range []int{f.Step, n, f.Kept, len(f.Removed)} {
		dst = le.AppendUint32(dst, uint32(v))
	}
	sections := f.Risks << sectionRisks
	if detail {
		sections |= SectionDetail
	}
	dst = append(dst, f.Outcome, sections)
	dst = le.AppendUint16(dst, uint16(min(f.Iterations, math.MaxUint16)))
	for _, v := range f.scalars() {
		dst = le.AppendUint64(dst, math.Float64bits(*v))
	}
	for _, r := range f.Removed {
		dst = le.AppendUint32(dst, uint32(r))
	}
	dst = appendPlane(dst, e.gridX, f.MapX, f.Extent)
	dst = appendPlane(dst, e.gridY, f.MapY, f.Extent)
	for i, p := range f.Predicted {
		dst = append(dst, p^e.predicted[i])
		e.predicted[i] = p
	}
	if !detail {
		return dst
	}
	for (len(dst)-start)%4 != 0 {
		dst = append(dst, 0)
	}
	for _, plane := range [][]float32{f.Score, f.SelfInfluence, f.PointLoss} {
		if len(plane) != n {
			panic("trace: detail slices differ in length")
		}
		for _, v := range plane {
			dst = le.AppendUint32(dst, math.Float32bits(v))
		}
	}
	return dst
}

// appendPlane writes one coordinate plane and remembers its grid in last.
func appendPlane(dst []byte, last []int32, plane []float32, extent float64) []byte {
	for i, v := range plane {
		g := toGrid(float64(v), extent)
		dst = binary.AppendVarint(dst, int64(g-last[i]))
		last[i] = g
	}
	return dst
}

// toGrid and fromGrid go from a coordinate to the grid and back. Only products and a
// square root are used, which every machine and JavaScript compute alike.
func toGrid(v, extent float64) int32 {
	return int32(math.Round(math.Copysign(math.Sqrt(math.Abs(v)/extent), v) * Levels))
}

func fromGrid(g int32, extent float64) float32 {
	s := float64(g) / Levels
	return float32(s * math.Abs(s) * extent)
}

// scalars returns the fields of the fixed part in their order on the wire.
func (f *Frame) scalars() [9]*float64 {
	return [9]*float64{&f.Variance, &f.Mean, &f.Skewness, &f.Kurtosis, &f.Loss,
		&f.TrainAccuracy, &f.TestAccuracy, &f.Condition, &f.Extent}
}

// Decoder reads the frames of one run. The zero value is ready; frames must come
// in order from step 0.
type Decoder struct {
	gridX, gridY []int32
	predicted    []uint8
}

// Frame decodes one frame. Map coordinates come back rounded to the grid.
// Malformed bytes give an error that wraps [ErrFormat].
func (d *Decoder) Frame(b []byte) (*Frame, error) {
	le := binary.LittleEndian
	if len(b) < frameFixed || le.Uint32(b) != magicFrame {
		return nil, fmt.Errorf("%w: not a frame", ErrFormat)
	}
	f := &Frame{
		Step:       int(le.Uint32(b[4:])),
		Kept:       int(le.Uint32(b[12:])),
		Outcome:    b[20],
		Risks:      b[21] >> sectionRisks,
		Iterations: int(le.Uint16(b[22:])),
	}
	n, removed, sections := int(le.Uint32(b[8:])), int(le.Uint32(b[16:])), b[21]
	// A row takes at least three bytes, so hostile lengths fail here, before any allocation.
	if n > len(b)/3 || removed > n || f.Kept > n || len(b) < frameFixed+4*removed {
		return nil, fmt.Errorf("%w: a frame of %d bytes cannot hold %d rows", ErrFormat, len(b), n)
	}
	if d.gridX == nil {
		d.gridX, d.gridY, d.predicted = make([]int32, n), make([]int32, n), make([]uint8, n)
	}
	if len(d.gridX) != n {
		return nil, fmt.Errorf("%w: %d rows after frames of %d", ErrFormat, n, len(d.gridX))
	}
	for i, v := range f.scalars() {
		*v = math.Float64frombits(le.Uint64(b[24+8*i:]))
	}
	if !(f.Extent > 0) || math.IsInf(f.Extent, 0) {
		return nil, fmt.Errorf("%w: extent %g", ErrFormat, f.Extent)
	}
	f.Removed = make([]int32, removed)
	for i := range f.Removed {
		r := le.Uint32(b[frameFixed+4*i:])
		if int64(r) >= int64(n) {
			return nil, fmt.Errorf("%w: removed row %d of %d", ErrFormat, r, n)
		}
		f.Removed[i] = int32(r)
	}
	at := frameFixed + 4*removed
	var err error
	if f.MapX, at, err = readPlane(b, at, d.gridX, f.Extent); err != nil {
		return nil, err
	}
	if f.MapY, at, err = readPlane(b, at, d.gridY, f.Extent); err != nil {
		return nil, err
	}
	if len(b) < at+n {
		return nil, fmt.Errorf("%w: frame ends in the predicted labels", ErrFormat)
	}
	f.Predicted = make([]uint8, n)
	for i := range n {
		d.predicted[i] ^= b[at+i]
	}
	copy(f.Predicted, d.predicted)
	at += n
	if sections&SectionDetail != 0 {
		at = (at + 3) &^ 3
		if len(b) < at+12*n {
			return nil, fmt.Errorf("%w: frame ends in the detail section", ErrFormat)
		}
		for _, plane := range []*[]float32{&f.Score, &f.SelfInfluence, &f.PointLoss} {
			*plane = make([]float32, n)
			for i := range n {
				(*plane)[i] = math.Float32frombits(le.Uint32(b[at+4*i:]))
			}
			at += 4 * n
		}
	}
	if at != len(b) {
		return nil, fmt.Errorf("%w: %d bytes after a frame", ErrFormat, len(b)-at)
	}
	return f, nil
}

// readPlane reads one coordinate plane at b[at:] and updates last.
func readPlane(b []byte, at int, last []int32, extent float64) ([]float32, int, error) {
	plane := make([]float32, len(last))
	for i := range last {
		v, k := binary.Varint(b[at:])
		if k <= 0 || v < math.MinInt32/2 || v > math.MaxInt32/2 {
			return nil, 0, fmt.Errorf("%w: frame ends in the map", ErrFormat)
		}
		at += k
		last[i] += int32(v)
		plane[i] = fromGrid(last[i], extent)
	}
	return plane, at, nil
}

// AppendRun appends the start of a recorded run: u32 magic "UTR1", u32 length and the
// header as JSON, then label[n], origin[n] and codes[n·len(columns)] as bytes, and u32
// source[n] where the header names a file of images. Frames follow by [AppendFrame].
func AppendRun(dst []byte, h *Header, p *Points) ([]byte, error) {
	head, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("trace: header: %w", err)
	}
	if len(p.Label) != h.Rows || len(p.Origin) != h.Rows || len(p.Codes) != h.Rows*len(h.Columns) {
		panic("trace: points do not fit the header")
	}
	if h.pointBytes() != h.Rows*(2+len(h.Columns))+4*len(p.Source) {
		panic("trace: images do not fit the header")
	}
	dst = binary.LittleEndian.AppendUint32(dst, magicRun)
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(head)))
	dst = append(dst, head...)
	return AppendPoints(dst, p), nil
}

// AppendPoints appends label, origin, codes and images, the form in which a live run sends them.
func AppendPoints(dst []byte, p *Points) []byte {
	dst = append(dst, p.Label...)
	dst = append(dst, p.Origin...)
	dst = append(dst, p.Codes...)
	for _, s := range p.Source {
		dst = binary.LittleEndian.AppendUint32(dst, s)
	}
	return dst
}

// AppendFrame appends u32 length and an encoded frame to a recorded run.
func AppendFrame(dst, frame []byte) []byte {
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(frame)))
	return append(dst, frame...)
}

// Run is a whole trace in memory.
type Run struct {
	Header Header
	Points Points
	Frames []*Frame
}

// pointBytes returns the length of the encoded points of a run.
func (h *Header) pointBytes() int {
	each := 2 + len(h.Columns)
	if h.Images != nil && h.Images.File != "" {
		each += 4
	}
	return h.Rows * each
}

// DecodePoints reads label, origin, codes and images for a header.
func DecodePoints(h *Header, b []byte) (Points, error) {
	n, cols := h.Rows, len(h.Columns)
	if n < 0 || len(b) != h.pointBytes() {
		return Points{}, fmt.Errorf("%w: %d bytes of points for %d rows", ErrFormat, len(b), n)
	}
	p := Points{Label: b[:n], Origin: b[n : 2*n], Codes: b[2*n : (2+cols)*n]}
	for rest := b[(2+cols)*n:]; len(rest) > 0; rest = rest[4:] {
		p.Source = append(p.Source, binary.LittleEndian.Uint32(rest))
	}
	for i := range n {
		if int(p.Label[i]) >= len(h.Classes) || int(p.Origin[i]) >= len(h.Origins) {
			return Points{}, fmt.Errorf("%w: row %d has a label or origin that the header lacks", ErrFormat, i)
		}
	}
	return p, nil
}

// DecodeRun reads a recorded run.
func DecodeRun(b []byte) (*Run, error) {
	le := binary.LittleEndian
	if len(b) < 8 || le.Uint32(b) != magicRun {
		return nil, fmt.Errorf("%w: not a recorded run", ErrFormat)
	}
	headLen := int(le.Uint32(b[4:]))
	if headLen > len(b)-8 {
		return nil, fmt.Errorf("%w: run ends in the header", ErrFormat)
	}
	run := &Run{}
	if err := json.Unmarshal(b[8:8+headLen], &run.Header); err != nil {
		return nil, fmt.Errorf("%w: header: %v", ErrFormat, err)
	}
	h := &run.Header
	if h.Version != Version {
		return nil, fmt.Errorf("%w: version %d, this build reads %d", ErrFormat, h.Version, Version)
	}
	at := 8 + headLen
	size := h.pointBytes()
	if h.Rows < 0 || size < 0 || size > len(b)-at {
		return nil, fmt.Errorf("%w: run ends in the points", ErrFormat)
	}
	var err error
	if run.Points, err = DecodePoints(h, b[at:at+size]); err != nil {
		return nil, err
	}
	at += size
	var dec Decoder
	for at < len(b) {
		if len(b)-at < 4 || int(le.Uint32(b[at:])) > len(b)-at-4 {
			return nil, fmt.Errorf("%w: run ends in a frame", ErrFormat)
		}
		size := int(le.Uint32(b[at:]))
		f, err := dec.Frame(b[at+4 : at+4+size])
		if err != nil {
			return nil, err
		}
		if f.Step != len(run.Frames) || len(f.MapX) != h.Rows {
			return nil, fmt.Errorf("%w: frame %d where %d was due", ErrFormat, f.Step, len(run.Frames))
		}
		run.Frames = append(run.Frames, f)
		at += 4 + size
	}
	return run, nil
}
