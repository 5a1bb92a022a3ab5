package control

import (
	"slices"
	"strings"
)

// Operations lists the operations of a handler, such as "GET /_fake/clock".
func Operations(h *Handler) []string {
	var all []string
	for _, r := range h.routes {
		for method := range r.methods {
			all = append(all, method+" "+Prefix+r.path)
		}
	}
	slices.Sort(all)
	return all
}

// Parameters lists the query parameters of an operation.
func Parameters(h *Handler, method, path string) []string {
	for _, r := range h.routes {
		if r.path == strings.TrimPrefix(path, Prefix) {
			return r.methods[method].query
		}
	}
	return nil
}

// Streams returns the number of readers of the log.
func Streams(h *Handler) int { return int(h.streams.open.Load()) }
