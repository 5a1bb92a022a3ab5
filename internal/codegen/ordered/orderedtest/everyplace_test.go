package orderedtest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered/orderedtest"
)

func TestEveryPlaceIsVisitedAndRestored(t *testing.T) {
	text := `{"a/b":{"c":1},"list":[` + strings.Repeat("0,", 11) + `{"last":true}]}`
	root, err := ordered.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	orderedtest.EveryPlace(root, "#", func(pointer string, set func(any)) {
		got = append(got, pointer)
		set("strange")
		if changed, err := ordered.JSON(root); err != nil || !strings.Contains(string(changed), "strange") {
			t.Errorf("%s was not replaced: %s, %v", pointer, changed, err)
		}
	})
	for _, pointer := range []string{"#/a~1b", "#/a~1b/c", "#/list", "#/list/9", "#/list/10", "#/list/11", "#/list/11/last"} {
		if !slices.Contains(got, pointer) {
			t.Errorf("%s was not visited: %v", pointer, got)
		}
	}
	if len(got) != 16 {
		t.Errorf("%d places were visited: %v", len(got), got)
	}
	if restored, err := ordered.JSON(root); err != nil || string(restored) != text {
		t.Errorf("afterwards: %s, %v", restored, err)
	}
}
