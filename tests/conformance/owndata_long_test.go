//go:build conformance

package conformance_test

func init() { long = true }
