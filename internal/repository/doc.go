// Package repository holds the tests of the repository as a whole. They check which package
// imports which, what an importer's go.mod becomes, the exported names and files below gen, the
// Go code in the documentation, and the English of the project. The package has no other code.
package repository
