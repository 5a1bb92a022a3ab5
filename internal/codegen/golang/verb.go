package golang

import "strings"

// plainVerbs lists the actions whose names are verbs with the record as their object, as in the
// sentence "Approve approves the leave".
const plainVerbs = " accept activate approve archive assign cancel close complete confirm copy deactivate decline disable " +
	"duplicate edit enable invite move pause publish reject rename reopen restore resume schedule start stop " +
	"terminate unarchive unassign unpublish "

// thirdPerson returns the third person singular of a plain verb, and "" for any other word.
func thirdPerson(word string) string {
	switch {
	case !strings.Contains(plainVerbs, " "+word+" "):
		return ""
	case strings.HasSuffix(word, "sh"), strings.HasSuffix(word, "ch"), strings.HasSuffix(word, "s"), strings.HasSuffix(word, "x"):
		return word + "es"
	case strings.HasSuffix(word, "py"):
		return strings.TrimSuffix(word, "y") + "ies"
	}
	return word + "s"
}
