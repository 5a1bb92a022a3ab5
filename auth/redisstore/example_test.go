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
	// One store and one key for each company, on as many machines as there are. The token comes
	// from the store, where auth.SaveToken put it when somebody logged in.
	acme := auth.RefreshToken(config, auth.Token{}, auth.StoreIn(store, "acme"))
	defer acme.Close()
}
