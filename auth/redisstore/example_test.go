package redisstore_test

import (
	"github.com/redis/go-redis/v9"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/auth/redisstore"
)

func Example() {
	client := redis.NewClient(&redis.Options{Addr: "localhost:6379"})
	defer client.Close()
	store := redisstore.New(client)

	config := auth.Config{ClientID: "…", ClientSecret: auth.NewSecret("…")}
	// All machines use one store with one key for each company. The token comes from the store:
	// auth.SaveToken put it there when a person logged in.
	acme := auth.RefreshToken(config, auth.Token{}, auth.StoreIn(store, "acme"))
	defer acme.Close()
}
