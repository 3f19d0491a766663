package dataset

import "untangle/sim/say"

// ColumnKind is the guessed kind of a column.
type ColumnKind string

// The kinds of columns. Only "numeric" and "category" are suggested as features.
const (
	KindNumeric    ColumnKind = "numeric"
	KindCategory   ColumnKind = "category"
	KindIdentifier ColumnKind = "identifier"
	KindConstant   ColumnKind = "constant"
	KindDate       ColumnKind = "date"
	KindText       ColumnKind = "text"
)

// Summary is what can be said of a file before it is read in earnest. All text in it may
// come from the file: it is plain text, never markup.
type Summary struct {
	// Name is the file's name.
	Name string `json:"name"`
	// Format is "csv", "json", "npz", "npy" or "idx".
	Format string `json:"format"`
	// Charset is the character set of text, such as "UTF-8"; "" for arrays.
	Charset string `json:"charset"`
	// Rows is the number of rows: counted if Exact, else estimated from the first ones.
	Rows  int  `json:"rows"`
	Exact bool `json:"exact"`
	// Looked is the number of rows that the rest is about.
	Looked int `json:"looked"`
	// Columns describes the columns; for arrays, the label alone.
	Columns []ColumnSummary `json:"columns"`
	// Head holds the first rows, at most 8, cells cut at 80 characters; none for arrays.
	Head [][]string `json:"head"`
	// ArrayFeatures is the number of features of an array's row and Shape what it was
	// before it was flattened, such as 28, 28; 0 and none for text.
	ArrayFeatures int   `json:"arrayFeatures"`
	Shape         []int `json:"shape"`
	// TestRows is the number of test rows that come in the same file.
	TestRows int `json:"testRows"`
	// Label, Truth, Features and Missing are suggestions for a scenario; Label and Truth
	// are "" where no column looks like one.
	Label    string   `json:"label"`
	Truth    string   `json:"truth"`
	Features []string `json:"features"`
	Missing  string   `json:"missing"`
	// Classes counts the labels among the rows looked at, the most frequent first.
	Classes []Count `json:"classes"`
	// Encoded is the number of features once categories are spread out, bias included,
	// under the suggestions, and Megabytes what the numbers and H take as float64.
	Encoded   int     `json:"encoded"`
	Megabytes float64 `json:"megabytes"`
	// Warnings tell of data that deserve care.
	Warnings []Warning `json:"warnings"`
}

// ColumnSummary is what the rows looked at tell of a column.
type ColumnSummary struct {
	Name string     `json:"name"`
	Kind ColumnKind `json:"kind"`
	// Distinct is the number of different values that are not missing, and Missing of
	// cells that are empty or NA, N/A, NaN, null or ?.
	Distinct int `json:"distinct"`
	Missing  int `json:"missing"`
	// Samples holds a few values, the most frequent first, cut at 40 characters.
	Samples []string `json:"samples"`
	// Min and Max bound a numeric column; 0 otherwise.
	Min float64 `json:"min"`
	Max float64 `json:"max"`
}

// Count is how often a value occurs.
type Count struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// Warning tells of data that deserve care.
type Warning struct {
	// Code names the kind of warning, for programs.
	Code string `json:"code"`
	// Column names the column, or is "".
	Column string `json:"column"`
	// Text says it in a sentence. It may quote the file and is plain text, never markup.
	Text say.Text `json:"text" tstype:"say.Said"`
}
