package friend_test

import (
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/friend"
)

type (
	secret struct{ n int }
	hidden = friend.Part[*secret]
	public struct{ hidden }
)

func TestAFriendReachesThePartOfAType(t *testing.T) {
	inner := &secret{n: 7}
	if got := friend.Of(&public{friend.New(inner)}); got != inner {
		t.Errorf("got %v, want %v", got, inner)
	}
	if got := friend.Of(new(public)); got != nil {
		t.Errorf("a zero value has the part %v", got)
	}
}
