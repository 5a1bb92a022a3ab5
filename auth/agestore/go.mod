module github.com/factorialhr-go/factorialhr/auth/agestore

go 1.26.0

require (
	filippo.io/age v1.3.2
	github.com/factorialhr-go/factorialhr v0.0.0
)

require (
	filippo.io/hpke v0.4.0 // indirect
	github.com/gofrs/flock v0.13.2 // indirect
	golang.org/x/crypto v0.55.0 // indirect
	golang.org/x/oauth2 v0.37.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/time v0.16.0 // indirect
)

replace github.com/factorialhr-go/factorialhr => ../..
