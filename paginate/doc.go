// Package paginate reads lists that a server hands out page by page.
//
// It knows pages, not an API: a [Fetch] reads one page, and [Pages], [All] and [GetAll] call it until the metadata of a
// page says that there is no other. What they follow is the cursor of the metadata, never the length of a page: an empty
// or short page that has a next one is not the end. Metadata that cannot be followed is an error, not a silent end and
// not an endless loop. So is metadata that does not say whether a page follows, unless its total does: see [SetDocument].
//
// The iterators belong to the goroutine that ranges over them. Each range over one starts again from the beginning.
// When the loop ends, so does everything that was started for it.
package paginate
