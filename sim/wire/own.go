package wire

// Questions about the user's own data. Each carries a number of the page's choosing, Ask;
// the core answers with an [Answer] of that number, beside which travels JSON or a file, or
// with a [Refused].

// Preview asks what a file holds; the answer is a dataset.Summary.
type Preview struct {
	Kind  Kind  `json:"kind"`
	Ask   int   `json:"ask"`
	Table Table `json:"table"`
}

// Tune asks for the ridge that cross-validation chooses; the answer is a [Tuned]. It ends
// the run or study before it, reports progress, and can be canceled, under the number Run.
type Tune struct {
	Kind Kind `json:"kind"`
	Run  int  `json:"run"`
	Ask  int  `json:"ask"`
	// Scenario is the scenario document as text.
	Scenario string `json:"scenario"`
	Table    Table  `json:"table"`
}

// Tuned is what cross-validation found.
type Tuned struct {
	// Ridge is the one of Ridges with the smallest of Losses, mean losses per row on rows
	// held out.
	Ridge  float64   `json:"ridge"`
	Ridges []float64 `json:"ridges"`
	Losses []float64 `json:"losses"`
	// Rows, Features and Classes are the size of the training set, bias included.
	Rows     int `json:"rows"`
	Features int `json:"features"`
	Classes  int `json:"classes"`
}

// Gauge asks what a run will take, before it is run; the answer is a session.Gauge. It ends
// the run or study before it, reports progress, and can be canceled, under the number Run.
type Gauge struct {
	Kind Kind `json:"kind"`
	Run  int  `json:"run"`
	Ask  int  `json:"ask"`
	// Scenario is the scenario document as text.
	Scenario string `json:"scenario"`
	Table    Table  `json:"table"`
}

// Review asks for the rows of the last run of a table, ranked; the answer is a
// session.Review. It reports progress and can be canceled under the number Run.
type Review struct {
	Kind Kind `json:"kind"`
	Run  int  `json:"run"`
	Ask  int  `json:"ask"`
}

// Cells asks for cells of the file of the last run; the answer is a [Found].
type Cells struct {
	Kind Kind `json:"kind"`
	Ask  int  `json:"ask"`
	// Rows are rows of the file, from 0.
	Rows []int `json:"rows"`
	// Find, unless "", is text to look for in all rows.
	Find string `json:"find"`
}

// Found answers Cells.
type Found struct {
	// Cells holds the cells of each row asked for; none for arrays.
	Cells [][]string `json:"cells"`
	// Rows holds the rows of the file that hold the text; none unless it was asked for.
	Rows []int `json:"rows"`
}

// Export asks for a file: "kept", "removed" or "ranked"; the answer is its bytes.
type Export struct {
	Kind Kind `json:"kind"`
	Ask  int  `json:"ask"`
	// What is "kept", "removed" or "ranked".
	What string `json:"what"`
	// Removed are the rows of the file, from 0, that leave.
	Removed []int `json:"removed"`
}

// Pictures asks for the images of the last run's rows, where its header tells of images
// without a file; the answer is one byte per pixel, row after row (session.Pictures).
type Pictures struct {
	Kind Kind `json:"kind"`
	Ask  int  `json:"ask"`
}

// Answer answers a question.
type Answer struct {
	Kind Kind `json:"kind"`
	Ask  int  `json:"ask"`
	// Millis is the time it took in milliseconds.
	Millis float64 `json:"millis"`
}

// Refused answers a question that cannot be answered.
type Refused struct {
	Kind Kind `json:"kind"`
	Ask  int  `json:"ask"`
	// Place, Problem, Remedy and Said are those of Error.
	Place   string `json:"place"`
	Problem string `json:"problem"`
	Remedy  string `json:"remedy"`
	Said    Words  `json:"said"`
}

func (*Preview) message() {}
func (*Tune) message()    {}
func (*Gauge) message()   {}
func (*Review) message()  {}
func (*Cells) message()   {}
func (*Export) message()  {}

func (*Pictures) message() {}
