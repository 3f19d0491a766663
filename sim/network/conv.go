package network

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
)

// kernel is the side of a filter.
const kernel = 3

// conv is a convolution with 3×3 filters over an image with a border of zeros, rectified.
// It is a dense layer over patches: the patch of a pixel is the 3×3 pixels around it with
// their channels, one row of the patch matrix.
type conv struct {
	height, width     int
	channels, filters int
	w, b              []float64 // filters×(9·channels), filters

	patches, dPatches []float64 // of the last forward, one row per example and pixel
	share             []float64 // one example's gradient in w
}

func (l *conv) sizes() (in, out int) {
	return l.pixels() * l.channels, l.pixels() * l.filters
}

func (l *conv) pixels() int { return l.height * l.width }

func (l *conv) depth() int { return kernel * kernel * l.channels }

func (l *conv) params() (count, fanIn int) { return l.filters * (l.depth() + 1), l.depth() }

func (l *conv) bind(theta []float64) {
	l.w, l.b = theta[:l.filters*l.depth()], theta[l.filters*l.depth():]
}

func (l *conv) forward(out, in []float64, n int) {
	l.patches = resize(l.patches, n*l.pixels()*l.depth())
	clear(l.patches)
	l.each(n, func(patch, pixel, length int) {
		copy(l.patches[patch:patch+length], in[pixel:pixel+length])
	})
	affine(out, l.patches, l.w, l.b, n*l.pixels(), l.depth())
	rectify(out)
}

// each calls f for every row of pixels of a patch and the same pixels in the image, by the
// index of the first channel of the first pixel and the number of channels of all; the
// border is left out.
func (l *conv) each(n int, f func(patch, pixel, length int)) {
	for i := range n {
		for y := range l.height {
			for x := range l.width {
				patch := ((i*l.height+y)*l.width + x) * l.depth()
				left, right := max(0, x-kernel/2), min(l.width, x+kernel/2+1)
				for dy := range kernel {
					v := y + dy - kernel/2
					if v < 0 || v >= l.height {
						continue
					}
					first := dy*kernel + left - (x - kernel/2)
					f(patch+first*l.channels, ((i*l.height+v)*l.width+left)*l.channels, (right-left)*l.channels)
				}
			}
		}
	}
}

func (l *conv) backward(dIn, grad, dOut, out, _, norms []float64, n int) {
	mask(dOut, out)
	rows, depth := n*l.pixels(), l.depth()
	addAffine(grad, dOut, l.patches, rows, l.filters, depth)
	if norms != nil {
		l.addNorms(norms, dOut, n)
	}
	if dIn == nil {
		return
	}
	l.dPatches = resize(l.dPatches, rows*depth)
	blas64.Gemm(blas.NoTrans, blas.NoTrans, 1, general(dOut, rows, l.filters), general(l.w, l.filters, depth), 0, general(l.dPatches, rows, depth))
	clear(dIn)
	l.each(n, func(patch, pixel, length int) {
		floats.Add(dIn[pixel:pixel+length], l.dPatches[patch:patch+length])
	})
}

// addNorms forms each example's share of the gradient: a filter is used at every pixel,
// so that the norm is no product of norms as it is in a dense layer.
func (l *conv) addNorms(norms, dOut []float64, n int) {
	depth, pixels := l.depth(), l.pixels()
	l.share = resize(l.share, l.filters*(depth+1))
	for i := range n {
		clear(l.share)
		addAffine(l.share, dOut[i*pixels*l.filters:(i+1)*pixels*l.filters],
			l.patches[i*pixels*depth:(i+1)*pixels*depth], pixels, l.filters, depth)
		norms[i] += floats.Dot(l.share, l.share)
	}
}

// pool takes the largest of each 2×2 block of pixels, channel by channel; an odd last row
// or column is dropped.
type pool struct {
	height, width, channels int
	from                    []int32 // per output, the input it was taken from
}

func (l *pool) sizes() (in, out int) {
	return l.height * l.width * l.channels, (l.height / 2) * (l.width / 2) * l.channels
}

func (l *pool) params() (count, fanIn int) { return 0, 0 }

func (l *pool) bind([]float64) {}

func (l *pool) forward(out, in []float64, n int) {
	if cap(l.from) < len(out) {
		l.from = make([]int32, len(out))
	}
	l.from = l.from[:len(out)]
	row, at := l.width*l.channels, 0
	for i := range n {
		for y := range l.height / 2 {
			for x := range l.width / 2 {
				first := ((i*l.height+2*y)*l.width + 2*x) * l.channels
				for c := range l.channels {
					best := first + c
					for _, k := range [...]int{first + c + l.channels, first + c + row, first + c + row + l.channels} {
						if in[k] > in[best] {
							best = k
						}
					}
					out[at], l.from[at] = in[best], int32(best)
					at++
				}
			}
		}
	}
}

func (l *pool) backward(dIn, _, dOut, _, _, _ []float64, _ int) {
	if dIn == nil {
		return
	}
	clear(dIn)
	for i, k := range l.from {
		dIn[k] += dOut[i]
	}
}
