package factorialtest_test

import (
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

func TestAPathOfTheControlSurfaceHasAHintWhereItIsNot(t *testing.T) {
	off := factorialtest.New(t)
	apart := factorialtest.New(t, factorialtest.ControlAt("127.0.0.1:0"))
	for _, path := range []string{"/", "/_fake", "/_fake/", "/_fake/records/teams/teams"} {
		do(t, off, "GET", path, "")
		do(t, apart, "GET", path, "")
		if hint := off.Requests()[len(off.Requests())-1].Hint; !strings.HasPrefix(hint, "the control surface is off") {
			t.Errorf("%s of a server without the surface: %q", path, hint)
		}
		if hint := apart.Requests()[len(apart.Requests())-1].Hint; hint != "the control surface has a port of its own: "+apart.ControlURL {
			t.Errorf("%s of a server with the surface elsewhere: %q", path, hint)
		}
	}
}
