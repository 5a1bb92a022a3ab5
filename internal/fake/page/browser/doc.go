// Package browser tests the page of the fake API in a real Chromium, as a user drives it. It is a
// module of its own, so that importers of the SDK do not depend on the driver of the browser.
//
// Without a Chromium the tests are skipped. The variable CHROMIUM names its program; otherwise the
// tests look for the usual names on PATH.
package browser
