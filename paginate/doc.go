// Package paginate reads lists that a server returns page by page.
//
// It knows pages, not an API: a [Fetch] reads one page, and [Pages], [All] and [GetAll] call it
// until the metadata of a page says that no other page follows. They follow the cursor of the
// metadata and ignore the length of a page: an empty or short page with a next one is not the end.
// Metadata that cannot be followed is an error. It neither ends the list silently nor starts an
// endless loop. Metadata that does not say whether a page follows is an error too, unless its total
// does: see [SetDocument].
//
// An iterator belongs to the goroutine that ranges over it. Each range starts a new traversal of
// the list from the beginning. When the loop ends, all requests and goroutines of the traversal
// end.
package paginate
