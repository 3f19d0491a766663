// Package trace is the record of a run: plain data, written once by the core and
// read by everything a viewer sees. A trace is one [Header], one [Points] and
// Steps+1 [Frame]s; everything visible on the page is a function of a trace and a
// time t ∈ [0, Steps].
//
// The package computes nothing. Its binary form (see codec.go) is the same for a
// live run, a recorded run and a test, which is what lets "live equals recorded"
// be a comparison of bytes.
package trace

import "untangle/sim/scenario"

// Header describes a run: what was asked for, and what the rows are.
type Header struct {
	// Version is the version of the binary form, see [Version].
	Version int `json:"version"`
	// Scenario is what was run.
	Scenario scenario.Scenario `json:"scenario"`
	// Rows is n, the number of training rows before any removal.
	Rows int `json:"rows"`
	// TestRows is the number of test rows; 0 where there is no test set.
	TestRows int `json:"testRows"`
	// Features is d, the number of features with the bias.
	Features int `json:"features"`
	// Classes holds the C label names; Points.Label indexes it.
	Classes []string `json:"classes"`
	// Origins holds the names of the distributions rows came from; Points.Origin
	// indexes it. One entry where the truth is not known.
	Origins []string `json:"origins"`
	// Solver names the form of the linear algebra where it is not "primal": "dual" for data
	// with more features than rows, "conjugate gradients" for very large problems.
	Solver string `json:"solver,omitempty"`
	// Columns holds the categorical columns of a row as given, for an inspector.
	Columns []Column `json:"columns"`
	// Images tells of rows that are images; nil where they are not.
	Images *Images `json:"images,omitempty"`
}

// Images says where the images of the rows are.
type Images struct {
	// Width and Height are those of every image, in pixels.
	Width  int `json:"width"`
	Height int `json:"height"`
	// File names the packed digits that Points.Source points into; "" for a user's own
	// images, which only the core has (wire.Pictures).
	File string `json:"file"`
}

// Column is a categorical column of the data as given.
type Column struct {
	// Name is the column's name.
	Name string `json:"name"`
	// Levels holds its sorted distinct values; Points.Codes indexes it. At most 255.
	Levels []string `json:"levels"`
}

// Points holds what never changes about the n training rows.
type Points struct {
	// Label holds each row's given label, n indices into Header.Classes.
	Label []uint8 `json:"label" tstype:"Uint8Array"`
	// Origin holds each row's distribution, n indices into Header.Origins.
	Origin []uint8 `json:"origin" tstype:"Uint8Array"`
	// Codes holds each row's values in Header.Columns, n×len(Columns) row by row.
	Codes []uint8 `json:"codes" tstype:"Uint8Array"`
	// Source holds each row's image, 4·index in Header.Images.File + the right angles it is
	// turned by, counterclockwise: n entries, or none where no file is named.
	Source []uint32 `json:"source" tstype:"Uint32Array"`
}

// Frame is the state after Step removals, and what leaves next.
//
// Per-row slices have n entries, removed rows included: a removed row keeps the
// values it had in the last frame it was part of, so a ghost can be drawn where
// it stood.
type Frame struct {
	// Step counts the removals so far, 0 … Steps.
	Step int `json:"step"`
	// Kept is the number of rows still in the training set.
	Kept int `json:"kept"`
	// Removed lists the rows that leave after this frame, highest score first.
	// Empty in the last frame.
	Removed []int32 `json:"removed" tstype:"Uint32Array"`
	// Variance, Mean, Skewness and Kurtosis are the moments of X over unordered
	// pairs of kept rows (kurtosis is 3 for a normal distribution). Skewness and
	// kurtosis are NaN where they were not asked for.
	Variance float64 `json:"variance"`
	Mean     float64 `json:"mean"`
	Skewness float64 `json:"skewness"`
	Kurtosis float64 `json:"kurtosis"`
	// Loss is the mean cross-entropy over the kept rows in nats, without the ridge.
	Loss float64 `json:"loss"`
	// TrainAccuracy and TestAccuracy are fractions in [0, 1]; TestAccuracy is NaN
	// without a test set.
	TrainAccuracy float64 `json:"trainAccuracy"`
	TestAccuracy  float64 `json:"testAccuracy"`
	// Condition estimates the 2-norm condition number of H = mean Hessian + λ_d·I.
	Condition float64 `json:"condition"`
	// Extent is the map coordinate of the edge of the picture: MapX and MapY lie
	// in [−Extent, Extent] in the first frame. It is the same in every frame of a run.
	Extent float64 `json:"extent"`
	// Outcome says how the fit ended: 0 converged, 1 epoch limit, 2 target loss
	// reached, 3 no further progress (the gradient is at rounding level). The
	// names are those of softmax.Outcome.
	Outcome uint8 `json:"outcome"`
	// Risks tells what deserves care in the figures, bit k for influence.RiskKind k: the
	// fit, the condition of H, leverage, separable classes, the damping, V an estimate.
	Risks uint8 `json:"risks"`
	// Iterations is the number of Newton iterations or epochs of the fit.
	Iterations int `json:"iterations"`
	// MapX and MapY are the influence map: coordinates of φ = H^(−1/2)∇L along its two
	// leading principal axes, turned so that frames line up. Always present.
	MapX []float32 `json:"mapX" tstype:"Float32Array"`
	MapY []float32 `json:"mapY" tstype:"Float32Array"`
	// Predicted holds the label the model predicts for each row. Always present.
	Predicted []uint8 `json:"predicted" tstype:"Uint8Array"`
	// Score is the removal rule's score. Live runs only; nil in a recorded run.
	Score []float32 `json:"score" tstype:"Float32Array | null"`
	// SelfInfluence is q = φᵀφ ≥ 0. Live runs only.
	SelfInfluence []float32 `json:"selfInfluence" tstype:"Float32Array | null"`
	// PointLoss is each row's loss in nats, ≥ 0. Live runs only.
	PointLoss []float32 `json:"pointLoss" tstype:"Float32Array | null"`
}
