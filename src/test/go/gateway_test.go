// Package clients holds tests of the gateway with Go's WebSocket libraries. The build makes a
// program of them, which FragmentedTextIT runs against a gateway that it has started.
package clients

import (
	"os"
	"strings"
	"testing"
	"time"
)

// patience is how long anything may take on a busy machine.
const patience = 20 * time.Second

// address tells where a path of the gateway is.
func address(t *testing.T, path string) string {
	t.Helper()
	gateway := os.Getenv("HEARTWIRE_URL")
	if gateway == "" {
		t.Fatal("HEARTWIRE_URL does not say where the gateway is")
	}
	return gateway + path
}

// cyrillicJSON is an object of about so many bytes, nearly all of them in characters of two. What
// comes before them shifts them all, so of two neighbouring shifts one meets any cut halfway.
func cyrillicJSON(size, shift int) string {
	return `{"` + strings.Repeat("x", shift) + `":"` + strings.Repeat("ы", size/2) + `"}`
}
