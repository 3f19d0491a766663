package kernel

// Block sizes: a block of A (rowBlock×depthBlock) fits the second-level cache, a panel
// of four of its rows and one of B the first.
const (
	depthBlock = 256
	rowBlock   = 128
	colBlock   = 512
)

// buffers are the packed blocks of one multiplication.
type buffers struct {
	a [rowBlock * depthBlock]float64
	b [colBlock * depthBlock]float64
}

// spare holds buffers that are not in use. (A sync.Pool is emptied by the garbage collector,
// and a megabyte to clear anew costs more than most products.)
var spare = make(chan *buffers, 4)

func borrow() *buffers {
	select {
	case buf := <-spare:
		return buf
	default:
		return new(buffers)
	}
}

func (buf *buffers) giveBack() {
	select {
	case spare <- buf:
	default:
	}
}

// multiply adds alpha·A·B to C for A m×k, B k×n and C m×n, row-major with a stride.
func multiply(m, n, k int, alpha float64, a, b view, c []float64, stride int) {
	buf := borrow()
	defer buf.giveBack()
	bt := view{b.data, b.col, b.row} // columns of B packed as rows of Bᵀ
	for j := 0; j < n; j += colBlock {
		cols := min(colBlock, n-j)
		for l := 0; l < k; l += depthBlock {
			depth := min(depthBlock, k-l)
			packRows(buf.b[:], bt, j, cols, l, depth, 1)
			for i := 0; i < m; i += rowBlock {
				rows := min(rowBlock, m-i)
				packRows(buf.a[:], a, i, rows, l, depth, alpha)
				panel(buf.a[:], buf.b[:], c[i*stride+j:], rows, cols, depth, stride)
			}
		}
	}
}
