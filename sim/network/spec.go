// Package network is a small feed-forward classifier: softmax regression, multilayer
// perceptrons and small convolutional nets, with Adam. It gives, beside the gradient of a
// batch, every example's squared gradient norm at little extra cost.
//
// The loss of an example is the cross-entropy −Σ_c t_c ln p_c of p = softmax(logits)
// with the target t, one-hot unless smoothed. Work is done a batch at a time through
// BLAS; after the first batch of a size nothing is allocated.
package network

import (
	"fmt"

	"untangle/sim/say"
	"untangle/sim/scenario"
)

// Limits of a [Spec].
const (
	maxUnits  = 4096
	maxLayers = 8
)

// Spec is the shape of a network. Convolutions come first, then hidden layers, then the
// output; with neither the network is softmax regression.
type Spec struct {
	// Inputs is the number of features, without a constant 1: every layer has its bias.
	Inputs int `json:"inputs"`
	// Classes is C ≥ 2.
	Classes int `json:"classes"`
	// Conv holds the number of filters of each convolution: 3×3 with a border of zeros,
	// then a rectifier, then the largest of each 2×2 block.
	Conv []int `json:"conv,omitempty"`
	// Hidden holds the units of each hidden layer, which is followed by a rectifier.
	Hidden []int `json:"hidden,omitempty"`
	// Height and Width are the size of the image, Height·Width = Inputs; only
	// convolutions use them.
	Height int `json:"height,omitempty"`
	Width  int `json:"width,omitempty"`
}

// Validate returns a [*scenario.Error] where the shape is impossible or out of range.
func (s Spec) Validate() error {
	switch {
	case s.Inputs < 1:
		return refuse("inputs", say.T("is %d", s.Inputs), say.T("give the network at least one feature"))
	case s.Classes < 2:
		return refuse("classes", say.T("is %d", s.Classes), say.T("use data with two classes or more"))
	case len(s.Conv)+len(s.Hidden) > maxLayers:
		return refuse("hidden", say.T("with the convolutions makes %d layers", len(s.Conv)+len(s.Hidden)), say.T("use at most %d", maxLayers))
	case len(s.Conv) > 0 && (s.Height < 1 || s.Width < 1 || s.Height*s.Width != s.Inputs):
		return refuse("conv", say.T("needs images, and %d×%d pixels are not the %d features", s.Height, s.Width, s.Inputs), say.T("use data made of images, or no convolutions"))
	}
	for i, units := range s.Hidden {
		if units < 1 || units > maxUnits {
			return refuse(fmt.Sprintf("hidden[%d]", i), say.T("is %d", units), say.T("use %d to %d", 1, maxUnits))
		}
	}
	h, w := s.Height, s.Width
	for i, filters := range s.Conv {
		if filters < 1 || filters > maxUnits {
			return refuse(fmt.Sprintf("conv[%d]", i), say.T("is %d", filters), say.T("use %d to %d", 1, maxUnits))
		}
		if h, w = h/2, w/2; h < 1 || w < 1 {
			return refuse(fmt.Sprintf("conv[%d]", i), say.T("halves the image below one pixel"), say.T("use at most %d convolutions", i))
		}
	}
	return nil
}

func refuse(field string, problem, remedy say.Text) error {
	return &scenario.Error{Field: "network." + field, Problem: problem, Remedy: remedy}
}

// layers returns the layers in order, without parameters.
func (s Spec) layers() []layer {
	var out []layer
	size, h, w, channels := s.Inputs, s.Height, s.Width, 1
	for _, filters := range s.Conv {
		out = append(out, &conv{height: h, width: w, channels: channels, filters: filters},
			&pool{height: h, width: w, channels: filters})
		h, w, channels = h/2, w/2, filters
		size = h * w * channels
	}
	for _, units := range s.Hidden {
		out = append(out, &dense{in: size, out: units, rectify: true})
		size = units
	}
	return append(out, &dense{in: size, out: s.Classes})
}
