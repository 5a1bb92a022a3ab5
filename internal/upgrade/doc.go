// Package upgrade compares two published OpenAPI specs, for a person who has to decide whether to
// upgrade and what to look at first.
//
//	Read      reads a published spec
//	Compare   compares two of them and returns a Report, a list of findings
//	Markdown  writes a Report in words, with a draft for the CHANGELOG
//
// The comparison reads the published spec itself, without the corrections of api/overlay.yaml, so
// that it shows what Factorial changed and nothing else. It compares no examples, summaries and
// descriptions.
package upgrade
