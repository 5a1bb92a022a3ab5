package factorialtest_test

import (
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

func TestAFullNameFollowsAChangedName(t *testing.T) {
	for _, test := range []struct {
		name   string
		change properties
		want   any
	}{
		{"a first name", properties{"first_name": "Ada"}, "Ada Hopper"},
		{"a last name", properties{"last_name": "Lovelace"}, "Grace Lovelace"},
		{"both", properties{"first_name": "Ada", "last_name": "Lovelace"}, "Ada Lovelace"},
		{"no last name any more", properties{"last_name": nil}, "Grace"},
		{"a full name of its own", properties{"first_name": "Ada", "full_name": "Countess"}, "Countess"},
		{"another property", properties{"active": false}, "Rear Admiral"},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := factorialtest.New(t)
			const id = "77"
			insert(t, srv, "employees/employees", properties{"id": id, "first_name": "Grace", "last_name": "Hopper", "full_name": "Rear Admiral"})
			if err := srv.Change("employees/employees", id, test.change); err != nil {
				t.Fatal(err)
			}
			var got properties
			if _, err := srv.Find("employees/employees", id, &got); err != nil || got["full_name"] != test.want {
				t.Errorf("the full name is %v, want %v; %v", got["full_name"], test.want, err)
			}
		})
	}
}
