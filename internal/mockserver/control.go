package mockserver

import "github.com/factorialhr-go/factorialhr/factorialtest"

// control returns the options of the control surface and its page.
func (c Config) control() []factorialtest.Option { return nil }

// pageURL returns the address of the page; empty if there is none.
func pageURL(*factorialtest.Server) string { return "" }
