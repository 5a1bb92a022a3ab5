module github.com/factorialhr-go/factorialhr/auth/keyringstore

go 1.26.0

require (
	github.com/factorialhr-go/factorialhr v0.0.0
	github.com/zalando/go-keyring v0.2.8
)

require (
	github.com/danieljoos/wincred v1.2.3 // indirect
	github.com/godbus/dbus/v5 v5.2.2 // indirect
	github.com/gofrs/flock v0.13.2 // indirect
	golang.org/x/oauth2 v0.37.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/time v0.16.0 // indirect
)

replace github.com/factorialhr-go/factorialhr => ../..
