// Package repository tests the repository as a whole: which package imports which, the go.mod of an
// importer, the exported names and files below gen, the Go code in the documentation, and the
// English of the project. It has only tests.
package repository
