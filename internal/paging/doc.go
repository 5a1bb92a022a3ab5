// Package paging is the engine behind package paginate: it reads a list page by page.
//
// The engine knows no record type. It works on a [Sheet], which gives access to a page of any
// type, so the engine is compiled once, however many types of records a program reads. Package
// paginate gives it a [Source] that calls the Fetch of a user; the client gives it a [Source] that
// sends requests. [As] gives the pages or records their type.
//
// [Meta], [Mismatch], [Request], [Position] and [Error] have the same fields as the types of
// package paginate with these names, where the fields are documented, so that one converts to the
// other.
package paging
